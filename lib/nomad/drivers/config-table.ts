import { once } from '../../model';

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

/** The keys of a table, whichever way it writes them. */
export const configKeys = once(
  (table: ConfigTable): ReadonlyMap<string, ConfigKey> =>
    new Map(Object.entries(table).map(([name, entry]) => [name, isKey(entry) ? entry : { shape: entry }])),
);

/** Keys that the driver refuses a task without. */
export const requiredKeys = once((table: ConfigTable): readonly string[] =>
  [...configKeys(table)].flatMap(([name, { required }]) => (required === true ? [name] : [])),
);

function isKey(entry: ConfigShape | ConfigKey): entry is ConfigKey {
  return typeof entry === 'object' && 'shape' in entry;
}
