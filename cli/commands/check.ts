import { existsSync, writeFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Severity } from '../../lib/problems';
import { reaches, reportOf } from '../../lib/report';
import { seeJobs } from '../check/see-jobs';
import { seeOutput } from '../check/see-output';
import type { Seen } from '../check/seen';
import { rendered } from '../formats/rendered';
import type { Format } from '../formats/names';
import { factsFrom, type FactFlags } from '../input/facts';
import { codeOf, inputOf } from '../input/input';

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

/** A folder of something else has a mistake in every file. */
const MOST_MISTAKES = 20;

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
  const files: string[] = [];
  if (names.length === 0 && !existsSync(OUTPUT)) mistakes.push(`${OUTPUT} is not there; synthesize, or name jobs in API JSON`);
  else if (names.length === 0) return seeOutput(OUTPUT, flags);
  for (const name of names) {
    const input = inputOf(name);
    if (input.kind === 'mistake') mistakes.push(input.mistake);
    else if (input.kind === 'jobs') files.push(...input.files);
    else if (names.length === 1) return seeOutput(input.folder, flags);
    else mistakes.push(`${name} is the output of a synth; check it by itself`);
  }
  const seen = await seeJobs(files, facts);
  return { ...seen, mistakes: [...mistakes, ...seen.mistakes] };
}

/** Says why nothing could be looked at. */
function cannotRun(mistakes: readonly string[]): number {
  const shown = mistakes.slice(0, MOST_MISTAKES);
  const rest = mistakes.length - shown.length;
  const lines = [...shown, ...(rest === 0 ? [] : [`and ${String(rest)} more`])];
  process.stderr.write(lines.map((line) => `kumiki: ${line}\n`).join(''));
  return 2;
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
    return `${file} cannot be written (${codeOf(error)})`;
  }
}

/** Whether standard output is a terminal that shows colours to somebody who wants them (no-color.org). */
function hasColours(): boolean {
  const { NO_COLOR: refused = '', TERM: terminal } = process.env;
  return isatty(process.stdout.fd) && refused === '' && terminal !== 'dumb';
}
