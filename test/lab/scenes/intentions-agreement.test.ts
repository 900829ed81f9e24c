import fc from 'fast-check';
import type { App } from 'cdktf';
import { DomainStack, HttpRule, Port, SecuritiesService } from 'kumiki';
import { ANYBODY, intentionsOf, type IntentionEvaluator, type MeshRequest } from '../../../lib/consul';
import {
  anyEntries,
  anyPermission,
  anyRequest,
  anySpelling,
  type Entries,
  type EntryNames,
  type Permission,
} from '../../support/random-intentions';
import type { EngineApi } from '../engine-api';
import { MeshClient } from '../mesh-client';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { SecondConsul } from '../second-consul';
import { asOperator } from '../servers/engines-up';
import { until } from '../until';

const scene = new SceneProgram('agreement');
const { layout } = scene;
const { consul: labConsul } = asOperator(layout);

/** Of the platform: nobody may call anybody. */
const CLOSED = [{ Name: ANYBODY, Action: 'deny' }];

/** Repeats a run: KUMIKI_SEED=… npm run lab -- test intentions-agreement. */
const seed = Number(process.env['KUMIKI_SEED'] ?? Date.now() % 2 ** 31);

const print = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Does as many things at a time as an engine takes well. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>, atATime = 24): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}

/** What entries say of a pair, for the person who looks into it. */
function aboutPair(entries: Entries, from: string, to: string): string {
  const about = (name: string) => entries[name]?.filter(({ Name }) => Name === from || Name === ANYBODY);
  return `${from} -> ${to}, where it has ${JSON.stringify(about(to))} and all have ${JSON.stringify(about(ANYBODY))}`;
}

