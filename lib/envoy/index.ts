export { AccessLog } from './access-log';
export { EnvoyExtension, type EnvoyExtensionModel } from './extension';
export { Sidecar, type SidecarOptions } from './sidecar';
export { OutlierDetection, UpstreamLimits, type OutlierDetectionOptions, type UpstreamLimitsOptions } from './upstream-settings';
export { re2WholeMatch } from './re2';
export { normalizedRequest, RAW_REQUESTS, type RequestNormalization, type SeenRequest } from './request-normalization';
export { opaqueFaults, type OpaqueFault, type OpaquePlace } from './opaque-config';
