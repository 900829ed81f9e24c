import { ConsulKey, ConsulKeys, DomainStack, Duration, OnChange, Worker } from 'kumiki';
import type { App } from 'cdktf';
import { command, serverOf } from '../allocations';
import { EngineApi } from '../engine-api';
import { CONSUL } from '../layout';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { onServer } from '../servers/server';
import { until } from '../until';

const READERS = ['configuration-signal', 'configuration-restart', 'configuration-ignore'] as const;
type Reader = (typeof READERS)[number];

/** What a release says; everything else stays. */
interface Release {
  readonly basisPoints: number;
  readonly dryRun: boolean;
}

const program =
  ({ basisPoints, dryRun }: Release) =>
  (app: App): void => {
    const books = new DomainStack(app, 'configuration-books', { owner: 'books' });
    const trade = new DomainStack(app, 'configuration-trade', { owner: 'trade' });
    new ConsulKeys(books, 'fees', { values: { fees: { basisPoints }, 'of-others': 'nobody declared it' } });
    const worker = (domain: DomainStack, id: string) => new Worker(domain, id, { ...small, image: image('standin') });
    const reader = (domain: DomainStack, id: string, onChange: OnChange) => {
      const made = worker(domain, id);
      made.readConfig(ConsulKey.own('limits'), { file: 'limits', onChange });
      return made;
    };
    const ways: readonly (readonly [Reader, OnChange])[] = [
      ['configuration-signal', OnChange.signal('SIGUSR1')],
      ['configuration-restart', OnChange.restart({ splay: Duration.seconds(1) })],
      ['configuration-ignore', OnChange.ignore()],
    ];
    for (const [id, onChange] of ways) reader(books, id, onChange).readConfig(ConsulKey.shared('fees'), { file: 'fees.json', onChange });
    reader(trade, 'configuration-stranger', OnChange.ignore());
    worker(books, 'configuration-file').addConfigFile('flags.json', { dryRun, hours: ['09:00', '15:30'] });
  };

const first: Release = { basisPoints: 12, dryRun: true };
const scene = new SceneProgram('configuration');
const { consul } = asOperator(scene.layout);

const now = (id: string) => scene.one('configuration-books', id);
const text = async (id: string, file: string) => (await (await now(id)).look(`/local/${file}`)).text;
const restarts = async (id: string) => (await now(id)).allocation.TaskStates?.[id]?.Restarts;
const events = async (id: string) => (await now(id)).events();
const setLimits = async (id: Reader, value: string) => {
  const { status } = await consul.raw('PUT', `/v1/kv/configuration-books/${id}/limits`, value);
  if (status !== 200) throw new Error(`Consul answered ${String(status)}`);
};

/** Waits until every reader has what a file should say, and has been told of it so many times. */
const arrived = (file: string, value: string, times: number) =>
  Promise.all([
    ...READERS.map((id) => until(`${id} has the new ${file}`, async () => (await text(id, file)) === value)),
    until('the signal has arrived', async () => (await events('configuration-signal')).length === times),
    until('the task was restarted', async () => (await restarts('configuration-restart')) === times),
  ]);

let allocations: readonly string[];
const allocationsNow = () => Promise.all(READERS.map(async (id) => (await now(id)).instance));

beforeAll(async () => {
  await Promise.all(READERS.map((id) => setLimits(id, 'at first')));
  await scene.deploy(program(first));
  allocations = await allocationsNow();
});

afterAll(() => scene.destroy());

