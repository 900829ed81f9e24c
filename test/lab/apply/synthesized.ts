import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inBatches } from './order';

export type Arguments = Readonly<Record<string, unknown>>;

export interface Resource {
  /** `type.name`, as Terraform calls it. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly arguments: Arguments;
  /** Addresses in the same stack. */
  readonly dependsOn: readonly string[];
}

export interface Stack {
  readonly name: string;
  /** Names of the stacks that have to be applied before. */
  readonly dependencies: readonly string[];
  /** Folder of its `cdk.tf.json`. */
  readonly folder: string;
  /** Addresses of the engines, by the name of the provider. */
  readonly providers: Readonly<Record<string, string>>;
  readonly resources: readonly Resource[];
}

/** Parts of a stack that say nothing about what to make. */
const IGNORED_SECTIONS = new Set(['//', 'terraform']);

/** The stacks of a synthesized program, in an order in which they can be applied. */
export function readStacks(outputFolder: string): Stack[] {
  const manifest = readJson(join(outputFolder, 'manifest.json')) as { stacks: Record<string, StackOfManifest> };
  const entries = Object.values(manifest.stacks);
  return inBatches(
    entries,
    ({ name }) => name,
    ({ dependencies }) => dependencies,
  )
    .flat()
    .map(({ name, dependencies, synthesizedStackPath, workingDirectory }) =>
      stackOf({ name, dependencies, folder: join(outputFolder, workingDirectory) }, readJson(join(outputFolder, synthesizedStackPath))),
    );
}

interface StackOfManifest {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly synthesizedStackPath: string;
  readonly workingDirectory: string;
}

/** One stack from the JSON that Terraform would read. */
export function stackOf(place: Pick<Stack, 'name' | 'dependencies' | 'folder'>, json: unknown): Stack {
  const providers: Record<string, string> = {};
  const resources: Resource[] = [];
  for (const [section, content] of Object.entries(json as Record<string, Record<string, unknown>>)) {
    if (section === 'provider') {
      for (const [name, settings] of Object.entries(content)) providers[name] = addressOf(`${place.name}: provider ${name}`, settings);
    } else if (section === 'resource') {
      for (const [type, named] of Object.entries(content))
        for (const [name, body] of Object.entries(named as object)) resources.push(resourceOf(type, name, body));
    } else if (!IGNORED_SECTIONS.has(section)) {
      throw new Error(`${place.name}: the lab knows no section "${section}"`);
    }
  }
  return { ...place, providers, resources };
}

function addressOf(place: string, settings: unknown): string {
  const [first, ...others] = settings as Record<string, unknown>[];
  const { address, ...unknown } = first ?? {};
  if (typeof address !== 'string' || others.length > 0 || Object.keys(unknown).length > 0)
    throw new Error(`${place}: the lab knows one block with an address alone`);
  return literal(address, place) as string;
}

function resourceOf(type: string, name: string, body: Record<string, unknown>): Resource {
  const address = `${type}.${name}`;
  const { '//': _note, depends_on: dependsOn = [], ...rest } = body;
  const values = Object.entries(rest).map(([argument, value]) => [argument, literal(value, `${address}: ${argument}`)]);
  return { address, type, name, arguments: Object.fromEntries(values), dependsOn: dependsOn as string[] };
}

/**
 * A value as Terraform evaluates it: every string and key is a template, in which `$${` and `%%{` stand for `${` and `%{`.
 * What remains would be an expression; the programs of this repository write none, so it is refused.
 */
export function literal(value: unknown, place: string): unknown {
  if (typeof value === 'string') return literalText(value, place);
  if (Array.isArray(value)) return value.map((element, index) => literal(element, `${place}[${String(index)}]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [literalText(key, place), literal(member, `${place}.${key}`)]));
}

const EXCERPT = 60;

function literalText(template: string, place: string): string {
  return template.replace(/(\$+|%+)\{/g, (introducer, _run, offset: number) => {
    if (introducer.length > 2) return introducer.slice(1);
    throw new Error(`${place}: the lab evaluates no expressions, and here is one: ${template.slice(offset, offset + EXCERPT)}`);
  });
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
