import { Engines } from '../platform';
import type { ApiJob } from '../nomad';
import type { ChangedJob, Comparison } from './comparison';
import { counted } from './counted';
import { groupOf, runsEverywhere, type ApiGroup } from './job-parts';
import type { GroupRestart, Proof, RestartsSection, Unknown } from './model';
import type { DefaultIdentities } from './registered-job';
import { updateKind, type GroupUpdate, type JobUpdate } from './update-kind';

export interface ReviewedRestarts {
  readonly section: RestartsSection;
  readonly proof: Proof;
  readonly unknowns: readonly Unknown[];
}

/** Fields of a row; the others are in the raw differences. */
const FIELDS = 12;

/** What restarts: each changed job, group by group, by Nomad's own rules. */
export function reviewRestarts(comparison: Comparison, identities?: DefaultIdentities): ReviewedRestarts {
  const { jobs, head, base, unread } = comparison;
  const { nomad, edition } = (head.facts ?? base.facts)?.engines ?? Engines.tested().versions;
  const rows = jobs.flatMap((job) => rowsOf(job, updateKind(job.before, job.after, { nomad, edition, identities }), comparison));
  const jobsUnread = [...new Set(unread.filter(({ type }) => type === 'nomad_job').map(({ stack, name }) => `${stack}/nomad_job.${name}`))];
  return {
    section: { rows },
    proof: {
      section: 'restarts',
      text: `${counted(
        rows.reduce((sum, { replaced }) => sum + replaced, 0),
        'running instance',
      )} replaced (${counted(jobs.length, 'job differs', 'jobs differ')})`,
    },
    unknowns: jobsUnread.map((subject) => ({
      section: 'restarts',
      subject,
      why: 'the job is not JSON, or holds what only Terraform knows',
    })),
  };
}

function rowsOf(job: ChangedJob, update: JobUpdate, { origin }: Comparison): GroupRestart[] {
  const { namespace, id, path } = job;
  const type = (job.after ?? job.before)?.Type ?? 'service';
  const shared = { namespace, job: id, type, origin: origin(path) };
  if (update.kind === 'refused') {
    return [
      {
        ...shared,
        ...NOTHING,
        group: '',
        update: 'refused',
        ...fieldsOf(update.fields),
        ...(update.refused === undefined ? {} : { reason: update.refused }),
      },
    ];
  }
  return update.groups.flatMap((group): GroupRestart[] => {
    const kind = group.update;
    return kind === 'none' ? [] : [{ ...shared, ...groupRow(job, group), update: kind }];
  });
}

const NOTHING = { before: 0, after: 0, replaced: 0, atOnce: 0, canaries: 0, promotedByHand: false, recheck: [], gap: false } as const;

type GroupRow = Omit<GroupRestart, 'namespace' | 'job' | 'type' | 'update' | 'origin'>;

function groupRow({ before, after }: ChangedJob, update: GroupUpdate): GroupRow {
  const { group, atOnce, canaries, recheck } = update;
  const replaced = update.update === 'replace' || update.update === 'canary' ? Math.min(update.before, update.after) : 0;
  const job = after ?? before;
  const now = job === undefined ? undefined : groupOf(job, group);
  const seconds = job === undefined || now === undefined ? undefined : rollOut(job, now, update, replaced);
  return {
    group,
    before: update.before,
    after: update.after,
    replaced,
    atOnce,
    canaries,
    promotedByHand: canaries > 0 && now?.Update?.AutoPromote !== true,
    ...fieldsOf(update.fields),
    recheck,
    ...(seconds === undefined ? {} : { seconds }),
    gap: update.update === 'destroy' || (update.update === 'replace' && atOnce >= update.before),
  };
}

function fieldsOf(fields: readonly string[]): Pick<GroupRestart, 'fields' | 'fieldsMore'> {
  return { fields: fields.slice(0, FIELDS), fieldsMore: Math.max(0, fields.length - FIELDS) };
}

const SECOND = 1e9;

/**
 * How long a roll-out takes: each step at least until its instances have been healthy for the time that is asked, and at most
 * until the deadline after which they count as failed. Nothing is waited for where the job has no roll-out.
 */
function rollOut(job: ApiJob, group: ApiGroup, update: GroupUpdate, replaced: number): GroupRestart['seconds'] {
  const { Update, ShutdownDelay = 0 } = group;
  const moving = replaced + Math.max(0, update.after - update.before);
  if (Update === undefined || moving === 0 || (job.Type ?? 'service') === 'batch' || job.Type === 'sysbatch') return undefined;
  const { MaxParallel = 1, MinHealthyTime = 0, HealthyDeadline = 0, ProgressDeadline = 0 } = Update;
  const steps = (MaxParallel === 0 ? 1 : Math.ceil(moving / MaxParallel)) + (update.canaries > 0 && !runsEverywhere(job) ? 1 : 0);
  const step = MinHealthyTime + (replaced > 0 ? ShutdownDelay : 0);
  return {
    atLeast: Math.round((steps * step) / SECOND),
    atMost: Math.round((steps * Math.max(HealthyDeadline, ProgressDeadline, step)) / SECOND),
  };
}
