import { join } from 'node:path';
import {
  callOf,
  checkEstate,
  jobDigest,
  malformedEntries,
  mayStand,
  outputEstate,
  outputJobs,
  type JobDigest,
  type OutputJob,
  type SourcesFile,
} from '../../lib/checks';
import type { Finding, Problem } from '../../lib/problems';
import type { AcknowledgedProblem } from '../../lib/report';
import { factsFrom, type FactFlags } from '../input/facts';
import { readOutput } from '../input/read-output';
import { checkedJob, TOO_MUCH } from './checked-job';
import type { Seen } from './seen';

/** Checks the output of a synth: every job, and what only all of it together shows. */
export function seeOutput(folder: string, flags: FactFlags): Seen {
  const { output, facts: known, sources, mistakes: unreadable } = readOutput(folder);
  const { facts, mistakes: unclear } = factsFrom(flags, known);
  const mistakes = [...unreadable, ...unclear];
  const problems: Problem[] = [];
  const digests = new Map<string, JobDigest[]>();
  const lines = new Lines(sources);
  const add = (path: string, { severity = 'error', ...finding }: Finding, file?: string): void => {
    problems.push({ ...finding, severity, path, source: lines.of(path, finding, digests.get(path)) ?? file });
  };

  const jobs = outputJobs(output, sources?.jobs);
  for (const job of jobs) {
    const file = fileOf(folder, job);
    if (job.json === undefined) {
      mistakes.push(`${file} has no job in JSON in ${job.address}, or one that only Terraform knows`);
      continue;
    }
    const checked = checkedJob(job.json, facts, { inProgram: true });
    if (checked === undefined) {
      mistakes.push(`${file} has a job in ${job.address} that ${TOO_MUCH}`);
      continue;
    }
    const { job: canonical, findings } = checked;
    if (canonical !== undefined) digests.set(job.path, [...(digests.get(job.path) ?? []), jobDigest(job.path, canonical)]);
    for (const finding of findings) add(job.path, finding, file);
  }
  mistakes.push(
    ...malformedEntries(output, facts).map(
      ({ stack, address }) => `${fileOf(folder, { stack })} has an entry in ${address} that has not the form of its kind`,
    ),
  );
  if (mistakes.length > 0) return { problems: [], acknowledged: [], jobs: [], engines: facts.engines, mistakes };
  for (const { path, ...finding } of checkEstate(outputEstate(output, [...digests.values()].flat(), facts, sources?.owners)))
    add(path, finding);
  return { ...settled(problems, sources), jobs: jobs.map(({ path }) => path), engines: facts.engines, mistakes };
}

/** The lines of the program behind findings. */
class Lines {
  readonly #constructs: Readonly<Record<string, string>>;
  readonly #calls: ReadonlyMap<string, string>;

  constructor(sources: SourcesFile | undefined) {
    this.#constructs = sources?.constructs ?? {};
    this.#calls = new Map(sources?.calls.map(({ from, to, source }) => [`${from} ${to}`, source]));
  }

  /** What is said of an upstream was said by the call; everything else by the construct. @param jobs of the path */
  of(path: string, finding: Finding, jobs: readonly JobDigest[] = []): string | undefined {
    const call = callOf(jobs, finding);
    return (call === undefined ? undefined : this.#calls.get(`${call.from} ${call.to}`)) ?? this.#constructs[path];
  }
}

/** Takes out what the program lets stand. */
function settled(problems: readonly Problem[], sources: SourcesFile | undefined): Pick<Seen, 'problems' | 'acknowledged'> {
  const known = new Map(sources?.acknowledged.map((one) => [keyOf(one), one]));
  if (known.size === 0) return { problems, acknowledged: [] };
  const said: Problem[] = [];
  const acknowledged: AcknowledgedProblem[] = [];
  for (const problem of problems) {
    // A file is not the program: it lets nothing stand that the program could not.
    const one = mayStand(problem) ? known.get(keyOf(problem)) : undefined;
    if (one === undefined) said.push(problem);
    else acknowledged.push({ ...problem, reason: one.reason });
  }
  return { problems: said, acknowledged };
}

/** Not the address: what a job hands down to its groups is written at the job, and found at the group. */
function keyOf({ code, path, message, value }: Pick<Problem, 'code' | 'path' | 'message' | 'value'>): string {
  return [code, path, message, value].join('\0');
}

function fileOf(folder: string, { stack }: Pick<OutputJob, 'stack'>): string {
  return join(folder, 'stacks', stack, 'cdk.tf.json');
}