describe('of any two services, Consul says what the evaluator says', () => {
  const NAMES = Array.from({ length: 40 }, (_, index) => `agreement-${String(index)}`);
  const services = NAMES.map((name, index) => ({ name, http: index % 2 === 0 }));

  /** Makes the intentions of our names these, and no others. */
  async function write(consul: EngineApi, entries: Entries, everywhere: readonly object[]): Promise<void> {
    await each(NAMES, async (name) => {
      const Sources = entries[name];
      if (Sources === undefined) await consul.delete(`/v1/config/service-intentions/${name}`);
      else await consul.put('/v1/config', { Kind: 'service-intentions', Name: name, Sources });
    });
    const all = [...(entries[ANYBODY] ?? []), ...everywhere];
    if (all.length === 0) await consul.delete('/v1/config/service-intentions/*');
    else await consul.put('/v1/config', { Kind: 'service-intentions', Name: ANYBODY, Sources: all });
  }

  const declareHttp = (consul: EngineApi) =>
    each(
      services.filter(({ http }) => http),
      ({ name }) => consul.put('/v1/config', { Kind: 'service-defaults', Name: name, Protocol: 'http' }),
    );

  /** Asks about every pair, again and again with other intentions; gives the answers that differ. */
  async function compare(
    consul: EngineApi,
    {
      rounds,
      everywhere,
      standing,
      policy,
    }: { rounds: number; everywhere: EntryNames['everywhere']; standing: readonly object[]; policy: 'allow' | 'deny' },
  ): Promise<{ readonly asked: number; readonly allowed: number; readonly wrong: readonly string[] }> {
    const pairs = NAMES.flatMap((to) => NAMES.map((from) => [from, to] as const));
    const drawn = fc.sample(anyEntries({ destinations: services, sources: NAMES, everywhere }), { numRuns: rounds, seed });
    // Once nothing is said of all destinations, so that the policy speaks.
    drawn.push(Object.fromEntries(Object.entries(drawn[0] ?? {}).filter(([name]) => name !== ANYBODY)));
    const wrong: string[] = [];
    let allowed = 0;
    await declareHttp(consul);
    for (const entries of drawn) {
      await write(consul, entries, standing);
      const mesh = intentionsOf(
        [...Object.entries(entries), [ANYBODY, [...(entries[ANYBODY] ?? []), ...standing]] as const].map(([name, Sources]) => ({
          kind: 'service-intentions',
          name,
          entry: { Sources },
        })),
        { defaultPolicy: policy },
      );
      const answers = await each(pairs, async ([from, to]) => {
        const { Allowed } = await consul.get<{ Allowed: boolean }>(`/v1/connect/intentions/check?source=${from}&destination=${to}`);
        return Allowed;
      });
      allowed += answers.filter(Boolean).length;
      for (const [index, [from, to]] of pairs.entries())
        if (answers[index] !== mesh.check(from, to))
          wrong.push(`${from} -> ${to}: Consul says ${String(answers[index])}; ${JSON.stringify(entries)}`);
    }
    return { asked: pairs.length * drawn.length, allowed, wrong };
  }

  const told = (what: string, { asked, allowed, wrong }: Awaited<ReturnType<typeof compare>>, started: number) => {
    print(
      `intentions, ${what}: ${String(asked)} pairs asked, ${String(allowed)} allowed, ${String(wrong.length)} differ, ` +
        `seed ${String(seed)}, ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
  };

  describe("in the lab's Consul", () => {
    afterAll(async () => {
      await write(labConsul, {}, CLOSED);
      await each(NAMES, (name) => labConsul.delete(`/v1/config/service-defaults/${name}`));
    });

    it('in more than 10,000 cases, under a policy that denies', async () => {
      const started = Date.now();
      // The entry for every destination is the platform's too: it denies everybody but our own names.
      const result = await compare(labConsul, { rounds: 6, everywhere: NAMES, standing: CLOSED, policy: 'deny' });
      told('policy deny', result, started);

      expect(result.wrong.slice(0, 5)).toEqual([]);
      expect(result.asked).toBeGreaterThan(10_000);
      expect(result.allowed).toBeGreaterThan(100);
      expect(result.asked - result.allowed).toBeGreaterThan(100);
    });
  });

  describe('in a Consul that knows nobody else, with everybody allowed and denied everything', () => {
    const second = new SecondConsul(layout);

    afterEach(() => second.stop());

    it.each(['allow', 'deny'] as const)('under the policy %s', async (policy) => {
      const started = Date.now();
      await second.start(policy);
      const result = await compare(second.api, { rounds: 1, everywhere: [...NAMES.slice(0, 5), ANYBODY], standing: [], policy });
      told(`a Consul of its own, policy ${policy}`, result, started);

      expect(result.wrong.slice(0, 5)).toEqual([]);
      expect(result.allowed).toBeGreaterThan(100);
      expect(result.asked - result.allowed).toBeGreaterThan(100);
    });
  });
});

describe('of any request, the sidecar does what the evaluator says', () => {
  const SHOP = fullName('agreement-shop');
  const DESK = fullName('agreement-desk');
  const CALLER = fullName('agreement-caller');
  const mesh = new MeshClient(labConsul);

  function program(app: App): void {
    const domain = new DomainStack(app, 'agreement', { owner: 'agreement' });
    const service = (id: string) => new SecuritiesService(domain, id, { ...small, port: Port.http(8080), image: image('standin') });
    const caller = service('agreement-caller');
    // Whom it may ask, and for what, the scene says past the program.
    for (const id of ['agreement-shop', 'agreement-desk']) caller.connectTo(service(id), { allow: [HttpRule.get('/')] });
  }

  /** The round whose marker a sidecar answers is the one that it works with. */
  const marker = (round: number) => ({
    Name: 'agreement-marker',
    Permissions: [{ Action: 'allow' as const, HTTP: { PathExact: `/round/${String(round)}` } }],
  });

  let rounds = 0;

  /** Writes the intentions of a destination, waits until its sidecar works with them, and gives who may ask what. */
  async function apply(destination: string, entries: Entries): Promise<IntentionEvaluator> {
    const round = ++rounds;
    const written: Entries = {
      [destination]: [...(entries[destination] ?? []), marker(round)],
      [ANYBODY]: [...(entries[ANYBODY] ?? []), ...(CLOSED as Entries[string])],
    };
    for (const [Name, Sources] of Object.entries(written).reverse())
      await labConsul.put('/v1/config', { Kind: 'service-intentions', Name, Sources });
    const request = { method: 'GET', path: `/round/${String(round)}`, headers: {} };
    await until(
      `the sidecar of ${destination} has the intentions of round ${String(round)}`,
      async () => (await mesh.ask('agreement-marker', destination, 'http', request)) === 200,
    );
    const others = await Promise.all(
      [`service-defaults/${destination}`, 'mesh/mesh'].map((entry) => labConsul.get<{ Kind: string; Name: string }>(`/v1/config/${entry}`)),
    );
    return intentionsOf([
      ...Object.entries(written).map(([name, Sources]) => ({ kind: 'service-intentions', name, entry: { Sources } })),
      ...others.map((entry) => ({ kind: entry.Kind, name: entry.Name, entry })),
    ]);
  }

  const asText = ({ method, path, headers = {} }: MeshRequest) => `${method} ${path} ${JSON.stringify(headers)}`;

  beforeAll(() => scene.deploy(program));
  afterAll(async () => {
    await labConsul.put('/v1/config', { Kind: 'service-intentions', Name: ANYBODY, Sources: CLOSED });
    await scene.destroy();
  });

  // Before all others: a connection that is kept is answered by the intentions it was made under once more.
  it.each([SHOP, DESK])('in 60 requests of a caller through its own sidecar to %s', (destination) =>
    seen(scene, async () => {
      const requests = fc.sample(anyRequest, { numRuns: 60, seed: seed + (destination === SHOP ? 0 : 1) });
      const caller = await scene.one('agreement', 'agreement-caller');
      const verdicts = (permissions: readonly Permission[]) => {
        const evaluator = intentionsOf([
          { kind: 'service-intentions', name: destination, entry: { Sources: [{ Name: CALLER, Permissions: permissions }] } },
          { kind: 'service-defaults', name: destination, entry: { Protocol: 'http' } },
        ]);
        return requests.filter((request) => evaluator.permits(CALLER, destination, request) === 'allow').length;
      };
      // Of many lists one that lets through neither nearly all nor nearly nothing.
      const lists = fc.sample(fc.array(anyPermission, { minLength: 4, maxLength: 8 }), { numRuns: 200, seed });
      const Permissions = lists.find((list) => verdicts(list) > 15 && verdicts(list) < 45) ?? [];
      const evaluator = await apply(destination, { [destination]: [{ Name: CALLER, Permissions }] });

      const answers = await each(
        requests,
        (request) =>
          caller.call(destination.replace('scene-', ''), request.path, { method: request.method, headers: request.headers ?? {} }),
        6,
      );
      const wrong = requests.flatMap((request, index) => {
        const verdict = evaluator.permits(CALLER, destination, request);
        const expected = verdict === 'allow' ? 200 : 403;
        const status = answers[index]?.status;
        return status === expected
          ? []
          : [`${asText(request)} was answered ${String(status)}, by ${JSON.stringify(Permissions)} it is ${verdict}`];
      });
      print(
        `intentions, through a sidecar: ${String(requests.length)} requests, ${String(answers.filter(({ status }) => status === 200).length)} let through, ${String(wrong.length)} differ, seed ${String(seed)}`,
      );

      expect(wrong.slice(0, 5)).toEqual([]);
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(15);
    })(),
  );

  it(
    'in 600 requests of all kinds of callers, under 10 sets of intentions',
    seen(scene, async () => {
      const started = Date.now();
      const names = ['agreement-a', 'agreement-b', 'agreement-c'];
      const drawn = fc.sample(anyEntries({ destinations: [{ name: SHOP, http: true }], sources: names, everywhere: names }), {
        numRuns: 10,
        seed,
      });
      const wrong: string[] = [];
      const statuses = new Map<number | string, number>();
      for (const [round, entries] of drawn.entries()) {
        const evaluator = await apply(SHOP, entries);
        const questions = fc.sample(
          fc.tuple(
            fc.constantFrom(...names, 'agreement-stranger'),
            fc.oneof({ weight: 3, arbitrary: anyRequest }, { weight: 1, arbitrary: anySpelling }),
          ),
          { numRuns: 60, seed: seed + round },
        );
        await each(
          questions,
          async ([from, request]) => {
            const status = await mesh.ask(from, SHOP, 'http', { headers: {}, ...request });
            const verdict = evaluator.permits(from, SHOP, request);
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            // 400 where the path has no form that the mesh accepts.
            if (verdict === 'allow' ? status !== 200 : verdict !== 'deny' || (status !== 403 && status !== 400))
              wrong.push(`${asText(request)} was answered ${String(status)}, and is ${verdict} by ${aboutPair(entries, from, SHOP)}`);
          },
          8,
        );
      }
      print(
        `intentions, with certificates of callers: ${JSON.stringify(Object.fromEntries(statuses))}, ${String(wrong.length)} differ, ` +
          `seed ${String(seed)}, ${((Date.now() - started) / 1000).toFixed(1)} s`,
      );

      expect(wrong.slice(0, 5)).toEqual([]);
      expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(600);
      expect(statuses.get(200)).toBeGreaterThan(60);
      expect(statuses.get(403)).toBeGreaterThan(60);
    }),
  );
});
