import type { EntryModel } from '../lib/consul';

import type { CallSite } from '../lib/problems';
import { conflictFinding } from '../lib/workload';
import { reasonProblem, show } from '../lib/values';
import type { Platform } from './platform';

const OVERRIDABLE = ['service-defaults', 'service-resolver', 'service-router'];

interface EntryOverride {
  readonly kind: string;
  readonly field: readonly string[];
  readonly value: unknown;
  readonly site: CallSite;
}

/** Overrides of the config entries of one service. The result is checked against Consul's model like any entry. @internal */
export class ConfigOverrides {
  readonly #overrides = new Map<string, EntryOverride>();
  readonly #platform: Platform;
  readonly #path: string;
  readonly #applied = new Set<string>();

  constructor(platform: Platform, path: string) {
    this.#platform = platform;
    this.#path = path;
  }

  add(kind: string, field: readonly string[], value: unknown, reason: string, site: CallSite): void {
    const at = `${kind}.${field.join('.')}`;
    if (!OVERRIDABLE.includes(kind) || (JSON.stringify(value) as string | undefined)?.includes('transport_socket') === true) {
      this.#platform.report(
        this.#path,
        {
          code: 'NOMAD-OVERRIDE',
          at,
          message: 'intentions and mutual TLS are not overridden: they are what both sides said',
          value: show(value),
          limit: OVERRIDABLE.join(', '),
          fix: 'say it with connectTo and callers',
        },
        site,
      );
      return;
    }
    const problem = reasonProblem('an override', reason);
    if (problem !== undefined) this.#platform.report(this.#path, { ...problem, at }, site);
    const known = this.#overrides.get(at);
    if (known !== undefined && JSON.stringify(known.value) !== JSON.stringify(value))
      this.#platform.report(this.#path, conflictFinding(at, [show(known.value), known.site], [show(value), site]));
    this.#overrides.set(at, { kind, field, value, site });
  }

  /** The entry with its overrides. */
  apply(model: EntryModel): EntryModel {
    let entry: unknown = model.entry;
    for (const [at, { kind, field, value }] of [...this.#overrides].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (kind !== model.kind) continue;
      entry = set(entry, field, value);
      this.#applied.add(at);
    }
    return { ...model, entry } as EntryModel;
  }

  /** Reports overrides of entries that were not written: a service without traffic settings has no router. */
  reportUnapplied(): void {
    for (const [at, { site }] of this.#overrides) {
      if (this.#applied.has(at)) continue;
      this.#platform.report(
        this.#path,
        {
          code: 'NOMAD-OVERRIDE',
          at,
          message: 'this service has no such entry',
          fix: 'give it the prop that makes the entry: traffic, loadBalancing or requestTimeout',
        },
        site,
      );
    }
  }
}

function set(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const record = (typeof target === 'object' && target !== null ? target : {}) as Readonly<Record<string, unknown>>;
  return { ...record, [key]: set(record[key], rest, value) };
}
