export {
  Callers,
  DirectContract,
  EdgeAcceptance,
  EdgeContract,
  isContract,
  isDirectContract,
  ServiceContract,
  type AcceptedDomain,
  type ContractOptions,
  type Grant,
  type Offers,
} from './contract';
export {
  destinationOf,
  MeshGraph,
  type Call,
  type CallTarget,
  type EdgeHosts,
  type Member,
  type MemberKind,
  type Route,
  type SecretRead,
} from './graph';
export { HttpPath, pathMatches, pathRegex, type PathMatch } from './http-path';
export { LOCAL_PORTS, localPort } from './local-port';
export { resolvePermissions, type Permission, type Permissions, type PermissionsOf, type ResolvedMesh } from './permissions';
export {
  GrpcRule,
  HttpRule,
  IDEMPOTENT_METHODS,
  requestKey,
  requestMatches,
  requestText,
  type HeaderMatch,
  type HttpMethod,
  type RequestMatch,
  type Rule,
  type RuleOptions,
} from './rule';
export { domainGraph, GRAPH_VERSION, type DomainGraph, type GraphMember, type GraphRequest } from './domain-graph';
export { uniteGraphs } from './unite-graphs';
