import { createHash } from 'node:crypto';
import { lastRelease, type Output, type ReadFile } from '../change';
import { CHECKS_VERSION, factsIn, sourcesIn, type CheckFacts, type SourcesFile } from '../checks';
import { isPlainObject } from '../model';
import type { Finding } from '../problems';

/** What is read from one synthesized output. */
export interface Release {
  /** How it was named: a folder, a git ref. */
  readonly name: string;
  /** SHA-256, hex, of a line for each file that was read: its own SHA-256, two blanks, its path; sorted by path. */
  readonly hash: string;
  readonly output: Output;
  /** Ids of its stacks in the order in which they are applied. */
  readonly order: readonly string[];
  /** What the synth knew of the platform; undefined in an output that does not say it. */
  readonly facts: CheckFacts | undefined;
  /** Which lines are behind what was written; undefined in an output that does not say it. */
  readonly sources: SourcesFile | undefined;
  /** Texts of its files and what they say, for a second output that has the same ones. */
  readonly files: ReadonlyMap<string, ParsedFile>;
}

export interface ParsedFile {
  readonly text: string;
  readonly value: unknown;
  /** SHA-256 of the text, hex. */
  readonly hash: string;
}

/** A release, or the first reason why it cannot be reviewed. */
export type ReadRelease = { readonly release: Release } | { readonly finding: Finding };

/**
 * Takes the files of an output apart. Files that another output has with the same text are not parsed again: what is said
 * in both is then the same object in both.
 * @param read a file by its path in the folder; @param like an output that has most of the same files
 */
export function readRelease(name: string, read: ReadFile, like?: Release): ReadRelease {
  const files = new Map<string, ParsedFile>();
  const parse = (path: string, text: string): unknown => {
    const known = like?.files.get(path);
    const file = known?.text === text ? known : { text, value: JSON.parse(text) as unknown, hash: sha256(text) };
    files.set(path, file);
    return file.value;
  };
  const found = lastRelease(name, read, { what: 'the output', parse });
  if ('finding' in found) return refused(name, found.finding);
  const facts = ofChecks('checks/platform.json', factsIn, read, parse);
  const sources = ofChecks('checks/sources.json', sourcesIn, read, parse);
  if (facts === 'unknown' || sources === 'unknown') {
    return refused(name, {
      code: 'CHANGE-RELEASE',
      message: 'what the output says of its checks has a form that is not known here',
      value: facts === 'unknown' ? 'checks/platform.json' : 'checks/sources.json',
      limit: `version ${String(CHECKS_VERSION)}`,
      fix: FIX,
    });
  }
  return {
    release: {
      name,
      hash: hashOf(files),
      output: found.output,
      order: orderOf(found.dependencies),
      facts,
      sources,
      files,
    },
  };
}

/** What there is before the first release. */
export function emptyRelease(name: string): Release {
  const output = { stacks: new Map(), graphs: new Map() };
  return { name, hash: hashOf(new Map()), output, order: [], facts: undefined, sources: undefined, files: new Map() };
}

const FIX = 'synthesize both outputs with the same version of kumiki, each into a folder of its own';

function refused(name: string, finding: Finding): ReadRelease {
  return { finding: { ...finding, value: `${finding.value ?? ''} in ${name}`, fix: FIX } };
}

/** Undefined where there is no such file; `unknown` where it cannot be read, or has another form. */
function ofChecks<File>(
  path: string,
  fileIn: (value: Readonly<Record<string, unknown>>) => File | undefined,
  read: ReadFile,
  parse: (path: string, text: string) => unknown,
): File | 'unknown' | undefined {
  const text = read(path);
  if (text === undefined) return undefined;
  try {
    const value = parse(path, text);
    return isPlainObject(value) && value['version'] === CHECKS_VERSION ? (fileIn(value) ?? 'unknown') : 'unknown';
  } catch {
    return 'unknown';
  }
}

function hashOf(files: ReadonlyMap<string, ParsedFile>): string {
  return sha256(
    [...files.keys()]
      .sort()
      .map((path) => `${files.get(path)?.hash ?? ''}  ${path}\n`)
      .join(''),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Each stack after those that its manifest says are applied before; by name where nothing says more. */
function orderOf(dependencies: ReadonlyMap<string, readonly string[]>): string[] {
  const order = new Set<string>();
  const visiting = new Set<string>();
  const visit = (id: string): void => {
    if (order.has(id) || visiting.has(id) || !dependencies.has(id)) return;
    visiting.add(id);
    for (const before of [...(dependencies.get(id) ?? [])].sort()) visit(before);
    order.add(id);
  };
  for (const id of [...dependencies.keys()].sort()) visit(id);
  return [...order];
}
