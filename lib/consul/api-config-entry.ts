import { toApiForm, toApiJson, type JsonObject } from '../model';
import { CONFIG_ENTRY_STRUCTS } from './config-entry-fields.generated';
import { CONFIG_ENTRY_MODEL } from './config-entry-model';
import type { ConfigEntries, ConfigEntryKind } from './config-entry.generated';

/**
 * Writes the content of a config entry as `config_json` takes it: durations as integer nanoseconds, undefined members left
 * out. Empty lists and objects stay: Consul returns some of them, and a member it returns has to be stated.
 */
export function configEntryToApiJson<K extends ConfigEntryKind>(kind: K, entry: ConfigEntries[K]): JsonObject {
  return toApiJson(CONFIG_ENTRY_MODEL, CONFIG_ENTRY_STRUCTS[kind], entry, { dropEmptyLists: false });
}

/** {@link configEntryToApiJson} as text with sorted keys. */
export function configEntryToApiText<K extends ConfigEntryKind>(kind: K, entry: ConfigEntries[K]): string {
  return toApiForm(CONFIG_ENTRY_MODEL, CONFIG_ENTRY_STRUCTS[kind], entry, { dropEmptyLists: false }).text;
}
