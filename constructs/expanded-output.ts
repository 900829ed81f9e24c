import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISynthesisSession, StackManifest } from 'cdktf';
import { expand, keptText, lastRelease, strangerFinding, type Expansion, type Output, type StackJson } from '../lib/change';
import type { DomainGraph } from '../lib/mesh';
import { KumikiError, type Problem } from '../lib/problems';
import { stackText } from '../lib/terraform';
import type { Platform } from './platform';

/** Whose problems these are: the switch, not a construct. */
const PATH = 'expand';

/** Makes the output of an app one in which its last release can go on. @internal */
export class ExpandedOutput {
  readonly #platform: Platform;
  readonly #folder: string;
  readonly #release: { readonly output: Output; readonly dependencies: ReadonlyMap<string, readonly string[]> } | undefined;
  #expansion: Expansion | undefined;

  /** Reads the last release at once: its folder may be the one that is written. @param folder output of the last release */
  constructor(platform: Platform, folder: string) {
    this.#platform = platform;
    this.#folder = folder;
    const release = lastRelease(folder, (path) => fileText(join(folder, path)));
    if ('finding' in release) platform.report(PATH, release.finding);
    else this.#release = release;
    platform.staging.rework = (staging, session) => {
      this.#rework(staging, session);
    };
  }

  /** What people read of it; empty where nothing was written. */
  get summary(): string {
    return this.#expansion === undefined ? '' : keptText(this.#expansion.kept);
  }

  #rework(staging: string, session: ISynthesisSession): void {
    if (this.#release === undefined) return;
    const { output: deployed, dependencies } = this.#release;
    const wanted = writtenOutput(staging);
    const { namePrefix } = this.#platform.facts;
    const stranger = strangerFinding(deployed, wanted, namePrefix);
    if (stranger !== undefined) this.#refuse([{ severity: 'error', ...stranger, path: PATH, at: this.#folder }]);
    const expansion = expand(deployed, wanted);
    if (expansion.problems.some(({ severity }) => severity === 'error')) this.#refuse(expansion.problems);
    for (const { path, severity, ...finding } of expansion.problems)
      this.#platform.report(path, { ...finding, source: this.#sourceOf(path) }, undefined, severity);
    for (const [id, stack] of expansion.stacks) {
      if (stack === wanted.stacks.get(id)) continue;
      mkdirSync(join(staging, 'stacks', id), { recursive: true });
      writeFileSync(join(staging, 'stacks', id, 'cdk.tf.json'), stackText(stack));
      if (!wanted.stacks.has(id)) keepInManifest(session, id, dependencies.get(id) ?? []);
    }
    mkdirSync(join(staging, 'mesh'), { recursive: true });
    for (const [id, graph] of expansion.graphs)
      writeFileSync(join(staging, 'mesh', `${id}.json`), `${JSON.stringify(graph, undefined, 2)}\n`);
    this.#expansion = expansion;
  }

  #refuse(problems: readonly Problem[]): never {
    throw new KumikiError([
      ...this.#platform.notices,
      ...problems.map((problem) => ({ ...problem, source: problem.source ?? this.#sourceOf(problem.path) })),
    ]);
  }

  /** Line of the program that made the member of this path. */
  #sourceOf(path: string): string | undefined {
    return this.#platform.mesh.sortedMembers().find((member) => member.path === path)?.site.text;
  }
}

/** The files that a synth has just written. */
function writtenOutput(staging: string): Output {
  const stacks = readdirSync(join(staging, 'stacks')).sort();
  const graphs = stacks.filter((id) => stacks.includes(`${id}-access`));
  const json = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(staging, ...path), 'utf8'));
  return {
    stacks: new Map(stacks.map((id) => [id, json('stacks', id, 'cdk.tf.json') as StackJson])),
    graphs: new Map(graphs.map((id) => [id, json('mesh', `${id}.json`) as DomainGraph])),
  };
}

/** A stack of a domain that is gone: cdktf knows only those of the program. */
function keepInManifest({ manifest }: ISynthesisSession, id: string, dependencies: readonly string[]): void {
  const entry: StackManifest = {
    name: id,
    constructPath: id,
    workingDirectory: `stacks/${id}`,
    synthesizedStackPath: `stacks/${id}/cdk.tf.json`,
    stackMetadataPath: `stacks/${id}/metadata.json`,
    annotations: [],
    dependencies: [...dependencies],
  };
  manifest.stacks[id] = entry;
}

function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
