import { checkStruct, type Dialect, type ModelVersions } from '../model';
import { nearest, type Finding } from '../problems';
import { CONFIG_ENTRY_STRUCTS, ENTERPRISE_KINDS } from './config-entry-fields.generated';
import { CONFIG_ENTRY_MODEL } from './config-entry-model';
import type { ConfigEntryKind } from './config-entry.generated';

const DIALECT: Dialect = {
  engine: 'Consul',
  otherNotation: 'snake case',
  codes: { unknown: 'CONSUL-UNKNOWN-FIELD', type: 'CONSUL-TYPE', duration: 'CONSUL-TYPE', version: 'CONSUL-RULE', rule: 'CONSUL-RULE' },
};

/**
 * What Consul would drop or refuse in the content of a config entry. The provider decodes it without a word about any
 * key it does not know. The fields are those of the api module of Consul 1.21, with which the provider 2.22.1 is built;
 * what came later (`ECDHCurves` of the mesh entry's TLS, for one) it would drop, so it is unknown here too.
 */
export function checkConfigEntry(kind: string, entry: unknown, versions: ModelVersions): Finding[] {
  if (!isConfigEntryKind(kind)) {
    const near = nearest(kind, Object.keys(CONFIG_ENTRY_STRUCTS));
    const limit = Object.keys(CONFIG_ENTRY_STRUCTS).join(', ');
    const value = JSON.stringify(kind);
    return [
      {
        code: 'CONSUL-TYPE',
        at: 'Kind',
        message: `Consul has no config entry of kind ${value}`,
        value,
        limit,
        fix: `write ${near ?? `one of ${limit}`}`,
      },
    ];
  }
  if (versions.edition === 'community' && ENTERPRISE_KINDS.includes(kind)) {
    const message = `a ${kind} entry needs the Enterprise edition, and the platform declares the community one`;
    return [{ code: 'EDITION', at: 'Kind', message, value: JSON.stringify(kind), fix: 'remove the entry' }];
  }
  return checkStruct(CONFIG_ENTRY_MODEL, CONFIG_ENTRY_STRUCTS[kind], entry, versions, DIALECT);
}

/** The same, where durations are written as numbers of nanoseconds, as they are in API JSON. */
const API_DIALECT: Dialect = { ...DIALECT, codes: { ...DIALECT.codes, duration: 'CONSUL-RULE' } };

/** Whether an entry in API JSON has the form of its kind, and no member that the provider would drop without a word. */
export function isApiConfigEntry(kind: string, entry: unknown, versions: ModelVersions): boolean {
  if (!isConfigEntryKind(kind)) return false;
  const findings = checkStruct(CONFIG_ENTRY_MODEL, CONFIG_ENTRY_STRUCTS[kind], entry, versions, API_DIALECT);
  return !findings.some(({ code }) => code === 'CONSUL-TYPE' || code === 'CONSUL-UNKNOWN-FIELD');
}

export function isConfigEntryKind(kind: string): kind is ConfigEntryKind {
  return Object.hasOwn(CONFIG_ENTRY_STRUCTS, kind);
}
