/** One field of a Go struct, with everything that is known about it. */
export interface FieldSource {
  readonly struct: string;
  /** Key in JSON. */
  readonly name: string;
  /** Go's type, `*time.Duration`, `[]*TaskGroup`. */
  readonly type: string;
  /** Struct in the type, when it is one of the model. */
  readonly ref: string | undefined;
  readonly hcl: string | undefined;
  readonly closedSet: string | undefined;
  readonly since: string | undefined;
  readonly until: { readonly version: string; readonly use: string } | undefined;
  /** `always`, or the value that the community edition takes too. */
  readonly enterprise: string | undefined;
  readonly server: boolean;
  readonly doc: FieldDoc | undefined;
}

export interface FieldDoc {
  readonly is?: string;
  readonly unit?: string;
  readonly default?: string;
  readonly limit?: string;
  /** Why not to use it any more. */
  readonly legacy?: string;
}

export interface ModelSource {
  readonly engine: 'Nomad' | 'Consul';
  /** `github.com/hashicorp/nomad/api 2.0.6-dev, MPL-2.0`. */
  readonly origin: string;
  /** In alphabetical order. */
  readonly structs: readonly { readonly name: string; readonly doc: string | undefined; readonly fields: readonly FieldSource[] }[];
  readonly closedSets: ReadonlyMap<string, readonly string[]>;
  /** Kind of config entry -> struct; empty for Nomad. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly enterpriseKinds: readonly string[];
}

interface FieldsFile {
  readonly source: { readonly module: string; readonly version: string; readonly licence: string };
  readonly structs: Readonly<
    Record<string, readonly { readonly json: string; readonly type: string; readonly ref?: string; readonly hcl?: string }[]>
  >;
}

interface FactsFile {
  readonly kinds?: Readonly<Record<string, string>>;
  readonly enterpriseKinds?: readonly string[];
  readonly closedSets: Readonly<Record<string, { readonly values: readonly string[]; readonly fields: readonly string[] }>>;
  readonly since: Readonly<Record<string, string>>;
  readonly until: Readonly<Record<string, { readonly version: string; readonly use: string }>>;
  readonly enterprise: Readonly<Record<string, string>>;
  readonly serverSet: readonly string[];
}

interface DocsFile {
  readonly structs: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FieldDoc>>;
}

/** Joins the tables. A fact about a field that does not exist is a mistake of ours, and said. */
export function readModel(engine: 'Nomad' | 'Consul', fieldsText: string, factsText: string, docsText: string): ModelSource {
  const table = JSON.parse(fieldsText) as FieldsFile;
  const facts = JSON.parse(factsText) as FactsFile;
  const docs = JSON.parse(docsText) as DocsFile;
  const setOf = new Map<string, string>();
  for (const [set, { fields }] of Object.entries(facts.closedSets)) for (const field of fields) setOf.set(field, set);
  const closedSets = new Map(Object.entries(facts.closedSets).map(([set, { values }]) => [set, values]));
  const kinds = new Map(Object.entries(facts.kinds ?? {}));
  for (const [kind, struct] of kinds) {
    if (table.structs[struct]?.some((field) => field.json === 'Kind') !== true) continue;
    closedSets.set(`${struct}Kind`, [kind]);
    setOf.set(`${struct}.Kind`, `${struct}Kind`);
  }
  const known = new Set(Object.keys(table.structs));
  const server = new Set(facts.serverSet);
  const structs = [...known].sort().map((name) => {
    const fields = (table.structs[name] ?? [])
      .filter((field) => field.json !== '-') // Go reads and writes no JSON for these
      .map((field): FieldSource => {
        const path = `${name}.${field.json}`;
        return {
          struct: name,
          name: field.json,
          type: field.type,
          ref: field.ref !== undefined && known.has(field.ref) ? field.ref : undefined,
          hcl: field.hcl,
          closedSet: setOf.get(path),
          since: facts.since[path],
          until: facts.until[path],
          enterprise: facts.enterprise[path],
          server: server.has(path),
          doc: docs.fields[path],
        };
      });
    return { name, doc: docs.structs[name], fields };
  });
  const paths = new Set(structs.flatMap((struct) => struct.fields.map((field) => `${struct.name}.${field.name}`)));
  const stated = [
    ...setOf.keys(),
    ...Object.keys(facts.since),
    ...Object.keys(facts.until),
    ...Object.keys(facts.enterprise),
    ...server,
    ...Object.keys(docs.fields),
  ];
  const strays = [
    ...stated.filter((path) => !paths.has(path)),
    ...[...Object.keys(docs.structs), ...kinds.values()].filter((name) => !known.has(name)),
  ];
  if (strays.length > 0) throw new Error(`${engine}: facts about what is not in the model: ${strays.join(', ')}`);
  const origin = `${table.source.module} ${table.source.version} (${table.source.licence})`;
  return { engine, origin, structs, closedSets, kinds, enterpriseKinds: facts.enterpriseKinds ?? [] };
}

/** Go's type without pointers, taken apart: `[]*Port` -> one list of `Port`. */
export function goType(type: string): {
  readonly containers: readonly ('list' | 'map')[];
  readonly leaf: string;
  readonly pointer: boolean;
} {
  const containers: ('list' | 'map')[] = [];
  let rest = type;
  for (;;) {
    if (rest === '[]byte') break;
    if (rest.startsWith('[]')) {
      containers.push('list');
      rest = rest.slice(2);
    } else if (rest.startsWith('map[string]')) {
      containers.push('map');
      rest = rest.slice('map[string]'.length);
    } else {
      break;
    }
  }
  return { containers, leaf: rest.replace(/^\*/, ''), pointer: rest.startsWith('*') };
}
