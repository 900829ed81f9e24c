import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Severity } from '../../lib/problems';
import { reaches, reportOf } from '../../lib/report';
import { seeJobs } from '../check/see-jobs';
import { seeOutput } from '../check/see-output';
import type { Seen } from '../check/seen';
import { rendered } from '../formats/rendered';
import type { Format } from '../formats/names';
import { factsFrom, type FactFlags } from '../input/facts';
import { codeOf, inputOf, STDIN } from '../input/input';
import { cannotRun } from './cannot-run';
import { hasColours } from './has-colours';

/** What the command line says of a check. */
export interface CheckOptions extends FactFlags {
  readonly format: Format;
  /** File for the report, instead of standard output. */
  readonly output?: string;
  readonly failOn: Severity | 'never';
  readonly color?: boolean;
  /** URL below which the pages of docs/ are served. */
  readonly manual?: string;
}

/** Where a synth writes when nobody says otherwise. */
const OUTPUT = 'cdktf.out';

/** `kumiki check`: 0 where nothing was found that is as bad as `failOn`, 1 where something was, 2 where it could not look. */
export async function check(names: readonly string[], options: CheckOptions, version: string): Promise<number> {
  const { problems, acknowledged, jobs, engines, mistakes } = await see(names, options);
  if (mistakes.length > 0) return cannotRun(mistakes);
  const report = reportOf(problems, { jobs, engines }, acknowledged);
  const text = rendered(report, options.format, {
    version,
    colour: options.color ?? (options.output === undefined && hasColours()),
    failOn: options.failOn,
    manual: options.manual,
  });
  const mistake = written(text, options.output);
  if (mistake !== undefined) return cannotRun([mistake]);
  return options.failOn !== 'never' && reaches(report, options.failOn) ? 1 : 0;
}

async function see(names: readonly string[], flags: FactFlags): Promise<Seen> {
  const { facts, mistakes: unclear } = factsFrom(flags);
  const mistakes = [...unclear];
  const files = new Files();
  if (names.length === 0 && !existsSync(OUTPUT)) mistakes.push(`${OUTPUT} is not there; synthesize, or name jobs in API JSON`);
  else if (names.length === 0) return seeOutput(OUTPUT, flags);
  for (const name of names) {
    const input = inputOf(name);
    if (input.kind === 'mistake') mistakes.push(input.mistake);
    else if (input.kind === 'jobs') for (const file of input.files) files.add(file);
    else if (names.length === 1) return seeOutput(input.folder, flags);
    else mistakes.push(`${name} is the output of a synth; check it by itself`);
  }
  const seen = await seeJobs(files.names, facts);
  return { ...seen, mistakes: [...mistakes, ...seen.mistakes] };
}

/** Files in the order they are named, each once: a job that is named twice is no second job. */
class Files {
  readonly #names = new Map<string, string>();

  add(name: string): void {
    const place = name === STDIN ? STDIN : resolve(name);
    if (!this.#names.has(place)) this.#names.set(place, name);
  }

  get names(): readonly string[] {
    return [...this.#names.values()];
  }
}

/** Writes the report; what went wrong, where it cannot be written. */
function written(text: string, file: string | undefined): string | undefined {
  if (file === undefined) {
    process.stdout.write(text);
    return undefined;
  }
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return `${file === '' ? 'a file without a name' : file} cannot be written (${codeOf(error)})`;
  }
}
