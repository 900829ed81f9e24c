/**
 * What the value of a key has to be. A list of maps is an array of objects, even where it is one: the client reads the
 * config as HCL in JSON, and there an object is no list. A block may be one object or an array of them.
 */
export type ConfigShape =
  | 'string'
  | 'bool'
  | 'number'
  | 'list(string)'
  | 'list(map(string))'
  | 'list(map(number))'
  /** An object with keys of one's own, all of them text. */
  | 'attributes'
  | { readonly block: ConfigTable }
  /** A block that may be written more than once. */
  | { readonly blocks: ConfigTable };

/** A key of a driver's `config`. */
export interface ConfigKey {
  readonly shape: ConfigShape;
  /** The driver refuses a task without it. */
  readonly required?: true;
  /** First version of Nomad whose driver takes it. */
  readonly since?: string;
  /** First version that takes it and does nothing with it. */
  readonly until?: string;
}

/** Keys by their names. A plain shape stands for a key that has no more to it. */
export type ConfigTable = Readonly<Record<string, ConfigShape | ConfigKey>>;

/** A key as an object, whichever way the table writes it. */
export function configKey(table: ConfigTable, key: string): ConfigKey | undefined {
  const entry = Object.hasOwn(table, key) ? table[key] : undefined;
  return entry === undefined || isKey(entry) ? entry : { shape: entry };
}

function isKey(entry: ConfigShape | ConfigKey): entry is ConfigKey {
  return typeof entry === 'object' && 'shape' in entry;
}
