import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJob } from '../../../lib/nomad';
import { updateKind, type GroupUpdate, type JobUpdate } from '../../../lib/review';
import { mutantJobs, realJobs } from '../../lib/nomad/corpora';
import { missingCorpora } from '../../../scripts/agreement/corpora';
import { Dice } from '../../support/dice';
import { mutatedJob } from '../../support/job-mutations';
import { richJob } from '../../support/rich-jobs';
import { estateFolder } from '../commands/deploy';
import { QuietNomad } from '../quiet-nomad';
import { labOfScenes } from '../scene-program';
import { until } from '../until';

type Values = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- jobs of anybody, and what Nomad says of them

/** How many allocations Nomad would treat how, of one group. */
type Desired = Readonly<
  Partial<Record<'Ignore' | 'Place' | 'Migrate' | 'Stop' | 'InPlaceUpdate' | 'DestructiveUpdate' | 'Canary' | 'Preemptions', number>>
>;

/** As the server of the scene is configured. */
const CONSUL = { Audience: ['consul.io'], TTL: 3600e9 };
const IDENTITIES = { consul: CONSUL, service: CONSUL, vault: { Audience: ['vault.io'], TTL: 3600e9 } };

/** Fixed, so that a landing does not depend on chance; KUMIKI_SEED draws others. */
const SEED = Number(process.env['KUMIKI_SEED'] ?? 43);
const VARIANTS = Number(process.env['KUMIKI_VARIANTS'] ?? 30);

const layout = labOfScenes();
let nomad: QuietNomad;

beforeAll(async () => {
  nomad = await QuietNomad.start(layout, 'plan-agreement');
  await nomad.api.post('/v1/node/pool/other', { Name: 'other' });
});
afterAll(() => nomad.stop());

test('what a changed job does to what runs is what Nomad plans', async () => {
  const dice = new Dice(SEED);
  const bases = await registered([...richJobs(dice), ...estateJobs(dice), ...jobsOfOthers(dice)]);
  const tally = new Tally();
  const pairs = bases.flatMap((base) => Array.from({ length: VARIANTS }, () => ({ base, ...variantOf(base, dice) })));
  const queue = dice.shuffled(pairs);
  // Several at a time: each waits more than it works.
  const worker = async (): Promise<void> => {
    for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) await compare(pair.base, pair.job, pair.fields, tally);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  process.stderr.write(`${tally.report()}\n`);
  expect(tally.differences).toEqual([]);
  expect(tally.compared).toBeGreaterThan(2000);
}, 300_000);

/** The same job with one to three random changes. */
function variantOf(base: Values, dice: Dice): { readonly job: Values; readonly fields: readonly string[] } {
  let job = base;
  const fields: string[] = [];
  for (let times = dice.one([1, 1, 1, 1, 2, 3]); times > 0; times--) {
    const mutation = mutatedJob(job, dice);
    job = mutation.job;
    fields.push(mutation.field);
  }
  return { job, fields };
}

function richJobs(dice: Dice): Values[] {
  return Array.from({ length: 60 }, (_, n) => richJob(`rich-${String(n)}`, dice));
}

/** Jobs of the reference estate, as the suite has synthesized it for the lab. */
function estateJobs(dice: Dice): Values[] {
  const folder = join(estateFolder(layout), 'stacks');
  const jobs = readdirSync(folder).flatMap((stack) => {
    const { resource = {} } = JSON.parse(readFileSync(join(folder, stack, 'cdk.tf.json'), 'utf8')) as Values;
    return Object.values<{ jobspec: string }>(resource.nomad_job ?? {}).map(
      ({ jobspec }) => JSON.parse(jobspec.replaceAll('$${', '${').replaceAll('%%{', '%{')) as Values,
    );
  });
  return dice.shuffled(jobs).slice(0, 40);
}

