import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Json = Readonly<Record<string, unknown>>;

/** Stacks in an order in which each comes after what it depends on. */
export type ReadyIndex = readonly { readonly id: string; readonly dependencies: readonly string[] }[];

/** One stack as a plain program needs it: every value final, in the words of the provider classes. */
export interface ReadyStack {
  readonly backend: Json;
  readonly providers: Readonly<Record<string, Json>>;
  readonly requiredVersion: string;
  readonly resources: readonly {
    readonly type: string;
    readonly id: string;
    readonly props: Json;
    readonly dependsOn?: string[];
  }[];
}

interface TerraformFile {
  readonly terraform: { readonly backend: Readonly<Record<string, Json>>; readonly required_version: string };
  readonly provider: Readonly<Record<string, readonly Json[]>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
}

/** Attributes that hold a block, whose members the provider classes spell their own way; everything else holds values. */
const BLOCKS = new Set(['capabilities']);

/** Takes an output of kumiki apart into what a plain program starts from. */
export function writeReadyStacks(outdir: string, target: string): void {
  mkdirSync(target, { recursive: true });
  const manifest = readJson(join(outdir, 'manifest.json')) as Manifest;
  const index: { id: string; dependencies: readonly string[] }[] = [];
  const add = (id: string): void => {
    if (index.some((stack) => stack.id === id)) return;
    const dependencies = manifest.stacks[id]?.dependencies ?? [];
    for (const dependency of dependencies) add(dependency);
    index.push({ id, dependencies });
  };
  for (const id of Object.keys(manifest.stacks)) add(id);
  writeFileSync(join(target, 'index.json'), JSON.stringify(index));
  for (const { id } of index) writeFileSync(join(target, `${id}.json`), JSON.stringify(readyStack(terraformOf(outdir, id))));
}

function readyStack({ terraform, provider, resource }: TerraformFile): ReadyStack {
  return {
    backend: camelCased(terraform.backend['s3'] ?? {}),
    providers: Object.fromEntries(Object.entries(provider).map(([name, [props = {}]]) => [name, camelCased(props)])),
    requiredVersion: terraform.required_version,
    resources: Object.entries(resource).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, { '//': _, depends_on: dependsOn, ...attributes }]) => ({
        type,
        id,
        props: camelCased(attributes),
        ...(dependsOn === undefined ? {} : { dependsOn: dependsOn as string[] }),
      })),
    ),
  };
}

function camelCased(attributes: Json): Json {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      BLOCKS.has(name) ? camelCased(value as Json) : value,
    ]),
  );
}

/** How many resources of each type an output has. */
export function resourceCounts(outdir: string): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const id of readdirSync(join(outdir, 'stacks')))
    for (const [type, byId] of Object.entries(terraformOf(outdir, id).resource))
      counts.set(type, (counts.get(type) ?? 0) + Object.keys(byId).length);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The stacks whose Terraform is not the same in two outputs, but for the construct paths in comments. */
export function differingStacks(left: string, right: string): readonly string[] {
  const ids = new Set([...readdirSync(join(left, 'stacks')), ...readdirSync(join(right, 'stacks'))]);
  return [...ids].sort().filter((id) => withoutComments(terraformOf(left, id)) !== withoutComments(terraformOf(right, id)));
}

function withoutComments(file: TerraformFile): string {
  return JSON.stringify(file, (key, value: unknown) => (key === '//' ? undefined : value));
}

function terraformOf(outdir: string, id: string): TerraformFile {
  return readJson(join(outdir, 'stacks', id, 'cdk.tf.json')) as TerraformFile;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
