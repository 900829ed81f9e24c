export {
  gatewayEntries,
  routeEntry,
  terminatingGatewayEntry,
  type HeaderFilter,
  type LinkedSystem,
  type OriginatedTls,
  type RouteModel,
} from './gateway-entries';
export { renderEdgeJob, renderEgressJob, type ConsulAgentAddress, type EdgePort, type GatewayJobInput } from './gateway-job';