describe('configuration', () => {
  it(
    'own keys, shared keys and files of the job are there when a task starts',
    seen(scene, async () => {
      for (const id of READERS) {
        expect(await text(id, 'limits')).toBe('at first');
        expect(await text(id, 'fees.json')).toBe('{"basisPoints":12}');
        expect(await events(id)).toEqual([]);
      }
      expect(await (await now('configuration-file')).look('/local/flags.json')).toMatchObject({
        mode: '0444',
        text: '{"dryRun":true,"hours":["09:00","15:30"]}\n',
      });
    }),
  );

  it(
    'a key that operators change reaches each task as it was declared: by signal, by restart, or as a file alone',
    seen(scene, async () => {
      await Promise.all(READERS.map((id) => setLimits(id, 'changed by hand')));
      await arrived('limits', 'changed by hand', 1);

      expect((await events('configuration-signal')).map(({ what }) => what)).toEqual(['SIGUSR1']);
      expect(await restarts('configuration-signal')).toBe(0);
      for (const id of ['configuration-restart', 'configuration-ignore']) expect(await events(id)).toEqual([]);
      expect(await restarts('configuration-ignore')).toBe(0);
      expect(await allocationsNow()).toEqual(allocations);
    }),
  );

  it(
    'the file is new before the signal comes',
    seen(scene, async () => {
      const { allocation, task } = await now('configuration-signal');
      const file = `/var/lib/nomad/alloc/${allocation.ID}/${task}/local/limits`;
      const written = await command(onServer(scene.layout, serverOf(allocation), ['stat', '--format', '%.Y', file]));
      const [signal] = await events('configuration-signal');

      expect(Number(written) * 1000).toBeLessThanOrEqual(Date.parse(signal?.at ?? ''));
    }),
  );

  it(
    "a task's token reads the keys that it declared, and no other key of its domain or of another",
    seen(scene, async () => {
      const { CONSUL_HTTP_TOKEN = '' } = await (await now('configuration-signal')).env();
      const as = new EngineApi(CONSUL, { 'X-Consul-Token': CONSUL_HTTP_TOKEN });
      const answer = async (method: string, key: string) => (await as.raw(method, `/v1/kv/${key}`)).status;

      expect(await answer('GET', 'configuration-books/configuration-signal/limits')).toBe(200);
      expect(await answer('GET', 'configuration-books/shared/fees')).toBe(200);
      for (const [method, key] of [
        ['GET', 'configuration-books/shared/of-others'],
        ['GET', 'configuration-books/configuration-restart/limits'],
        ['GET', 'configuration-trade/configuration-stranger/limits'],
        ['PUT', 'configuration-books/configuration-signal/limits'],
        ['PUT', 'configuration-books/shared/fees'],
        ['DELETE', 'configuration-books/shared/fees'],
      ] as const)
        expect({ method, key, status: await answer(method, key) }).toEqual({ method, key, status: 403 });
      const list = await as.raw('GET', '/v1/kv/?recurse=true');
      const keys = list.status === 200 ? (JSON.parse(list.text) as { Key: string }[]).map(({ Key }) => Key).sort() : list.status;
      expect(keys).toEqual(['configuration-books/configuration-signal/limits', 'configuration-books/shared/fees']);
      // It is known to nobody as a service, and may enter none.
      const registered = await as.raw('PUT', '/v1/agent/service/register', JSON.stringify({ Name: fullName('configuration-signal') }));
      expect(registered.status).toBe(403);
    }),
  );

  it(
    'a release changes shared keys for all readers in place, and its files with new instances',
    seen(scene, async () => {
      const before = await now('configuration-file');
      await scene.deploy(program({ basisPoints: 15, dryRun: false }));
      await arrived('fees.json', '{"basisPoints":15}', 2);

      expect((await events('configuration-signal')).map(({ what }) => what)).toEqual(['SIGUSR1', 'SIGUSR1']);
      expect(await restarts('configuration-ignore')).toBe(0);
      expect(await events('configuration-ignore')).toEqual([]);
      expect(await allocationsNow()).toEqual(allocations);
      const after = await now('configuration-file');
      expect((await after.look('/local/flags.json')).text).toBe('{"dryRun":false,"hours":["09:00","15:30"]}\n');
      expect(after.instance).not.toBe(before.instance);
      expect(await scene.unsettled()).toEqual([]);
    }),
  );
});
