import { canonicalJob } from '../nomad';
import { Engines } from '../platform';
import type { Problem } from '../problems';
import { checkEstate } from './check-estate';
import { checkJob } from './check-job';
import type { Estate } from './estate';
import { exampleJob } from './example-job';
import type { CheckFacts } from './facts';
import type { Rule } from './rule';

/** What all rules, this one among them, find in its example: by running them. */
export function exampleFindings(rule: Rule, example: 'trips' | 'passes'): Problem[] {
  const facts: CheckFacts = { engines: Engines.tested().versions };
  if (rule.on === 'estate') {
    const nothing: Estate = { facts, domains: [], jobs: [], entries: [], roles: [], keyReaders: [] };
    return checkEstate({ ...nothing, ...rule[example] }).map(({ severity = 'error', ...finding }) => ({ ...finding, severity }));
  }
  const job = canonicalJob(exampleJob(rule.on, rule[example]));
  const path = job.ID ?? '';
  return checkJob(job, { ...facts, ...rule.facts }, { inProgram: false }).map(({ severity = 'error', ...finding }) => ({
    ...finding,
    severity,
    path,
  }));
}
