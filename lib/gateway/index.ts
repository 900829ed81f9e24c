export {
  gatewayEntries,
  HTTPS_LISTENER,
  RESPONSE_HEADERS,
  routeEntry,
  terminatingGatewayEntry,
  type HeaderFilter,
  type LinkedSystem,
  type OriginatedTls,
  type RouteModel,
} from './gateway-entries';
export {
  CERTIFICATE_FILES,
  renderEdgeJob,
  renderEgressJob,
  type ConsulAgentAddress,
  type EdgePort,
  type GatewayJobInput,
} from './gateway-job';
