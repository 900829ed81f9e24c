import type { Rule } from '../rule';
import { action } from './action';
import { artifact } from './artifact';
import { checkAddress } from './check-address';
import { checkExpose } from './check-expose';
import { checkInterval } from './check-interval';
import { checkOnUpdate } from './check-on-update';
import { checkPort } from './check-port';
import { checkProvider } from './check-provider';
import { checkRestart } from './check-restart';
import { checkTask } from './check-task';
import { checkThreshold } from './check-threshold';
import { checkTwice } from './check-twice';
import { check } from './check';
import { connectName } from './connect-name';
import { connectNative } from './connect-native';
import { connectNetwork } from './connect-network';
import { connectPort } from './connect-port';
import { connect } from './connect';
import { consulPartition } from './consul-partition';
import { csiPlugin } from './csi-plugin';
import { dispatchPayload } from './dispatch-payload';
import { driver } from './driver';
import { enterprise } from './enterprise';
import { gatewayIngress } from './gateway-ingress';
import { gatewayTerminating } from './gateway-terminating';
import { gateway } from './gateway';
import { identity } from './identity';
import { imageLatest } from './image-latest';
import { killTimeout } from './kill-timeout';
import { lifecycle } from './lifecycle';
import { log } from './log';
import { resources } from './resources';
import { secret } from './secret';
import { serviceAddress } from './service-address';
import { serviceIdentity } from './service-identity';
import { serviceKind } from './service-kind';
import { serviceName } from './service-name';
import { serviceOnUpdate } from './service-on-update';
import { servicePort } from './service-port';
import { serviceProvider } from './service-provider';
import { serviceTask } from './service-task';
import { serviceTwice } from './service-twice';
import { sidecarTask } from './sidecar-task';
import { taskKind } from './task-kind';
import { taskName } from './task-name';
import { templateChange } from './template-change';
import { template } from './template';
import { transparentProxy } from './transparent-proxy';
import { upstream } from './upstream';
import { vault } from './vault';
import { volumeMount } from './volume-mount';

/** The NOMAD-… rules. */
export const NOMAD_RULES: readonly Rule[] = [
  action,
  artifact,
  checkAddress,
  checkExpose,
  checkInterval,
  checkOnUpdate,
  checkPort,
  checkProvider,
  checkRestart,
  checkTask,
  checkThreshold,
  checkTwice,
  check,
  connectName,
  connectNative,
  connectNetwork,
  connectPort,
  connect,
  consulPartition,
  csiPlugin,
  dispatchPayload,
  driver,
  enterprise,
  gatewayIngress,
  gatewayTerminating,
  gateway,
  identity,
  imageLatest,
  killTimeout,
  lifecycle,
  log,
  resources,
  secret,
  serviceAddress,
  serviceIdentity,
  serviceKind,
  serviceName,
  serviceOnUpdate,
  servicePort,
  serviceProvider,
  serviceTask,
  serviceTwice,
  sidecarTask,
  taskKind,
  taskName,
  templateChange,
  template,
  transparentProxy,
  upstream,
  vault,
  volumeMount,
];
