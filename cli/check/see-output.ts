import { join } from 'node:path';
import { checkEstate, checkJob, jobDigest, outputEstate, outputJobs, type JobDigest } from '../../lib/checks';
import { canonicalJob } from '../../lib/nomad';
import type { Problem } from '../../lib/problems';
import { factsFrom, type FactFlags } from '../input/facts';
import { readOutput } from '../input/read-output';
import type { Seen } from './seen';

/** Checks the output of a synth: every job, and what only all of it together shows. */
export function seeOutput(folder: string, flags: FactFlags): Seen {
  const { output, mistakes: unreadable } = readOutput(folder);
  const { facts, mistakes: unclear } = factsFrom(flags);
  const mistakes = [...unreadable, ...unclear];
  const problems: Problem[] = [];
  const digests: JobDigest[] = [];
  for (const { path, stack, address, json } of outputJobs(output)) {
    if (json === undefined) {
      mistakes.push(`${join(folder, 'stacks', stack, 'cdk.tf.json')} ${address} is no job in JSON that is known before apply`);
      continue;
    }
    const job = canonicalJob(json);
    digests.push(jobDigest(path, job));
    for (const { severity = 'error', ...finding } of checkJob(job, facts, { inProgram: true }))
      problems.push({ ...finding, severity, path });
  }
  for (const { severity = 'error', ...finding } of checkEstate(outputEstate(output, digests, facts)))
    problems.push({ ...finding, severity });
  return { problems, jobs: digests.map(({ path }) => path), engines: facts.engines, mistakes };
}
