import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGraph, isStack, type Output, type StackJson } from '../../lib/change';
import { CHECKS_VERSION, factsIn, sourcesIn, type CheckFacts, type SourcesFile } from '../../lib/checks';
import { GRAPH_VERSION, type DomainGraph } from '../../lib/mesh';
import { isPlainObject } from '../../lib/model';
import { codeOf } from './input';

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
      strange(path);
    } catch (error) {
      const isAbsent = codeOf(error) === 'ENOENT';
      const said = isAbsent ? 'is not there' : error instanceof SyntaxError ? 'is not JSON' : `cannot be read (${codeOf(error)})`;
      mistakes.push(`${file} ${said}; synthesize again`);
    }
    return undefined;
  };
  const strange = (path: string): void => {
    mistakes.push(`${join(folder, path)} is not what a synth writes; synthesize again`);
  };

  const manifest = json('manifest.json');
  const entries = manifest?.['stacks'];
  if (manifest !== undefined && (!isPlainObject(entries) || Object.keys(entries).length === 0))
    mistakes.push(`${join(folder, 'manifest.json')} names no stacks; synthesize again`);
  for (const [id, entry] of Object.entries(isPlainObject(entries) ? entries : {}).sort(byName)) {
    const path = isPlainObject(entry) ? entry['synthesizedStackPath'] : undefined;
    const file = typeof path === 'string' ? path : `stacks/${id}/cdk.tf.json`;
    const stack = json(file);
    if (isStack(stack)) stacks.set(id, stack);
    else if (stack !== undefined) strange(file);
    // A domain is a stack with an access stack beside it.
    if (!Object.hasOwn(entries as object, `${id}-access`)) continue;
    const graph = json(`mesh/${id}.json`);
    if (graph === undefined) continue;
    if (graph['version'] === GRAPH_VERSION) {
      if (isGraph(graph)) graphs.set(id, graph);
      else strange(`mesh/${id}.json`);
    } else mistakes.push(`${join(folder, 'mesh', `${id}.json`)} has a form that this version does not know; synthesize again`);
  }
  const ofChecks = <File>(path: string, fileIn: (value: Readonly<Record<string, unknown>>) => File | undefined): File | undefined => {
    const value = existsSync(join(folder, path)) ? json(path) : undefined;
    if (value === undefined) return undefined;
    if (value['version'] !== CHECKS_VERSION) {
      mistakes.push(`${join(folder, path)} has a form that this version does not know; synthesize again`);
      return undefined;
    }
    const file = fileIn(value);
    if (file === undefined) strange(path);
    return file;
  };
  return {
    output: { stacks, graphs },
    facts: ofChecks('checks/platform.json', factsIn),
    sources: ofChecks('checks/sources.json', sourcesIn),
    mistakes,
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
