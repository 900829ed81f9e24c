import { readFileSync } from 'node:fs';
import { deploySteps } from '../../lib/deploy';
import { formatProblem, type Finding } from '../../lib/problems';
import { codeOf } from '../input/input';
import { readFolder, unreadFiles } from '../input/read-folder';

/** What the command line says of the steps of a deploy. */
export interface StepsOptions {
  /** Folder of what is applied. */
  readonly base: string;
  /** Folder of the approved output. */
  readonly settled: string;
  /** Folder of the output that both can run in. */
  readonly expanded?: string;
  /** File with ids of stacks, one a line. */
  readonly unfinished?: string;
}

/** `kumiki steps`: a line for each step of a deploy, `phase action output stack`; 2 where it cannot be said. */
export function steps(options: StepsOptions): number {
  const settled = readFolder(options.settled);
  if ('finding' in settled) return cannotRun(options.settled, settled.finding);
  const like = settled.release;
  const base = readFolder(options.base, { like, mayBeEmpty: true });
  if ('finding' in base) return cannotRun(options.base, base.finding);
  const expanded = options.expanded === undefined ? undefined : readFolder(options.expanded, { like });
  if (expanded !== undefined && 'finding' in expanded) return cannotRun(options.expanded ?? '', expanded.finding);
  const unread = [
    ...unreadFiles(options.settled, settled.release),
    ...(expanded === undefined ? [] : unreadFiles(options.expanded ?? '', expanded.release)),
  ];
  if (unread.length > 0) {
    process.stderr.write(unread.map((line) => `kumiki: ${line}\n`).join(''));
    return 2;
  }
  let unfinished: readonly string[];
  try {
    unfinished = options.unfinished === undefined ? [] : readFileSync(options.unfinished, 'utf8').split('\n').filter(Boolean);
  } catch (error) {
    process.stderr.write(`kumiki: ${options.unfinished ?? ''} cannot be read (${codeOf(error)})\n`);
    return 2;
  }
  const found = deploySteps({ base: base.release, settled: settled.release, expanded: expanded?.release, unfinished });
  if ('finding' in found) return cannotRun(options.expanded ?? options.base, found.finding);
  for (const { phase, action, output, stack } of found.steps) process.stdout.write(`${phase} ${action} ${output} ${stack}\n`);
  return 0;
}

function cannotRun(path: string, finding: Finding): number {
  process.stderr.write(`kumiki: ${formatProblem({ severity: 'error', ...finding, path }).trimEnd()}\n`);
  return 2;
}
