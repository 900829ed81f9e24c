import { RAW_REQUESTS, type RequestNormalization } from '../envoy';
import type { ConfigEntries, ConfigEntryKind, RequestNormalizationMeshConfig } from './config-entry.generated';
import { IntentionEvaluator, type DestinationIntentions, type IntentionFacts } from './intention-evaluator';

/** A config entry, its members in API JSON. */
export interface NamedEntry {
  readonly kind: string;
  readonly name: string;
  readonly entry: object;
}

/** The intentions among the entries of a cluster, with what other entries say of protocols and paths. */
export function intentionsOf(entries: Iterable<NamedEntry>, facts: Pick<IntentionFacts, 'defaultPolicy'> = {}): IntentionEvaluator {
  const intentions: DestinationIntentions[] = [];
  const protocols = new Map<string, string>();
  const behindGateways = new Set<string>();
  let usualProtocol = 'tcp';
  let normalization = normalizationOf(undefined);
  for (const one of entries) {
    if (is('service-intentions', one)) intentions.push(one);
    else if (is('service-defaults', one) && one.entry.Protocol !== undefined) protocols.set(one.name, one.entry.Protocol);
    else if (is('proxy-defaults', one)) usualProtocol = textOf(one.entry.Config?.['protocol']) ?? usualProtocol;
    else if (is('mesh', one)) normalization = normalizationOf(one.entry.HTTP?.Incoming?.RequestNormalization);
    else if (is('terminating-gateway', one)) for (const { Name = '' } of one.entry.Services ?? []) behindGateways.add(Name);
  }
  return new IntentionEvaluator(intentions, {
    ...facts,
    protocolOf: (destination) => protocols.get(destination) ?? usualProtocol,
    // Consul 1.22 tells sidecars alone how to put requests into one form, and no gateway.
    normalizationOf: (destination) => (behindGateways.has(destination) ? RAW_REQUESTS : normalization),
  });
}

function is<K extends ConfigEntryKind>(kind: K, one: NamedEntry): one is { kind: K; name: string; entry: ConfigEntries[K] } {
  return one.kind === kind;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const ESCAPED_SLASHES: Readonly<Record<string, RequestNormalization['escapedSlashes']>> = {
  REJECT_REQUEST: 'reject',
  UNESCAPE_AND_REDIRECT: 'redirect',
  UNESCAPE_AND_FORWARD: 'unescape',
};

const UNDERSCORES: Readonly<Record<string, RequestNormalization['underscores']>> = { REJECT_REQUEST: 'reject', DROP_HEADER: 'drop' };

/** What Consul fills in where the mesh entry says nothing. */
function normalizationOf(said: RequestNormalizationMeshConfig | undefined): RequestNormalization {
  return {
    paths: said?.InsecureDisablePathNormalization !== true,
    mergeSlashes: said?.MergeSlashes === true,
    escapedSlashes: ESCAPED_SLASHES[said?.PathWithEscapedSlashesAction ?? ''] ?? 'keep',
    underscores: UNDERSCORES[said?.HeadersWithUnderscoresAction ?? ''] ?? 'keep',
  };
}
