import type { Rule } from '../rule';
import { action } from './action';
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
import { configVariable } from './config-variable';
import { configVersion } from './config-version';
import { connect } from './connect';
import { connectName } from './connect-name';
import { connectNative } from './connect-native';
import { connectNetwork } from './connect-network';
import { connectPort } from './connect-port';
import { consulPartition } from './consul-partition';
import { csiPlugin } from './csi-plugin';
import { dispatchPayload } from './dispatch-payload';
import { driver } from './driver';
import { duration } from './duration';
import { durationLong } from './duration-long';
import { enterprise } from './enterprise';
import { envCollision } from './env-collision';
import { envName } from './env-name';
import { envReserved } from './env-reserved';
import { gateway } from './gateway';
import { gatewayIngress } from './gateway-ingress';
import { gatewayTerminating } from './gateway-terminating';
import { hostAccess } from './host-access';
import { identity } from './identity';
import { imageLatest } from './image-latest';
import { killTimeout } from './kill-timeout';
import { killTimeoutCap } from './kill-timeout-cap';
import { lifecycle } from './lifecycle';
import { log } from './log';
import { logDisk } from './log-disk';
import { memoryMax } from './memory-max';
import { minHealthyTime } from './min-healthy-time';
import { portDynamicRange } from './port-dynamic-range';
import { portStaticCount } from './port-static-count';
import { resources } from './resources';
import { resourcesUnit } from './resources-unit';
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
import { sidecarDelay } from './sidecar-delay';
import { sidecarTask } from './sidecar-task';
import { taskKind } from './task-kind';
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
import { updateChecks } from './update-checks';
import { updateParallel } from './update-parallel';
import { upstream } from './upstream';
import { vault } from './vault';
import { volumeMount } from './volume-mount';

/** The NOMAD-… rules. */
export const NOMAD_RULES: readonly Rule[] = [
  action,
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
  configVariable,
  configVersion,
  connect,
  connectName,
  connectNative,
  connectNetwork,
  connectPort,
  consulPartition,
  csiPlugin,
  dispatchPayload,
  driver,
  duration,
  durationLong,
  enterprise,
  envCollision,
  envName,
  envReserved,
  gateway,
  gatewayIngress,
  gatewayTerminating,
  hostAccess,
  identity,
  imageLatest,
  killTimeout,
  killTimeoutCap,
  lifecycle,
  log,
  logDisk,
  memoryMax,
  minHealthyTime,
  portDynamicRange,
  portStaticCount,
  resources,
  resourcesUnit,
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
  sidecarDelay,
  sidecarTask,
  taskKind,
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
  updateChecks,
  updateParallel,
  upstream,
  vault,
  volumeMount,
];
