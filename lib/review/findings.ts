import {
  checkApiJob,
  checkEstate,
  jobDigest,
  mayStand,
  outputEstate,
  type CheckFacts,
  type EstateFinding,
  type JobDigest,
} from '../checks';
import { canonicalJob, type ApiJob } from '../nomad';
import { Engines } from '../platform';
import type { Finding } from '../problems';
import { sameJson } from '../terraform';
import { pathOf, type ChangedResource } from './changed-resources';
import { jobIn, order, type Comparison, type Texts } from './comparison';
import { counted } from './counted';
import type { FindingsSection, Proof, ReviewFinding } from './model';
import type { Release } from './release';

export interface ReviewedFindings {
  readonly section: FindingsSection;
  readonly proof: Proof;
}

/**
 * Findings of the head that the base does not have: of the jobs that differ, and of what only the whole output shows. Where
 * nothing differs that the rules about the whole look at, they say the same of both sides and are not asked; the base is
 * asked only where the head has something to compare with.
 */
export function reviewFindings(comparison: Comparison): ReviewedFindings {
  const { base, head, resources, texts, origin } = comparison;
  const known = head.facts ?? base.facts;
  const facts: CheckFacts = { ...known, engines: { ...Engines.tested().versions, ...known?.engines } };
  const jobs = resources.filter(({ type }) => type === 'nomad_job');
  const acknowledged = new Set((head.sources?.acknowledged ?? []).map(keyOf));
  // What the file says counts no more than what the program could say.
  const isAccepted = (finding: EstateFinding): boolean => mayStand(finding) && acknowledged.has(keyOf(finding));
  const [before, after] = [jobFindings(base, jobs, 'before', facts, texts), jobFindings(head, jobs, 'after', facts, texts)];
  const whole = estateDiffers(comparison);
  if (whole) {
    const digests = new Digests(texts);
    const ofHead = estateFindings(head, facts, digests);
    after.push(...ofHead);
    if (ofHead.some((finding) => !isAccepted(finding))) before.push(...estateFindings(base, facts, digests));
  }
  const old = new Set(before.map(keyOf));
  const now = new Set(after.map(keyOf));
  const told = new Set<string>();
  const added = after.filter((finding) => {
    const key = keyOf(finding);
    if (old.has(key) || isAccepted(finding) || told.has(key)) return false;
    return told.add(key);
  });
  const looked = whole ? `the whole output of ${String(head.output.stacks.size)} stacks checked` : 'nothing of the rest differs';
  return {
    section: {
      added: added.map((finding) => reviewFinding(finding, origin(finding.path).source)).sort(bySeverity),
      gone: [...old].filter((key) => !now.has(key)).length,
      standing: [...now].filter((key) => old.has(key)).length,
      accepted: new Set(after.filter(isAccepted).map(keyOf)).size,
    },
    proof: {
      section: 'findings',
      text: `${counted(added.length, 'new finding')} (${counted(jobs.length, 'changed job')} checked, ${looked})`,
    },
  };
}

/** Whether anything differs that rules about the whole output look at: all but what a job keeps to itself. */
function estateDiffers({ base, head, resources, jobs }: Comparison): boolean {
  if (resources.some(({ type }) => type !== 'nomad_job')) return true;
  if (resources.some(({ before, after }) => before === undefined || after === undefined)) return true;
  if (!sameJson(base.facts, head.facts)) return true;
  const graphs = new Set([...base.output.graphs.keys(), ...head.output.graphs.keys()]);
  if ([...graphs].some((domain) => base.output.graphs.get(domain) !== head.output.graphs.get(domain))) return true;
  return jobs.some(({ before, after, path }) => {
    return before === undefined || after === undefined || !sameJson(digestText(path, before), digestText(path, after));
  });
}

function digestText(path: string, job: ApiJob): unknown {
  return JSON.parse(JSON.stringify(jobDigest(path, job), (_, value: unknown) => (value instanceof Map ? [...value] : value))) as unknown;
}

function jobFindings(
  release: Release,
  jobs: readonly ChangedResource[],
  side: 'before' | 'after',
  facts: CheckFacts,
  texts: Texts,
): EstateFinding[] {
  const paths = release.sources?.jobs ?? {};
  return jobs.flatMap((resource): EstateFinding[] => {
    // One that cannot be read has findings that say why.
    const written = texts.job(resource[side]) ?? jobIn(resource[side]);
    if (written === undefined) return [];
    const path = (typeof written['ID'] === 'string' ? paths[written['ID']] : undefined) ?? pathOf(resource);
    return checkApiJob(written, facts, { inProgram: true }).findings.map((finding) => ({ ...finding, path }));
  });
}

function estateFindings(release: Release, facts: CheckFacts, digests: Digests): EstateFinding[] {
  const { output, sources } = release;
  return checkEstate(outputEstate(output, digests.of(release), facts, sources?.owners, (text) => digests.texts.json(text)));
}

/** Digests of jobs: of a text that both sides have there is one. */
class Digests {
  readonly texts: Texts;
  readonly #known = new Map<string, JobDigest | undefined>();

  constructor(texts: Texts) {
    this.texts = texts;
  }

  of({ output, sources }: Release): JobDigest[] {
    const digests: JobDigest[] = [];
    for (const [stack, { resource }] of output.stacks) {
      for (const [name, values] of Object.entries(resource?.['nomad_job'] ?? {})) {
        const text = typeof values['jobspec'] === 'string' ? values['jobspec'] : '';
        if (!this.#known.has(text)) {
          const written = this.texts.job(values);
          const id = typeof written?.['ID'] === 'string' ? written['ID'] : name;
          const path = sources?.jobs[id] ?? pathOf({ stack, type: 'nomad_job', name, before: undefined, after: values });
          this.#known.set(text, written === undefined ? undefined : jobDigest(path, canonicalJob(written)));
        }
        const digest = this.#known.get(text);
        if (digest !== undefined) digests.push(digest);
      }
    }
    return digests;
  }
}

/** Not the address: what a job hands down is written at the job, and found at the group. */
function keyOf({ code, path, message, value }: Pick<Finding, 'code' | 'message' | 'value'> & { readonly path: string }): string {
  return [code, path, message, value].join('\0');
}

function reviewFinding(
  { code, severity = 'error', path, at, message, value, limit, fix }: EstateFinding,
  source: string | undefined,
): ReviewFinding {
  return {
    code,
    severity,
    path,
    ...(source === undefined ? {} : { source }),
    ...(at === undefined ? {} : { at }),
    message,
    ...(value === undefined ? {} : { value }),
    ...(limit === undefined ? {} : { limit }),
    fix,
  };
}

const SEVERITIES = { error: 0, warning: 1, note: 2 } as const;

function bySeverity(a: ReviewFinding, b: ReviewFinding): number {
  return SEVERITIES[a.severity] - SEVERITIES[b.severity] || order(`${a.path} ${a.code} ${a.at ?? ''}`, `${b.path} ${b.code} ${b.at ?? ''}`);
}
