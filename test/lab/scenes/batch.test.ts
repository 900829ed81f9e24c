import { Cron } from 'croner';
import { BatchJob, DomainStack, Duration, HttpRule, Port, RestartPolicy, SecuritiesService, Trigger, type BatchJobProps } from 'kumiki';
import type { App } from 'cdktf';
import { allocationsOf, command, type Allocation } from '../allocations';
import { findOrBuildEngines } from '../engines/engines';
import { NOMAD } from '../layout';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { until } from '../until';

const DOMAIN = 'batch';
const TIME_ZONE = 'Asia/Tokyo';

/** Schedules as the firm writes them; both fields of days, names and months included. */
const SCHEDULES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'batch-at-01': ['30 18 * * 1-5'],
  'batch-at-02': ['0 9 * * *'],
  'batch-at-03': ['*/15 9-14 * * 1-5'],
  'batch-at-04': ['5 0 * * *'],
  'batch-at-05': ['0 0 1 * *'],
  'batch-at-06': ['15 6 1,15 * *'],
  'batch-at-07': ['0 2 * * 0'],
  'batch-at-08': ['0 2 * * 7'],
  'batch-at-09': ['45 23 31 12 *'],
  'batch-at-10': ['0 4 29 2 *'],
  'batch-at-11': ['0 8 1-7 1,4,7,10 *'],
  'batch-at-12': ['30 18 13 * 5'],
  'batch-at-13': ['0 7 * * MON-FRI'],
  'batch-at-14': ['0 18 L * *'],
  'batch-at-15': ['30 11 * * 1-5', '0 15 * * 1-5', '10 8 * * 6'],
};

/** Every minute of this hour and the next, by the clock in Tokyo: by any other clock it would not begin for hours. */
function everyMinuteNow(): string {
  const hour = Number(new Intl.DateTimeFormat('en', { timeZone: TIME_ZONE, hour: 'numeric', hourCycle: 'h23' }).format(new Date()));
  return `* ${String(hour)},${String((hour + 1) % 24)} * * *`;
}

const EVERY_MINUTE = everyMinuteNow();
const NEVER_HERE = '0 4 29 2 *';

function program(app: App): void {
  const domain = new DomainStack(app, DOMAIN, { owner: 'batch' });
  const batch = (id: string, crons: readonly [string, ...string[]], props: Partial<BatchJobProps> = {}) =>
    new BatchJob(domain, id, {
      ...small,
      image: image('batch'),
      trigger: Trigger.schedule(...crons),
      expectedDuration: Duration.seconds(20),
      ...props,
    });
  const ledger = new SecuritiesService(domain, 'batch-ledger', { ...small, port: Port.http(8080), image: image('standin') });
  const report = batch('batch-report', [NEVER_HERE], { env: { STANDIN_CALL: 'batch-ledger /entries', STANDIN_SECONDS: '6' } });
  report.connectTo(ledger, { allow: [HttpRule.get('/entries')] });
  batch('batch-failing', [NEVER_HERE], {
    env: { STANDIN_EXIT: '3' },
    restart: RestartPolicy.of(2, { interval: Duration.minutes(10), delay: Duration.seconds(1) }),
    rescheduleAttempts: 0,
  });
  batch('batch-short', [EVERY_MINUTE]);
  batch('batch-long', [EVERY_MINUTE], { env: { STANDIN_SECONDS: '600' } });
  for (const [id, crons] of Object.entries(SCHEDULES)) batch(id, crons);
}

const scene = new SceneProgram('batch');

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

const nomad = () => asOperator(scene.layout).nomad;

/** Every run of a job that Nomad knows, the oldest first. */
async function runsOf(id: string): Promise<readonly string[]> {
  const jobs = await nomad().get<{ ID: string; ParentID: string }[]>(
    `/v1/jobs?namespace=${DOMAIN}&prefix=${encodeURIComponent(`${fullName(id)}/`)}`,
  );
  return jobs
    .filter(({ ParentID }) => ParentID === fullName(id))
    .map(({ ID }) => ID)
    .sort();
}

/** Starts a run by hand, and gives its first allocation as soon as it runs or has run. */
async function force(id: string): Promise<Allocation> {
  const known = await runsOf(id);
  await nomad().post(`/v1/job/${fullName(id)}/periodic/force?namespace=${DOMAIN}`);
  const run = await until(`a run of ${id} is there`, async () => (await runsOf(id)).find((one) => !known.includes(one)));
  return until(`the run ${run} has begun`, async () => {
    const [first] = await allocationsOf(scene.layout, DOMAIN, run);
    return first?.ClientStatus === 'pending' ? undefined : first;
  });
}

const ended = ({ ID }: Allocation): Promise<Allocation> =>
  until(`the allocation ${ID} has ended`, async () => {
    const allocation = await nomad().get<Allocation>(`/v1/allocation/${ID}`);
    return ['complete', 'failed'].includes(allocation.ClientStatus) && allocation;
  });

