import type { Rule } from '../rule';
import { action } from './action';
import { affinity } from './affinity';
import { affinityIdle } from './affinity-idle';
import { artifact } from './artifact';
import { canaryPromote } from './canary-promote';
import { check } from './check';
import { checkAddress } from './check-address';
import { checkExpose } from './check-expose';
import { checkInterval } from './check-interval';
import { checkMissing } from './check-missing';
import { checkOnUpdate } from './check-on-update';
import { checkPort } from './check-port';
import { checkProvider } from './check-provider';
import { checkRestart } from './check-restart';
import { checkTask } from './check-task';
import { checkThreshold } from './check-threshold';
import { checkTimeout } from './check-timeout';
import { checkTwice } from './check-twice';
import { configExpression } from './config-expression';
import { configMissing } from './config-missing';
import { configPorts } from './config-ports';
import { configType } from './config-type';
import { configUnknown } from './config-unknown';
import { configValue } from './config-value';
import { configVariable } from './config-variable';
import { configVersion } from './config-version';
import { connect } from './connect';
import { connectName } from './connect-name';
import { connectNative } from './connect-native';
import { connectNetwork } from './connect-network';
import { connectPort } from './connect-port';
import { constraint } from './constraint';
import { consulPartition } from './consul-partition';
import { count } from './count';
import { csiPlugin } from './csi-plugin';
import { datacenter } from './datacenter';
import { deprecated } from './deprecated';
import { device } from './device';
import { disconnect } from './disconnect';
import { dispatchPayload } from './dispatch-payload';
import { driver } from './driver';
import { duplicateName } from './duplicate-name';
import { duration } from './duration';
import { durationLong } from './duration-long';
import { enterprise } from './enterprise';
import { envCollision } from './env-collision';
import { envName } from './env-name';
import { envReserved } from './env-reserved';
import { ephemeralDisk } from './ephemeral-disk';
import { gateway } from './gateway';
import { gatewayIngress } from './gateway-ingress';
import { gatewayTerminating } from './gateway-terminating';
import { groupMissing } from './group-missing';
import { groupName } from './group-name';
import { hostAccess } from './host-access';
import { identity } from './identity';
import { imageLatest } from './image-latest';
import { jobId } from './job-id';
import { jobName } from './job-name';
import { jobType } from './job-type';
import { killTimeout } from './kill-timeout';
import { killTimeoutCap } from './kill-timeout-cap';
import { leader } from './leader';
import { lifecycle } from './lifecycle';
import { log } from './log';
import { logDisk } from './log-disk';
import { memoryMax } from './memory-max';
import { migrate } from './migrate';
import { minHealthyTime } from './min-healthy-time';
import { multiregion } from './multiregion';
import { namespace } from './namespace';
import { network } from './network';
import { parameterized } from './parameterized';
import { payload } from './payload';
import { periodic } from './periodic';
import { port } from './port';
import { portClash } from './port-clash';
import { portDynamicRange } from './port-dynamic-range';
import { portSidecar } from './port-sidecar';
import { portStaticCount } from './port-static-count';
import { priority } from './priority';
import { region } from './region';
import { reschedule } from './reschedule';
import { resources } from './resources';
import { resourcesUnit } from './resources-unit';
import { restart } from './restart';
import { scaling } from './scaling';
import { secret } from './secret';
import { serviceAddress } from './service-address';
import { serviceIdentity } from './service-identity';
import { serviceKind } from './service-kind';
import { serviceName } from './service-name';
import { serviceNameVariable } from './service-name-variable';
import { serviceOnUpdate } from './service-on-update';
import { servicePort } from './service-port';
import { serviceProvider } from './service-provider';
import { serviceTask } from './service-task';
import { serviceTwice } from './service-twice';
import { shutdownDelay } from './shutdown-delay';
import { shutdownDelayMissing } from './shutdown-delay-missing';
import { sidecarDelay } from './sidecar-delay';
import { sidecarMount } from './sidecar-mount';
import { sidecarTask } from './sidecar-task';
import { spread } from './spread';
import { spreadIdle } from './spread-idle';
import { taskKind } from './task-kind';
import { taskMissing } from './task-missing';
import { taskName } from './task-name';
import { template } from './template';
import { templateChange } from './template-change';
import { templateConsul } from './template-consul';
import { templateDenied } from './template-denied';
import { templateFunction } from './template-function';
import { templateKvField } from './template-kv-field';
import { templateKvPath } from './template-kv-path';
import { templateRestart } from './template-restart';
import { templateSyntax } from './template-syntax';
import { templateVault } from './template-vault';
import { transparentProxy } from './transparent-proxy';
import { ui } from './ui';
import { update } from './update';
import { updateChecks } from './update-checks';
import { updateParallel } from './update-parallel';
import { upstream } from './upstream';
import { vault } from './vault';
import { volume } from './volume';
import { volumeMount } from './volume-mount';

/** The NOMAD-… rules. */
export const NOMAD_RULES: readonly Rule[] = [
  action,
  affinity,
  affinityIdle,
  artifact,
  canaryPromote,
  check,
  checkAddress,
  checkExpose,
  checkInterval,
  checkMissing,
  checkOnUpdate,
  checkPort,
  checkProvider,
  checkRestart,
  checkTask,
  checkThreshold,
  checkTimeout,
  checkTwice,
  configExpression,
  configMissing,
  configPorts,
  configType,
  configUnknown,
  configValue,
  configVariable,
  configVersion,
  connect,
  connectName,
  connectNative,
  connectNetwork,
  connectPort,
  constraint,
  consulPartition,
  count,
  csiPlugin,
  datacenter,
  deprecated,
  device,
  disconnect,
  dispatchPayload,
  driver,
  duplicateName,
  duration,
  durationLong,
  enterprise,
  envCollision,
  envName,
  envReserved,
  ephemeralDisk,
  gateway,
  gatewayIngress,
  gatewayTerminating,
  groupMissing,
  groupName,
  hostAccess,
  identity,
  imageLatest,
  jobId,
  jobName,
  jobType,
  killTimeout,
  killTimeoutCap,
  leader,
  lifecycle,
  log,
  logDisk,
  memoryMax,
  migrate,
  minHealthyTime,
  multiregion,
  namespace,
  network,
  parameterized,
  payload,
  periodic,
  port,
  portClash,
  portDynamicRange,
  portSidecar,
  portStaticCount,
  priority,
  region,
  reschedule,
  resources,
  resourcesUnit,
  restart,
  scaling,
  secret,
  serviceAddress,
  serviceIdentity,
  serviceKind,
  serviceName,
  serviceNameVariable,
  serviceOnUpdate,
  servicePort,
  serviceProvider,
  serviceTask,
  serviceTwice,
  shutdownDelay,
  shutdownDelayMissing,
  sidecarDelay,
  sidecarMount,
  sidecarTask,
  spread,
  spreadIdle,
  taskKind,
  taskMissing,
  taskName,
  template,
  templateChange,
  templateConsul,
  templateDenied,
  templateFunction,
  templateKvField,
  templateKvPath,
  templateRestart,
  templateSyntax,
  templateVault,
  transparentProxy,
  ui,
  update,
  updateChecks,
  updateParallel,
  upstream,
  vault,
  volume,
  volumeMount,
];
