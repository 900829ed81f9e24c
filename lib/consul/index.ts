export {
  apiGatewayBindingRules,
  GATEWAY_BOOTSTRAP_TASK,
  keyPolicyText,
  keyReaderBindingRule,
  serviceBindingRule,
  terminatingGatewayBindingRules,
  type BindingRuleModel,
  type JobIdentity,
} from './binding-rules';
export { ConsulKey, keyProblem, type KeyOwner } from './consul-key';
export { intentionSources, type IntentionPermission, type IntentionSource } from './intentions';
export {
  ANYBODY,
  IntentionEvaluator,
  isElsewhere,
  type Decision,
  type DestinationIntentions,
  type IntentionFacts,
  type PermittedCaller,
  type Verdict,
} from './intention-evaluator';
export { intentionsOf, type NamedEntry } from './intentions-of';
export { requestSubset, type SubsetAnswer } from './request-subset';
export { requestMatcher, type MeshRequest, type RequestMatcher } from './request-matcher';
export { denyAll, meshEntry, proxyDefaults } from './mesh-entries';
export { retryReasonKey } from './retry-reason';
export { serviceEntries, type EntryModel, type InboundSettings } from './service-entries';
export {
  InboundLimits,
  LoadBalancing,
  Retries,
  Traffic,
  type InboundLimitsOptions,
  type RetryCondition,
  type RetryOptions,
  type TrafficOptions,
} from './traffic';
export { checkConfigEntry, isApiConfigEntry } from './check-config-entry';
export type {
  APIGatewayConfigEntry,
  ConfigEntries,
  ConfigEntryKind,
  ExportedServicesConfigEntry,
  FileSystemCertificateConfigEntry,
  HTTPRouteConfigEntry,
  IngressGatewayConfigEntry,
  InlineCertificateConfigEntry,
  JWTProviderConfigEntry,
  MeshConfigEntry,
  ProxyConfigEntry,
  RateLimitIPConfigEntry,
  SamenessGroupConfigEntry,
  ServiceConfigEntry,
  ServiceIntentionsConfigEntry,
  ServiceResolverConfigEntry,
  ServiceRouterConfigEntry,
  ServiceSplitterConfigEntry,
  SourceIntention,
  TCPRouteConfigEntry,
  TerminatingGatewayConfigEntry,
} from './config-entry.generated';
export { configEntryToApiJson, configEntryToApiText } from './api-config-entry';