/** What Consul knows of an allocation: its service and its sidecar. */
async function registered(id: string): Promise<readonly string[]> {
  const services = [fullName(id), `${fullName(id)}-sidecar-proxy`];
  const found = await Promise.all(
    services.map((service) => asOperator(scene.layout).consul.get<{ ServiceName: string }[]>(`/v1/catalog/service/${service}`)),
  );
  return found.flat().map(({ ServiceName }) => ServiceName);
}

describe('batch', () => {
  it(
    'a forced run calls through the mesh and completes; its sidecar ends with it, and nothing of it stays registered',
    seen(scene, async () => {
      const run = await force('batch-report');
      await until('its service and its sidecar are registered', async () => (await registered('batch-report')).length === 2);

      const { ClientStatus, TaskStates } = await ended(run);
      expect(ClientStatus).toBe('complete');
      const states = Object.entries(TaskStates ?? {}).map(([task, { State, Failed, Restarts }]) => ({ task, State, Failed, Restarts }));
      expect(states.map(({ task }) => task).sort()).toEqual(['batch-report', `connect-proxy-${fullName('batch-report')}`, 'wait-for-mesh']);
      for (const state of states) expect(state).toMatchObject({ State: 'dead', Failed: false, Restarts: 0 });
      expect(await (await scene.one(DOMAIN, 'batch-ledger')).counts()).toEqual({ 'GET /entries': 1 });
      await until('nothing of it is registered', async () => (await registered('batch-report')).length === 0);
    }),
  );

  it(
    'a failing job is started again as declared, and then reports that it failed and why',
    seen(scene, async () => {
      const { JobID, ClientStatus, TaskStates } = await ended(await force('batch-failing'));
      const task = TaskStates?.['batch-failing'];

      expect(ClientStatus).toBe('failed');
      expect(task).toMatchObject({ State: 'dead', Failed: true, Restarts: 2 });
      expect(task?.Events?.filter(({ Type }) => Type === 'Started')).toHaveLength(3);
      expect(task?.Events?.map(({ DisplayMessage }) => DisplayMessage)).toEqual(
        expect.arrayContaining([
          expect.stringContaining('Exit Code: 3'),
          expect.stringContaining('Exceeded allowed attempts 2 in interval 10m0s and mode is "fail"'),
        ]),
      );
      const path = `/v1/job/${encodeURIComponent(JobID)}`;
      await until('the run is over', async () => (await nomad().get<{ Status: string }>(`${path}?namespace=${DOMAIN}`)).Status === 'dead');
      const { Summary } = await nomad().get<{ Summary: Record<string, { Failed: number; Complete: number; Lost: number }> }>(
        `${path}/summary?namespace=${DOMAIN}`,
      );
      expect(Summary['batch-failing']).toMatchObject({ Failed: 1, Complete: 0 });
      expect(await allocationsOf(scene.layout, DOMAIN, JobID)).toHaveLength(1);
    }),
  );

  it(
    'the next launch by Nomad is the next launch by us, in Tokyo',
    seen(scene, async () => {
      const { nomad: binary } = await findOrBuildEngines(scene.layout.cache, () => undefined);
      const token = nomad().headers['X-Nomad-Token'] ?? '';
      const byNomad = async (id: string) => {
        const text = await command([
          'env',
          `NOMAD_ADDR=${NOMAD}`,
          `NOMAD_TOKEN=${token}`,
          binary,
          'job',
          'status',
          '-short',
          `-namespace=${DOMAIN}`,
          fullName(id),
        ]);
        const [, time] = /Next Periodic Launch += (\S+)/.exec(text) ?? [];
        if (time === undefined) throw new Error(`Nomad says no next launch of ${id}:\n${text}`);
        return new Date(time).toISOString();
      };
      for (const [id, crons] of Object.entries(SCHEDULES)) {
        const before = nextByUs(crons);
        const nomads = await byNomad(id);
        // One of them, where a launch falls between the questions.
        expect({ crons, launch: [before, nextByUs(crons)] }).toEqual({ crons, launch: expect.arrayContaining([nomads]) });
      }
    }),
  );

  it(
    'Nomad launches at the minute that we say, and not while the last run is still going',
    seen(scene, async () => {
      await force('batch-long');
      const long = await runsOf('batch-long');
      const expected = secondsOf(nextByUs([EVERY_MINUTE]));
      const run = `${fullName('batch-short')}/periodic-${String(expected)}`;
      await until('its minute is over', async () => (await allocationsOf(scene.layout, DOMAIN, run))[0]?.ClientStatus === 'complete', {
        timeoutSeconds: 100,
      });

      const launched = (await runsOf('batch-short')).map((one) => Number(one.split('-').at(-1)));
      const [first = 0] = launched;
      expect(launched).toEqual(
        launched.map((_, minute) => secondsOf(nextByUs([EVERY_MINUTE], new Date((first + 60 * minute - 1) * 1000)))),
      );
      expect(await runsOf('batch-long')).toEqual(long);
    }),
  );
});

const secondsOf = (time: string) => new Date(time).getTime() / 1000;

/** The first of the next launches of some schedules. */
function nextByUs(crons: readonly string[], from = new Date()): string {
  const launches = crons.map((cron) => new Cron(cron, { timezone: TIME_ZONE, paused: true }).nextRun(from)?.toISOString() ?? '');
  return launches.sort()[0] ?? '';
}
