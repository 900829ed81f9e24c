import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Output, StackJson } from '../../lib/change';
import { CHECKS_VERSION, type CheckFacts, type FactsFile, type SourcesFile } from '../../lib/checks';
import { GRAPH_VERSION, type DomainGraph } from '../../lib/mesh';
import { isPlainObject } from '../../lib/model';

/** What was read of an output. */
export interface ReadOutput {
  readonly output: Output;
  /** What the synth knew of the platform; undefined in an output that does not say it. */
  readonly facts: CheckFacts | undefined;
  /** Which lines are behind what was written; undefined in an output that does not say it. */
  readonly sources: SourcesFile | undefined;
  /** Why something could not be read, a whole sentence each. */
  readonly mistakes: readonly string[];
}

/** Reads what a synth wrote. */
export function readOutput(folder: string): ReadOutput {
  const stacks = new Map<string, StackJson>();
  const graphs = new Map<string, DomainGraph>();
  const mistakes: string[] = [];
  const json = (path: string): Readonly<Record<string, unknown>> | undefined => {
    const file = join(folder, path);
    try {
      const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
      if (isPlainObject(value)) return value;
      mistakes.push(`${file} is not what a synth writes`);
    } catch (error) {
      const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      mistakes.push(`${file} ${isAbsent ? 'is not there' : 'is not JSON'}; synthesize again`);
    }
    return undefined;
  };

  const manifest = json('manifest.json');
  const entries = manifest?.['stacks'];
  if (manifest !== undefined && !isPlainObject(entries))
    mistakes.push(`${join(folder, 'manifest.json')} names no stacks; synthesize again`);
  for (const [id, entry] of Object.entries(isPlainObject(entries) ? entries : {}).sort(byName)) {
    const path = isPlainObject(entry) ? entry['synthesizedStackPath'] : undefined;
    const stack = json(typeof path === 'string' ? path : `stacks/${id}/cdk.tf.json`);
    if (stack !== undefined) stacks.set(id, stack);
    // A domain is a stack with an access stack beside it.
    if (!Object.hasOwn(entries as object, `${id}-access`)) continue;
    const graph = json(`mesh/${id}.json`);
    if (graph === undefined) continue;
    if (graph['version'] === GRAPH_VERSION) graphs.set(id, graph as unknown as DomainGraph);
    else mistakes.push(`${join(folder, 'mesh', `${id}.json`)} has a form that this version does not know; synthesize again`);
  }
  const ofChecks = (path: string): object | undefined => {
    const file = existsSync(join(folder, path)) ? json(path) : undefined;
    if (file === undefined || file['version'] === CHECKS_VERSION) return file;
    mistakes.push(`${join(folder, path)} has a form that this version does not know; synthesize again`);
    return undefined;
  };
  return {
    output: { stacks, graphs },
    facts: ofChecks('checks/platform.json') as FactsFile | undefined,
    sources: ofChecks('checks/sources.json') as SourcesFile | undefined,
    mistakes,
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
