/**
 * Reduces a table of the structs of a Go `api` module to what the models need, and prints it:
 *
 *     node --require ./scripts/run-typescript.js scripts/extract-fields.ts nomad  <table.json> > scripts/data/nomad-api-fields.json
 *     node --require ./scripts/run-typescript.js scripts/extract-fields.ts consul <table.json> > scripts/data/consul-config-entry-fields.json
 *
 * The result is committed, because a clone has only that. Facts only: names, types and tags.
 */
import { readFileSync } from 'node:fs';

interface SourceField {
  readonly json: string;
  readonly type: string;
  readonly tags?: string;
  readonly ref?: string;
  readonly hcl?: string;
}

interface SourceStruct {
  readonly name: string;
  readonly fields: readonly SourceField[] | null;
}

interface SourceTable {
  readonly version?: string;
  readonly source:
    | string
    | { readonly module: string; readonly repo: string; readonly version: string; readonly commit: string; readonly licence: string };
  readonly structs: readonly SourceStruct[];
}

/** Structs reachable from the roots, in alphabetical order. */
function reachable(table: SourceTable, isRoot: (name: string) => boolean): SourceStruct[] {
  const byName = new Map(table.structs.map((struct) => [struct.name, struct]));
  const seen = new Map<string, SourceStruct>();
  const visit = (name: string): void => {
    const struct = byName.get(name);
    if (struct === undefined || seen.has(name)) return;
    seen.set(name, struct);
    for (const field of struct.fields ?? []) if (field.ref !== undefined) visit(field.ref);
  };
  for (const struct of table.structs) if (isRoot(struct.name)) visit(struct.name);
  return [...seen.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One field per line: a new version of the engine is then a short diff. */
function render(about: Readonly<Record<string, string>>, structs: readonly SourceStruct[]): string {
  const source = Object.entries(about).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const blocks = structs.map((struct) => {
    const name = JSON.stringify(struct.name);
    const fields = (struct.fields ?? []).map((field) => {
      const alias = /alias:"([^"]+)"/.exec(field.tags ?? '')?.[1];
      const facts = Object.entries({ json: field.json, type: field.type, ref: field.ref, hcl: field.hcl ?? alias });
      return facts.flatMap(([key, value]) => (value === undefined ? [] : [`"${key}": ${JSON.stringify(value)}`]));
    });
    const [only = []] = fields;
    const inOne = fields.length < 2 ? `    ${name}: [${fields.length === 0 ? '' : `{ ${only.join(', ')} }`}]` : '';
    if (inOne !== '' && fits(inOne)) return inOne;
    const lines = fields.map((facts) => {
      const line = `      { ${facts.join(', ')} }`;
      return fits(line) ? line : `      {\n        ${facts.join(',\n        ')}\n      }`;
    });
    return `    ${name}: [\n${lines.join(',\n')}\n    ]`;
  });
  return `{\n  "source": {\n${source.join(',\n')}\n  },\n  "structs": {\n${blocks.join(',\n')}\n  }\n}\n`;
}

function about(table: SourceTable): Readonly<Record<string, string>> {
  if (typeof table.source === 'string') {
    return { module: 'github.com/hashicorp/consul/api', version: table.version ?? '', licence: 'MPL-2.0', origin: table.source };
  }
  const { module, version, commit, licence } = table.source;
  return { module, version, commit, licence };
}

/** Whether prettier leaves it on one line, with the comma that may follow. */
function fits(line: string): boolean {
  return line.length < 140;
}

/** The reduced table of an engine, as text, from the full one. */
export function reduceFields(engine: 'nomad' | 'consul', text: string): string {
  const table = JSON.parse(text) as SourceTable;
  const isRoot = engine === 'nomad' ? (name: string) => name === 'Job' : (name: string) => name.endsWith('ConfigEntry');
  return render(about(table), reachable(table, isRoot));
}

function main([engine, file]: readonly string[]): void {
  if ((engine !== 'nomad' && engine !== 'consul') || file === undefined) {
    process.stderr.write('usage: extract-fields.ts nomad|consul <table.json>\n');
    process.exitCode = 2;
    return;
  }
  process.stdout.write(reduceFields(engine, readFileSync(file, 'utf8')));
}

if (require.main === module) main(process.argv.slice(2));
