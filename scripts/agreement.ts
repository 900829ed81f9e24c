/**
 * How the checks agree with Nomad: on jobs of other people, each with the verdict of a running server, tables of what was
 * found, missed and refused without need, and of how each code fits what Nomad says.
 *
 *     npm run agreement
 *
 * Exit 0 where they agree, 1 on a false alarm or on a miss of what a check could know, 2 where there are no corpora.
 */
import { Engines } from '../lib/platform';
import { compare, type Compared } from './agreement/compare';
import { corpus, missingCorpora } from './agreement/corpora';
import { agrees, report } from './agreement/report';

const FACTS = { engines: Engines.tested().versions };

/** All judged jobs there are, compared. */
export function comparedCorpora(): Compared[] {
  return [
    ...corpus('real-jobs.jsonl.gz').map((row) => compare(row, 'as people wrote it', FACTS)),
    ...corpus('mutant-jobs.jsonl.gz').map((row) => compare(row, row.mutation ?? '', FACTS)),
  ];
}

function main(): number {
  const missing = missingCorpora();
  if (missing !== undefined) {
    process.stdout.write(`${missing}\n`);
    return 2;
  }
  const compared = comparedCorpora();
  process.stdout.write(`${[...report(compared), speed()].join('\n\n')}\n`);
  return agrees(compared) ? 0 : 1;
}

/** Processor time of a second run: reading files and compiling are not what is measured. */
function speed(): string {
  const jobs = [...corpus('real-jobs.jsonl.gz'), ...corpus('mutant-jobs.jsonl.gz')];
  const before = process.cpuUsage();
  for (const row of jobs) compare(row, '', FACTS);
  const { user, system } = process.cpuUsage(before);
  return `jobs per second of one core: ${String(Math.round(jobs.length / ((user + system) / 1e6)))}`;
}

if (require.main === module) process.exitCode = main();
