import type { Rule } from '../rule';
import { bypass } from './bypass';
import { denyMissing } from './deny-missing';
import { entryTwice } from './entry-twice';
import { escapeHatch } from './escape-hatch';
import { exposed } from './exposed';
import { extensionTls } from './extension-tls';
import { fanIn } from './fan-in';
import { intentionPattern } from './intention-pattern';
import { intentionShadowed } from './intention-shadowed';
import { intentionUnused } from './intention-unused';
import { intentionWide } from './intention-wide';
import { l7OnTcp } from './l7-on-tcp';
import { protocolMissing } from './protocol-missing';
import { proxyConfig } from './proxy-config';
import { proxyDefaults } from './proxy-defaults';
import { proxyJson } from './proxy-json';
import { proxyValue } from './proxy-value';
import { retryUnsafe } from './retry-unsafe';
import { serviceTwice } from './service-twice';
import { splitSum } from './split-sum';
import { subsetUnknown } from './subset-unknown';
import { targetUnknown } from './target-unknown';
import { timeoutChain } from './timeout-chain';
import { timeoutUnreached } from './timeout-unreached';
import { tlsOld } from './tls-old';
import { tlsPermissive } from './tls-permissive';
import { upstreamDenied } from './upstream-denied';
import { upstreamEnv } from './upstream-env';
import { upstreamUnknown } from './upstream-unknown';

/** The MESH-… rules. */
export const MESH_RULES: readonly Rule[] = [
  bypass,
  denyMissing,
  entryTwice,
  escapeHatch,
  exposed,
  extensionTls,
  fanIn,
  intentionPattern,
  intentionShadowed,
  intentionUnused,
  intentionWide,
  l7OnTcp,
  protocolMissing,
  proxyConfig,
  proxyDefaults,
  proxyJson,
  proxyValue,
  retryUnsafe,
  serviceTwice,
  splitSum,
  subsetUnknown,
  targetUnknown,
  timeoutChain,
  timeoutUnreached,
  tlsOld,
  tlsPermissive,
  upstreamDenied,
  upstreamEnv,
  upstreamUnknown,
];
