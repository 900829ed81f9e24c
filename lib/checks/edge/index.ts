import type { Rule } from '../rule';
import { certificateInline } from './certificate-inline';
import { certificateMany } from './certificate-many';
import { certificateMissing } from './certificate-missing';
import { certificateUnwritten } from './certificate-unwritten';
import { drain } from './drain';
import { gatewayMissing } from './gateway-missing';
import { hostOutside } from './host-outside';
import { listenerPort } from './listener-port';
import { routeDenied } from './route-denied';
import { routeParent } from './route-parent';
import { routeTaken } from './route-taken';
import { routeTarget } from './route-target';
import { timeout } from './timeout';
import { tlsOld } from './tls-old';

/** The EDGE-… rules. */
export const EDGE_RULES: readonly Rule[] = [
  certificateInline,
  certificateMany,
  certificateMissing,
  certificateUnwritten,
  drain,
  gatewayMissing,
  hostOutside,
  listenerPort,
  routeDenied,
  routeParent,
  routeTaken,
  routeTarget,
  timeout,
  tlsOld,
];
