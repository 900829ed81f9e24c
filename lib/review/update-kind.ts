import type { ApiJob } from '../nomad';
import { versionRank } from '../model';
import type { Edition } from '../platform';
import { differences, type Difference } from './differences';
import { isTemplate, runsEverywhere, type ApiGroup } from './job-parts';
import { registeredJob, type DefaultIdentities } from './registered-job';
import { replacingFields } from './replacing-fields';
import type { GroupRestart, Update } from './model';

/** What Nomad does when the second job is submitted where the first one runs. */
export interface JobUpdate {
  readonly kind: 'same' | 'created' | 'removed' | 'updated' | 'refused';
  /** Why it is refused: one lower-case sentence. */
  readonly refused?: string;
  /** Every field that differs, by name. */
  readonly fields: readonly string[];
  /** One for each group of either job, in the order of the second; none where the job is refused or the same. */
  readonly groups: readonly GroupUpdate[];
}

/** What Nomad does with a group: the part of its row that the two jobs alone decide, with every field that causes it. */
export interface GroupUpdate extends Pick<GroupRestart, 'group' | 'before' | 'after' | 'atOnce' | 'canaries' | 'fields' | 'recheck'> {
  /** `none`: there was nothing of it, and there is nothing. */
  readonly update: Update | 'none';
}

/** What changes a verdict beside the jobs. */
export interface UpdateKindOptions {
  /** Version of Nomad; before 1.10.0 affinities and spreads replaced. */
  readonly nomad: string;
  /** @default community */
  readonly edition?: Edition | undefined;
  /** What Nomad's servers give tasks that use Consul or Vault and name no identity for it. @default - unlike any other */
  readonly identities?: DefaultIdentities | undefined;
}

/**
 * Compares two jobs as Nomad reads them (`canonicalJob`), of one name in one namespace. One that is not there is undefined.
 */
export function updateKind(before: ApiJob | undefined, after: ApiJob | undefined, options: UpdateKindOptions): JobUpdate {
  if (before === undefined || after === undefined) return appears(before, after);
  const refused = refusal(before, after);
  if (refused !== undefined) return { kind: 'refused', refused: refused.reason, fields: refused.fields, groups: [] };
  const pair = { before: registeredJob(before, options.identities), after: registeredJob(after, options.identities) };
  const changed = differences(pair.before, pair.after);
  if (changed.length === 0) changed.push(...scalingOf(pair.after));
  if (changed.length === 0) return { kind: 'same', fields: [], groups: [] };
  const fields = changed.map(({ path }) => path);
  return { kind: 'updated', fields, groups: groupUpdates(pair, changed, options) };
}

/** Nomad writes into a scaling policy when it was made, and never finds the submitted one equal to it. */
function scalingOf({ TaskGroups = [] }: ApiJob): Difference[] {
  return TaskGroups.filter(({ Scaling }) => Scaling !== undefined).map(({ Name = '', Scaling }) => ({
    path: `TaskGroups[${Name}].Scaling`,
    before: Scaling,
    after: Scaling,
  }));
}

function appears(before: ApiJob | undefined, after: ApiJob | undefined): JobUpdate {
  const job = after ?? before;
  if (job === undefined) return { kind: 'same', fields: [], groups: [] };
  const groups = (job.TaskGroups ?? []).map((group): GroupUpdate => {
    const count = instancesOf(job, group);
    const counts = after === undefined ? { before: count, after: 0 } : { before: 0, after: count };
    return { ...NOTHING, group: group.Name ?? '', update: after === undefined ? 'destroy' : 'create', ...counts };
  });
  return { kind: after === undefined ? 'removed' : 'created', fields: [], groups };
}

/** What a job is cannot change. */
function refusal(before: ApiJob, after: ApiJob): { readonly reason: string; readonly fields: readonly string[] } | undefined {
  const [old, now] = [before.Type ?? 'service', after.Type ?? 'service'];
  if (old !== now) return { reason: `a job of type ${old} cannot become one of type ${now}`, fields: ['Type'] };
  for (const [member, what] of [
    ['Periodic', 'periodic'],
    ['ParameterizedJob', 'parameterized'],
  ] as const) {
    const [was, is] = [before[member] !== undefined, after[member] !== undefined];
    if (was && !is) return { reason: `a ${what} job cannot become one that is not`, fields: [member] };
    if (is && !was) return { reason: `a job that is not ${what} cannot become so`, fields: [member] };
  }
  return undefined;
}

interface JobPair {
  readonly before: ApiJob;
  readonly after: ApiJob;
}

const NOTHING = { atOnce: 0, canaries: 0, fields: [], recheck: [] } as const;

