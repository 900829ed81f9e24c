import { snakeCase, type ModelTable } from './table';

/** What a value has to be. */
export type Shape =
  | { readonly kind: 'string' | 'bool' | 'duration' | 'opaque' | 'time' | 'bytes' | 'float' }
  | { readonly kind: 'int'; readonly min: number; readonly max: number }
  | { readonly kind: 'enum'; readonly values: ReadonlySet<string>; readonly emptyIsUnset: boolean }
  | { readonly kind: 'list' | 'map'; readonly of: Shape }
  | { readonly kind: 'struct'; readonly name: string };

/** One field of a struct of the engine. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  /** Its name in a jobspec file, or the snake-case alias. */
  readonly hcl: string;
  /** True when nothing below is set: then only the shape has to be looked at. */
  readonly plain: boolean;
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** What replaced it. */
  readonly use: string | undefined;
  readonly server: boolean;
  /** `true`: Enterprise only; a string: Enterprise only, but for that value. */
  readonly enterprise: boolean | string;
}

/** One struct of the engine. */
export interface Struct {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
}

const INTEGERS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  i: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  i8: [-128, 127],
  u: [0, Number.MAX_SAFE_INTEGER],
  u8: [0, 255],
  u16: [0, 65_535],
  u32: [0, 4_294_967_295],
};
const SIMPLE = { s: 'string', b: 'bool', d: 'duration', a: 'opaque', t: 'time', y: 'bytes', f: 'float' } as const;

/** A generated model, read struct by struct as values of them are met. */
export class Model {
  readonly #table: ModelTable;
  readonly #structs = new Map<string, Struct>();
  readonly #sets = new Map<string, ReadonlySet<string>>();

  constructor(table: ModelTable) {
    this.#table = table;
  }

  /** A struct by the engine's name; one without fields for a name the model does not have. */
  struct(name: string): Struct {
    let struct = this.#structs.get(name);
    if (struct === undefined) {
      const text = this.#table.structs[name] ?? '';
      const fields = new Map<string, Field>();
      for (const entry of text === '' ? [] : text.split(' ')) {
        const field = this.#field(entry);
        fields.set(field.name, field);
      }
      struct = { name, fields };
      this.#structs.set(name, struct);
    }
    return struct;
  }

  #field(entry: string): Field {
    const [head = '', ...keys] = entry.split(';');
    const colon = head.indexOf(':');
    const name = head.slice(0, colon);
    const facts = new Map<string, string>();
    for (const key of keys) {
      const at = key.indexOf('=');
      if (at < 0) facts.set(key, '');
      else facts.set(key.slice(0, at), key.slice(at + 1));
    }
    const hcl = facts.get('hcl') ?? snakeCase(name);
    facts.delete('hcl');
    const ee = facts.get('ee');
    return {
      name,
      shape: this.#shape(head.slice(colon + 1)),
      hcl,
      plain: facts.size === 0,
      since: facts.get('since'),
      until: facts.get('until'),
      use: facts.get('use'),
      server: facts.has('server'),
      enterprise: ee === undefined ? false : ee === '' ? true : ee,
    };
  }

  #shape(code: string): Shape {
    const rest = code.slice(1);
    switch (code[0]) {
      case '[':
        return { kind: 'list', of: this.#shape(rest) };
      case '{':
        return { kind: 'map', of: this.#shape(rest) };
      case '.':
        return { kind: 'struct', name: rest };
      case '<': {
        const emptyIsUnset = rest.startsWith('?');
        return { kind: 'enum', values: this.#set(emptyIsUnset ? rest.slice(1) : rest), emptyIsUnset };
      }
      default: {
        const limits = INTEGERS[code];
        if (limits !== undefined) return { kind: 'int', min: limits[0], max: limits[1] };
        return { kind: SIMPLE[code as keyof typeof SIMPLE] };
      }
    }
  }

  #set(name: string): ReadonlySet<string> {
    let set = this.#sets.get(name);
    if (set === undefined) {
      set = new Set((this.#table.sets[name] ?? '').split(' '));
      this.#sets.set(name, set);
    }
    return set;
  }
}
