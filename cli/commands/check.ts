import { writeFileSync } from 'node:fs';
import type { Severity } from '../../lib/problems';
import { reaches, reportOf } from '../../lib/report';
import { seeJobs } from '../check/see-jobs';
import { seeOutput } from '../check/see-output';
import type { Seen } from '../check/seen';
import { rendered } from '../formats/rendered';
import type { Format } from '../formats/names';
import { factsFrom, type FactFlags } from '../input/facts';
import { inputOf } from '../input/input';

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

/** `kumiki check`: 0 where nothing was found that is as bad as `failOn`, 1 where something was, 2 where it could not look. */
export async function check(names: readonly string[], options: CheckOptions, version: string): Promise<number> {
  const { problems, acknowledged, jobs, engines, mistakes } = await see(names, options);
  if (mistakes.length > 0) {
    process.stderr.write(mistakes.map((mistake) => `kumiki: ${mistake}\n`).join(''));
    return 2;
  }
  const report = reportOf(problems, { jobs, engines }, acknowledged);
  const text = rendered(report, options.format, {
    version,
    colour: options.color ?? (options.output === undefined && hasColours()),
    failOn: options.failOn,
    manual: options.manual,
  });
  if (options.output === undefined) process.stdout.write(text);
  else writeFileSync(options.output, text);
  return options.failOn !== 'never' && reaches(report, options.failOn) ? 1 : 0;
}

async function see(names: readonly string[], flags: FactFlags): Promise<Seen> {
  const { facts, mistakes: unclear } = factsFrom(flags);
  const mistakes = [...unclear];
  const files: string[] = [];
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

/** Whether standard output is a terminal that shows colours to somebody who wants them (no-color.org). */
function hasColours(): boolean {
  const { NO_COLOR: refused = '', TERM: terminal } = process.env;
  return process.stdout.isTTY && refused === '' && terminal !== 'dumb';
}