/** Every group is updated when anything of the job differs: its allocations point to the job's new version. */
function groupUpdates(pair: JobPair, changed: readonly Difference[], options: UpdateKindOptions): GroupUpdate[] {
  const [old, now] = [pair.before.TaskGroups ?? [], pair.after.TaskGroups ?? []];
  const ofJob = changed.filter(({ path }) => !path.startsWith('TaskGroups'));
  // Nomad puts the constraint of a secret's provider onto every group of the job.
  const secrets = changed.filter(({ path }) => SECRETS.test(path));
  const gone = old.filter(({ Name }) => !now.some((group) => group.Name === Name));
  return [
    ...now.map((group) => {
      const own = changed.filter(({ path }) => path.startsWith(`TaskGroups[${group.Name ?? ''}]`));
      const was = old.find(({ Name }) => Name === group.Name);
      const elsewhere = secrets.filter((secret) => !own.includes(secret));
      return groupUpdate(pair, was, group, { own: [...ofJob, ...own], elsewhere }, options);
    }),
    ...gone.map((group): GroupUpdate => {
      const before = instancesOf(pair.before, group);
      const update = isTemplate(pair.before) ? 'next-run' : before === 0 ? 'none' : 'destroy';
      return { ...NOTHING, group: group.Name ?? '', update, before, after: 0 };
    }),
  ];
}

function groupUpdate(
  pair: JobPair,
  was: ApiGroup | undefined,
  group: ApiGroup,
  changed: { readonly own: readonly Difference[]; readonly elsewhere: readonly Difference[] },
  options: UpdateKindOptions,
): GroupUpdate {
  const before = was === undefined ? 0 : instancesOf(pair.before, was);
  const after = instancesOf(pair.after, group);
  const base = { ...NOTHING, group: group.Name ?? '', before, after };
  const fields = changed.own.map(({ path }) => path);
  if (isTemplate(pair.after)) return { ...base, update: 'next-run', fields };
  if (after === 0) return { ...base, update: before === 0 ? 'none' : 'destroy', fields: before === 0 ? [] : fields };
  if (was === undefined || before === 0) return { ...base, update: 'create', fields };
  const byName = replacingByName(pair);
  const replacing = [
    ...replacingFields({
      before: was,
      after: group,
      jobMeta: { before: pair.before.Meta ?? {}, after: pair.after.Meta ?? {} },
      edition: options.edition ?? 'community',
    }),
    ...byName,
    ...replacingBefore110(fields, options),
  ];
  const recheck = [...changed.own.filter(looksAtServers), ...changed.elsewhere].map(({ path }) => path);
  if (replacing.length === 0) return { ...base, update: 'in-place', fields, recheck };
  const running = Math.min(before, after);
  // Those of the old name are not the job's any more: they stop at once, and no canary goes before.
  if (byName.length > 0) return { ...base, update: 'replace', fields: replacing, atOnce: running, recheck };
  const { MaxParallel = 0, Canary = 0 } = group.Update ?? {};
  const atOnce = MaxParallel === 0 ? running : Math.min(running, MaxParallel);
  if (Canary > 0 && (MaxParallel > 0 || !runsEverywhere(pair.after)))
    return { ...base, update: 'canary', fields: replacing, atOnce, canaries: Canary, recheck };
  return { ...base, update: 'replace', fields: replacing, atOnce, recheck };
}

function instancesOf(job: ApiJob, { Count = 0 }: ApiGroup): number {
  if (job.Stop === true) return 0;
  return runsEverywhere(job) ? Math.min(Count, 1) : Count;
}

/** Allocations on every server are named by the job's name, not by its id: under another name they are others. */
function replacingByName({ before, after }: JobPair): string[] {
  return runsEverywhere(after) && before.Name !== after.Name ? ['Name'] : [];
}

const PLACEMENT = /(?:^|\.)(?:Affinities|Spreads)(?:$|[.[ ])/;

function replacingBefore110(fields: readonly string[], { nomad }: UpdateKindOptions): string[] {
  return versionRank(nomad) < versionRank('1.10.0') ? fields.filter((field) => PLACEMENT.test(field)) : [];
}

const SECRETS = /\.Tasks\[[^\]]*\]\.Secrets/;

const SERVER_FIELDS = /(?:^|\.)(?:Constraints|Datacenters|NodePool|KillSignal|Partition|TransparentProxy|Provider)(?:$|[.[ ])/;
const SERVER_MEMBERS = /"(?:Constraints|KillSignal|Partition|TransparentProxy|Provider)":/;

/** Whether Nomad asks by this field again which servers fit: constraints, and what has constraints of its own. */
function looksAtServers({ path, before, after }: Difference): boolean {
  return SERVER_FIELDS.test(path) || [before, after].some((part) => typeof part === 'object' && SERVER_MEMBERS.test(JSON.stringify(part)));
}
