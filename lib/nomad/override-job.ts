import { nearest, type CallSite, type SourcedFinding } from '../problems';
import { reasonProblem, show } from '../values';
import type { Job } from './job.generated';
import type { JobPath, JobStep } from './job-path';

/** A value somebody wants at a place of a job, with the reason. */
export interface JobOverride {
  readonly path: JobPath;
  readonly value: unknown;
  readonly reason: string;
  readonly site: CallSite;
}

/** The job with all overrides applied; the order of overrides does not show. Two values for one place are a conflict. */
export function overrideJob(
  job: Job,
  overrides: readonly JobOverride[],
): { readonly job: Job; readonly findings: readonly SourcedFinding[] } {
  if (overrides.length === 0) return { job, findings: [] };
  const findings: SourcedFinding[] = [];
  const byPath = new Map<string, JobOverride>();
  for (const override of overrides) {
    if (!Array.isArray((override.path as JobPath | undefined)?.steps)) {
      findings.push({
        code: 'VALUE-TYPE',
        at: 'override',
        message: 'the place of an override is a JobPath',
        value: show(override.path),
        fix: "write JobPath.task('name').config('hostname')",
        source: override.site.text,
      });
      continue;
    }
    const at = override.path.toString();
    const known = byPath.get(at);
    if (known !== undefined && JSON.stringify(known.value) !== JSON.stringify(override.value)) {
      const said = [known, override].map(({ value, site }) => `${show(value)} in ${site.text ?? ''}`).sort();
      findings.push({
        code: 'VALUE-CONFLICT',
        at,
        message: 'two overrides give one field different values',
        value: said.join(' and '),
        limit: 'one value',
        fix: 'remove one of the two lines',
        source: override.site.text,
      });
    }
    byPath.set(at, override);
    const reason = reasonProblem('an override', override.reason);
    if (reason !== undefined) findings.push({ ...reason, code: 'NOMAD-OVERRIDE', at, source: override.site.text });
  }
  let result: unknown = job;
  // Shorter paths first: an override of a whole block comes before one inside it.
  const sorted = [...byPath].sort(
    ([a, { path: left }], [b, { path: right }]) => left.steps.length - right.steps.length || (a < b ? -1 : 1),
  );
  for (const [at, { path, value, site }] of sorted) {
    const outcome = set(result, path.steps, value);
    if ('problem' in outcome)
      findings.push({
        code: 'NOMAD-OVERRIDE',
        at,
        message: outcome.problem,
        ...(outcome.limit === undefined ? {} : { limit: outcome.limit }),
        fix: outcome.fix,
        source: site.text,
      });
    else result = outcome.value;
  }
  return { job: result as Job, findings };
}

type Outcome = { readonly value: unknown } | { readonly problem: string; readonly limit?: string; readonly fix: string };

function set(target: unknown, steps: readonly JobStep[], value: unknown): Outcome {
  const [step, ...rest] = steps;
  if (step === undefined) return { value };
  const record = (target ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof record !== 'object' || Array.isArray(record)) return { problem: 'there is no block here', fix: 'address a field of a block' };
  if ('key' in step) {
    const inner = set(record[step.key], rest, value);
    return 'problem' in inner ? inner : { value: { ...record, [step.key]: inner.value } };
  }
  const list = (record[step.list] ?? []) as readonly Readonly<Record<string, unknown>>[];
  const index = step.by === '' ? 0 : list.findIndex((member) => member[step.by] === step.name);
  if (index < 0 || index >= list.length) {
    const names = list.map((member) => String(member[step.by]));
    const best = nearest(step.name, names);
    return {
      problem: `${step.list} has no member called ${step.name}`,
      limit: names.length === 0 ? 'none' : names.sort().join(', '),
      fix: best === undefined ? 'name one that is there' : `did you mean ${best}?`,
    };
  }
  const inner = set(list[index], rest, value);
  return 'problem' in inner
    ? inner
    : { value: { ...record, [step.list]: list.map((member, position) => (position === index ? inner.value : member)) } };
}

/** Address of a place in a job, `TaskGroups[0].Tasks[1].Config.hostname`; undefined where the job has no such place. */
export function addressOf(job: Job, path: JobPath): string | undefined {
  let target: unknown = job;
  let address = '';
  for (const step of path.steps) {
    const record = (target ?? {}) as Readonly<Record<string, unknown>>;
    if ('key' in step) {
      address += `${address === '' ? '' : '.'}${step.key}`;
      target = record[step.key];
      continue;
    }
    const list = (record[step.list] ?? []) as readonly Readonly<Record<string, unknown>>[];
    const index = step.by === '' ? 0 : list.findIndex((member) => member[step.by] === step.name);
    if (index < 0 || index >= list.length) return undefined;
    address += `${address === '' ? '' : '.'}${step.list}[${String(index)}]`;
    target = list[index];
  }
  return address;
}