/** Jobs of other people, where they are. */
function jobsOfOthers(dice: Dice): Values[] {
  const missing = missingCorpora();
  if (missing !== undefined) {
    process.stderr.write(`${missing}\n`);
    return [];
  }
  const valid = [...realJobs(), ...mutantJobs()].filter(({ server_valid: isValid }) => isValid).map(({ job }) => job as Values);
  return dice.shuffled(valid.map((job) => (job['Job'] ?? job) as Values)).slice(0, 60);
}

/** Submits jobs, adapted to a Nomad with one server, and gives those back of which every group has what it asks for. */
async function registered(jobs: readonly Values[]): Promise<Values[]> {
  const taken: Values[] = [];
  for (const [index, job] of jobs.entries()) {
    const own = adapted(job, index);
    const { status } = await nomad.api.raw('POST', '/v1/jobs', JSON.stringify({ Job: own }));
    if (status === 200) taken.push(own);
  }
  const placed: Values[] = [];
  for (const job of taken) {
    const wanted = isTemplate(job) ? 0 : canonicalJob(job).TaskGroups?.reduce((sum, { Count = 1 }) => sum + Count, 0);
    const evaluated = await until(
      `${String(job['ID'])} is evaluated`,
      async () => {
        const evaluations = await nomad.api.get<Values[]>(`/v1/job/${encodeURIComponent(job['ID'])}/evaluations`);
        return isTemplate(job) || evaluations.some(({ Status }) => Status !== 'pending') ? evaluations : undefined;
      },
      { everyMs: 20 },
    );
    const allocations = await nomad.api.get<Values[]>(`/v1/job/${encodeURIComponent(job['ID'])}/allocations`);
    if (allocations.length === wanted && evaluated.every(({ Status }) => Status !== 'blocked')) placed.push(job);
  }
  process.stderr.write(
    `seed ${String(SEED)}: ${String(jobs.length)} jobs, ${String(taken.length)} taken, ${String(placed.length)} placed\n`,
  );
  return placed;
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

const isTemplate = (job: Values): boolean => isThere(job['Periodic']) || isThere(job['ParameterizedJob']);

/** The same job where there is one server, that has two drivers, some host volumes, and ports that others use too. */
function adapted(job: Values, index: number): Values {
  const copy = structuredClone(job);
  Object.assign(copy, { ID: `job-${String(index)}`, Namespace: 'default', NodePool: 'default', Region: 'global', Datacenters: ['*'] });
  delete copy['Multiregion'];
  const mend = (part: Values): void => {
    part['Constraints'] = (part['Constraints'] ?? []).filter(
      ({ LTarget, RTarget }: Values) => RTarget === 'linux' || LTarget === '${meta.rack}',
    );
    if (part['Constraints'].length === 0) delete part['Constraints'];
  };
  const ports = (networks: readonly Values[] | undefined): void => {
    for (const port of (networks ?? []).flatMap((network) => network['ReservedPorts'] ?? []))
      port.Value = 1024 + ((index * 97 + Number(port.Value)) % 18_000);
  };
  mend(copy);
  for (const group of copy['TaskGroups'] ?? []) {
    mend(group);
    ports(group.Networks);
    group.Count = Math.min(group.Count ?? 1, 3);
    const volumes = Object.entries<Values>(group.Volumes ?? {}).filter(([, volume]) => volume['Type'] === 'host');
    if (isThere(group.Volumes))
      group.Volumes = Object.fromEntries(volumes.map(([key, volume]) => [key, { ...volume, Source: 'fast-disk' }]));
    for (const task of group.Tasks ?? []) {
      mend(task);
      if (task.Driver !== 'docker') task.Driver = 'exec';
      if (isThere(task.VolumeMounts))
        task.VolumeMounts = task.VolumeMounts.filter(({ Volume }: Values) => group.Volumes?.[Volume] !== undefined);
      const { Resources } = task;
      if (!isThere(Resources)) continue;
      ports(Resources.Networks);
      delete Resources.Devices;
      delete Resources.Cores;
    }
  }
  return copy;
}

/** One pair: what we say of it, and what Nomad does. */
async function compare(before: Values, after: Values, fields: readonly string[], tally: Tally): Promise<void> {
  const ours = updateKind(canonicalJob(before), canonicalJob(after), {
    nomad: '1.11.3',
    identities: IDENTITIES,
  });
  const path = `/v1/job/${encodeURIComponent(before['ID'])}`;
  if (ours.kind === 'refused') {
    // The plan does not look at this; what would be taken must not be submitted, so it is asked whether it is sound first.
    const answer = await asked('/v1/jobs', { Job: after });
    if (answer === undefined) {
      tally.invalid('Nomad breaks off');
      return;
    }
    tally.add(ours, fields, answer.status >= 400 ? undefined : `Nomad took it: ${answer.text}`);
    return;
  }
  const plan = (diff: boolean) => asked(`${path}/plan`, { Job: after, Diff: diff });
  const answer = (await plan(true)) ?? (await plan(false));
  if (answer === undefined) {
    tally.invalid('Nomad breaks off');
    return;
  }
  const { status, text } = answer;
  if (status >= 400) {
    tally.invalid(text);
    return;
  }
  const { Annotations, Diff } = JSON.parse(text) as Values;
  const desired = (Annotations?.DesiredTGUpdates ?? {}) as Record<string, Desired>;
  const wrong = ours.groups.flatMap((group) => disagreement(group, desired[group.group] ?? {}, after));
  const isChanged = Object.values(desired).some(
    ({ InPlaceUpdate = 0, DestructiveUpdate = 0, Canary = 0 }) => InPlaceUpdate + DestructiveUpdate + Canary > 0,
  );
  if (ours.kind === 'same' && isChanged) wrong.push(`we say the same, Nomad ${Object.values(desired).map(shown).join(' ')}`);
  if (ours.groups.some((group) => isMoved(group, desired[group.group] ?? {}))) tally.moved++;
  tally.add(
    ours,
    fields,
    wrong.length === 0
      ? undefined
      : `${wrong.join('; ')} (fields ${ours.fields.join(', ')}; Nomad's diff ${isThere(Diff) ? changedIn(Diff) : 'none'})`,
  );
}

/** Undefined where Nomad breaks off: its own comparison of two jobs does not hold for every pair of them. */
async function asked(path: string, body: Values): Promise<{ readonly status: number; readonly text: string } | undefined> {
  try {
    return await nomad.api.raw('POST', path, JSON.stringify(body));
  } catch (error) {
    if ((error as Error).name === 'TypeError') return undefined;
    throw error;
  }
}

/** Counts that are not zero. */
function shown(desired: Desired): string {
  return JSON.stringify(Object.fromEntries(Object.entries(desired).filter(([, number]) => number !== 0)));
}

function changedIn(diff: Values): string {
  const names: string[] = [];
  const walk = (part: Values, path: string): void => {
    for (const field of part['Fields'] ?? []) if (field.Type !== 'None') names.push(`${path}${String(field.Name)}`);
    for (const key of ['Objects', 'TaskGroups', 'Tasks'])
      for (const one of part[key] ?? []) if (one.Type !== 'None') walk(one, `${path}${String(one.Name)}.`);
  };
  walk(diff, '');
  return names.slice(0, 12).join(', ');
}

/** Where the counts of Nomad's first step are not those of what we say. */
function disagreement(ours: GroupUpdate, nomads: Desired, job: Values): string[] {
  const { update, before, after } = ours;
  const { Place = 0, Stop = 0, InPlaceUpdate = 0, DestructiveUpdate = 0, Canary = 0 } = nomads;
  const says = (expected: boolean): string[] =>
    expected
      ? []
      : [
          `${ours.group}: we say ${update} (${String(before)} to ${String(after)}, by ${ours.fields.join(', ')}), Nomad ${JSON.stringify(nomads)}`,
        ];
  const kept = Math.min(before, after);
  const everywhere = job['Type'] === 'system' || job['Type'] === 'sysbatch';
  if (isMoved(ours, nomads)) return [];
  switch (update) {
    case 'none':
      return says(InPlaceUpdate + DestructiveUpdate + Canary + Stop === 0);
    case 'next-run':
      return says(InPlaceUpdate + DestructiveUpdate + Canary + Stop === 0);
    case 'create':
      // One that no server fits is not counted where every server has one.
      return says((Place === after || (everywhere && Place === 0)) && InPlaceUpdate + DestructiveUpdate + Canary + Stop === 0);
    case 'destroy':
      return says(Stop === before && InPlaceUpdate + DestructiveUpdate + Canary === 0);
    case 'in-place':
      return says(
        InPlaceUpdate === kept &&
          DestructiveUpdate + Canary === 0 &&
          Stop === Math.max(0, before - after) &&
          (everywhere || Place === Math.max(0, after - before)),
      );
    case 'replace':
      if (ours.fields.includes('Name') && everywhere) return says(Stop === before && Place === after);
      return says(InPlaceUpdate + Canary === 0 && DestructiveUpdate === (everywhere ? kept : firstStep(ours, job)));
    case 'canary':
      return says(everywhere ? DestructiveUpdate > 0 : Canary === ours.canaries && InPlaceUpdate + DestructiveUpdate === 0);
    case 'refused':
      return says(false);
  }
}

/** How many Nomad replaces at first: what is new comes before, and takes its places of a step. */
function firstStep({ group, before, after, atOnce }: GroupUpdate, job: Values): number {
  const { MaxParallel = 0 } = canonicalJob(job).TaskGroups?.find(({ Name }) => Name === group)?.Update ?? {};
  const limit = MaxParallel === 0 ? after : Math.max(atOnce, MaxParallel);
  return Math.min(before, after, Math.max(0, limit - Math.max(0, after - before)));
}

/** Whether the server does not fit any more: we say by which fields that may be, and cannot know the server. */
function isMoved({ update, recheck }: GroupUpdate, { InPlaceUpdate = 0, DestructiveUpdate = 0, Stop = 0 }: Desired): boolean {
  if (recheck.length === 0) return false;
  if (update === 'in-place') return InPlaceUpdate === 0;
  return (update === 'replace' || update === 'canary') && DestructiveUpdate === 0 && Stop > 0;
}

/** What was compared, by what we say. */
class Tally {
  readonly differences: string[] = [];
  readonly #counts = new Map<string, number>();
  readonly #messages = new Map<string, number>();
  compared = 0;
  /** Updates in place that Nomad makes elsewhere, because the server does not fit the job's new constraints. */
  moved = 0;

  add(ours: JobUpdate, fields: readonly string[], difference: string | undefined): void {
    this.compared++;
    for (const kind of ours.kind === 'updated' ? new Set(ours.groups.map(({ update }) => update)) : [ours.kind]) count(this.#counts, kind);
    if (difference !== undefined) this.differences.push(`${fields.join(' + ')}: ${difference}`);
  }

  /** Nomad does not take the job, whatever ran before. */
  invalid(message: string): void {
    count(this.#messages, message.replaceAll(/["'][^"']*["']/g, '…').slice(0, 60));
  }

  report(): string {
    const invalid = [...this.#messages.values()].reduce((sum, one) => sum + one, 0);
    const kinds = [...this.#counts].sort().map(([kind, times]) => `${kind} ${String(times)}`);
    return `seed ${String(SEED)}: ${String(this.compared)} pairs compared, ${String(this.differences.length)} differences; ${kinds.join(', ')}; in place but for a server that no longer fits ${String(this.moved)}; ${String(invalid)} more were no jobs to Nomad`;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
