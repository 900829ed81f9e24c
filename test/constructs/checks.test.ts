import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  Callers,
  Checks,
  Cpu,
  DomainStack,
  Duration,
  EgressGateway,
  HttpRule,
  JobPath,
  Memory,
  NomadJob,
  Platform,
  Port,
  SecuritiesService,
  ServiceContract,
  synth,
  Worker,
  type App,
  type Job,
  type Problem,
  type ProblemCode,
} from 'kumiki';
import { problemsOf } from 'kumiki/testing';
import type { SourcesFile } from '../../lib/checks';
import { appWith, facts, readFiles } from '../support/program';

const size = { cpu: Cpu.mhz(100), memory: Memory.mib(64) };
const because = { reason: 'a reason that is long enough' };
const REASON = 'the vendor ships one tag, and we mirror it by date';
const LATEST = 'NOMAD-IMAGE-LATEST';

/** Line of this file that says something. */
function lineOf(text: string): string {
  const lines = readFileSync(__filename, 'utf8').split('\n');
  return `test/constructs/checks.test.ts:${String(lines.findIndex((line) => line.includes(text) && !line.includes('lineOf')) + 1)}`;
}

function trading(app: App): DomainStack {
  return new DomainStack(app, 'trading', { owner: 'trading-team' });
}

/** A job of no workload whose only fault is its tag. */
function latest(ID: string): Job {
  return {
    ID,
    Name: ID,
    Namespace: 'trading',
    Type: 'batch',
    Datacenters: ['*'],
    TaskGroups: [
      {
        Name: 'main',
        Tasks: [
          {
            Name: 'main',
            Driver: 'docker',
            User: '10001',
            Config: { image: 'registry.internal/sec/main:latest' },
            Resources: { CPU: 100, MemoryMB: 64 },
          },
        ],
      },
    ],
  };
}

const said = (problems: readonly Problem[]): string[] => problems.map(({ severity, code, path }) => `${severity} ${code} ${path}`);

describe('a check', () => {
  test('stops a program that an engine would refuse, and names the line, the place in the job, the limit and the change', () => {
    const app = appWith();
    const orders = new SecuritiesService(trading(app), 'orders', { port: Port.http(8080), ...size });
    orders.job.override(JobPath.group().field('Update', 'HealthyDeadline'), Duration.hours(2), because); // too long
    expect(problemsOf(app)).toEqual([
      {
        severity: 'error',
        code: 'NOMAD-UPDATE',
        path: 'trading/orders',
        source: lineOf('// too long'),
        at: 'TaskGroups[0].Update.HealthyDeadline',
        message: 'the roll-out fails before an allocation has had its time',
        value: '2h',
        limit: 'less than ProgressDeadline, 10m',
        fix: 'shorten HealthyDeadline, or lengthen ProgressDeadline',
      },
    ]);
  });

  test('names the override in the same block where a rule speaks of another member', () => {
    const app = appWith();
    const fills = new Worker(trading(app), 'fills', size);
    fills.job.override(JobPath.group().field('RestartPolicy', 'Attempts'), 1000, because); // a thousand
    expect(problemsOf(app)).toMatchObject([
      { code: 'NOMAD-RESTART', at: 'TaskGroups[0].RestartPolicy.Interval', source: lineOf('// a thousand') },
    ]);
  });

  test('shows a warning and writes the program', () => {
    const app = appWith();
    new NomadJob(trading(app), 'prune', { job: latest('prune') });
    expect(problemsOf(app)).toMatchObject([
      { severity: 'warning', code: LATEST, path: 'trading/prune', at: 'TaskGroups[0].Tasks[0].Config.image' },
    ]);
  });

  test('says nothing of a job whose workload is wrong already: it would say the same again', () => {
    const app = appWith();
    const fills = new Worker(trading(app), 'fills', { ...size, priority: 200 });
    fills.job.override(JobPath.group().field('RestartPolicy', 'Attempts'), 1000, because);
    expect(said(problemsOf(app))).toEqual(['error VALUE-INVALID trading/fills']);
  });

  test('looks at the estate too, however many jobs are refused, so that everything is said at once', () => {
    const app = appWith();
    const domain = trading(app);
    const orders = new SecuritiesService(domain, 'orders', { port: Port.http(8080), ...size });
    const fills = new Worker(domain, 'fills', size);
    fills.connectTo(orders, { allow: [HttpRule.get('/orders')] });
    fills.job.override(JobPath.service('sec-fills').field('Connect', 'SidecarService', 'Proxy', 'Upstreams'), [nowhere], because);
    fills.job.override(JobPath.group().field('RestartPolicy', 'Attempts'), 1000, because);
    orders.job.override(JobPath.group().field('Update', 'HealthyDeadline'), Duration.hours(2), because);
    new NomadJob(domain, 'prune', { job: latest('prune') });
    expect(said(problemsOf(app))).toEqual(
      expect.arrayContaining([
        'error NOMAD-RESTART trading/fills',
        'error NOMAD-UPDATE trading/orders',
        'warning MESH-UPSTREAM-UNKNOWN trading/fills',
        `warning ${LATEST} trading/prune`,
      ]),
    );
  });

  test('of the whole estate names the line of the call that it is about', () => {
    const app = appWith();
    const domain = trading(app);
    const orders = new SecuritiesService(domain, 'orders', { port: Port.http(8080), ...size, requestTimeout: Duration.minutes(1) });
    const front = new SecuritiesService(domain, 'front', { port: Port.http(8080), ...size });
    front.connectTo(orders, { allow: [HttpRule.get('/orders')] }); // the call
    new Worker(domain, 'asker', size).connectTo(front, { allow: [HttpRule.get('/')] });
    const chain = problemsOf(app).filter(({ code }) => code === 'MESH-TIMEOUT-CHAIN');
    expect(chain).toMatchObject([{ severity: 'warning', path: 'trading/front', source: lineOf('// the call') }]);
  });

  test('finds the same in every order of the program', () => {
    const steps: readonly ((domain: DomainStack) => void)[] = [
      (domain) => new NomadJob(domain, 'prune', { job: latest('prune') }),
      (domain) => new NomadJob(domain, 'clean', { job: latest('clean') }),
      (domain) => {
        const fills = new Worker(domain, 'fills', size);
        fills.job.override(JobPath.task('fills').config('image'), 'registry.internal/sec/fills:latest', because);
      },
      (domain) => Checks.of(domain).acknowledge('POOL-EXHAUSTED', 'silences nothing in this program'),
    ];
    const notices = (order: readonly number[]): readonly Problem[] => {
      const app = appWith();
      const domain = trading(app);
      for (const step of order) steps[step]?.(domain);
      const platform = Platform.of(app);
      platform.seal();
      return platform.notices;
    };
    const expected = notices([0, 1, 2, 3]);
    expect(said(expected)).toEqual([
      'warning ACKNOWLEDGE-UNUSED trading',
      `warning ${LATEST} trading/clean`,
      `warning ${LATEST} trading/fills`,
      `warning ${LATEST} trading/prune`,
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        expect(notices(order)).toEqual(expected);
      }),
      { numRuns: 24 },
    );
  });
});

const nowhere = { DestinationName: 'sec-leger', LocalBindPort: 12_000 };

describe('an acknowledgement', () => {
  test('silences the findings of a code at a construct and below, and keeps them as data', () => {
    const app = appWith();
    const domain = trading(app);
    new NomadJob(domain, 'prune', { job: latest('prune') });
    Checks.of(domain).acknowledge(LATEST, REASON); // the whole domain
    expect(problemsOf(app)).toEqual([]);
    expect(Platform.of(app).acknowledged).toEqual([
      {
        code: LATEST,
        path: 'trading/prune',
        at: 'TaskGroups[0].Tasks[0].Config.image',
        message: 'the tag latest is another image tomorrow',
        value: 'registry.internal/sec/main:latest',
        by: 'acknowledge',
        reason: REASON,
        source: lineOf('// the whole domain'),
      },
    ]);
  });

  test('says nothing of the construct beside it', () => {
    const app = appWith();
    const domain = trading(app);
    Checks.of(new NomadJob(domain, 'prune', { job: latest('prune') })).acknowledge(LATEST, REASON);
    new NomadJob(domain, 'prune-more', { job: latest('prune-more') });
    expect(said(problemsOf(app))).toEqual([`warning ${LATEST} trading/prune-more`]);
  });

  test('of the whole app silences it everywhere', () => {
    const app = appWith();
    Checks.of(app).acknowledge(LATEST, REASON);
    new NomadJob(trading(app), 'prune', { job: latest('prune') });
    expect(problemsOf(app)).toEqual([]);
  });

  test('further in is the one that counts; the outer one is unused where nothing is left for it', () => {
    const app = appWith();
    const domain = trading(app);
    Checks.of(domain).acknowledge(LATEST, 'nobody in this domain pins images');
    Checks.of(new NomadJob(domain, 'prune', { job: latest('prune') })).acknowledge(LATEST, REASON);
    expect(said(problemsOf(app))).toEqual(['warning ACKNOWLEDGE-UNUSED trading']);
    expect(Platform.of(app).acknowledged.map(({ reason }) => reason)).toEqual([REASON]);
  });

  test("silences what is an error only in a program of one's own", () => {
    const app = appWith();
    const fills = new Worker(trading(app), 'fills', size);
    fills.job.override(JobPath.task('fills').config('privileged'), true, because);
    Checks.of(fills).acknowledge('NOMAD-HOST-ACCESS', 'the card of the exchange is driven from user space');
    expect(problemsOf(app)).toEqual([]);
  });

  test('of a note about the mesh silences it', () => {
    const app = appWith();
    const contract = ServiceContract.http('orders', { domain: 'trading', offers: { read: [HttpRule.get('/orders')] } });
    const callers = [Callers.domain('fx', { may: ['read'] })];
    const orders = new SecuritiesService(trading(app), 'orders', { port: Port.http(8080), ...size, contract, callers });
    Checks.of(orders).acknowledge('MESH-GRANT-UNUSED', 'the caller comes with the next release');
    expect(problemsOf(app)).toEqual([]);
    expect(Platform.of(app).acknowledged.map(({ code, path }) => `${code} ${path}`)).toEqual(['MESH-GRANT-UNUSED trading/orders']);
  });

  test('that silences nothing is a warning that names its line', () => {
    const app = appWith();
    Checks.of(new Worker(trading(app), 'fills', size)).acknowledge(LATEST, REASON); // for nothing
    expect(problemsOf(app)).toEqual([
      {
        severity: 'warning',
        code: 'ACKNOWLEDGE-UNUSED',
        path: 'trading/fills',
        at: `acknowledge(${LATEST})`,
        source: lineOf('// for nothing'),
        message: 'this silences nothing: no finding of the code is here or below, or a word further in is about it',
        fix: 'remove the line',
      },
    ]);
  });

  test.each<[string, string, string, Partial<Problem>]>([
    [
      'of what an engine refuses',
      'NOMAD-UPDATE',
      REASON,
      {
        message: 'what is refused stays refused: no reason makes it work',
        value: 'NOMAD-UPDATE, an update block Nomad does not accept',
        fix: 'make the change that the finding asks for, and remove this line',
      },
    ],
    [
      'of a code that does not exist',
      'NOMAD-IMAGE-LATE',
      REASON,
      { message: 'there is no such code', value: '"NOMAD-IMAGE-LATE"', fix: `did you mean ${LATEST}?` },
    ],
    [
      'of characters that nobody sees',
      LATEST,
      '\u200b'.repeat(12),
      { message: 'an acknowledgement needs a reason of at least 10 characters', value: `"${'\u200b'.repeat(12)}"` },
    ],
    ['without substance', LATEST, 'ok', { message: 'an acknowledgement needs a reason of at least 10 characters', value: '"ok"' }],
    ['of an acknowledgement', 'ACKNOWLEDGE-UNUSED', REASON, { message: 'what is said of acknowledgements cannot be acknowledged' }],
  ])('%s is refused', (_what, code, reason, expected) => {
    const app = appWith();
    Checks.of(new Worker(trading(app), 'fills', size)).acknowledge(code as ProblemCode, reason); // refused
    expect(problemsOf(app)).toMatchObject([
      {
        severity: 'error',
        code: 'ACKNOWLEDGE-INVALID',
        path: 'trading/fills',
        at: `acknowledge(${code})`,
        source: lineOf('// refused'),
        ...expected,
      },
    ]);
  });

  test('of an error without a rule does not silence it, and is refused', () => {
    const app = appWith();
    const fills = new Worker(trading(app), 'fills', { ...size, priority: 200 });
    Checks.of(fills).acknowledge('VALUE-INVALID', REASON);
    expect(said(problemsOf(app))).toEqual(['error ACKNOWLEDGE-INVALID trading/fills', 'error VALUE-INVALID trading/fills']);
  });

  test('may be said twice, but not with two reasons', () => {
    const app = appWith();
    const prune = new NomadJob(trading(app), 'prune', { job: latest('prune') });
    for (const reason of [REASON, REASON]) Checks.of(prune).acknowledge(LATEST, reason);
    const other = appWith();
    const pruned = new NomadJob(trading(other), 'prune', { job: latest('prune') });
    for (const reason of [REASON, 'another one that is long enough']) Checks.of(pruned).acknowledge(LATEST, reason);
    expect([problemsOf(app).length, said(problemsOf(other))]).toEqual([0, ['error VALUE-CONFLICT trading/prune']]);
  });

  test('after the synth is refused like every late word', () => {
    const app = appWith();
    const fills = new Worker(trading(app), 'fills', size);
    problemsOf(app);
    expect(() => Checks.of(fills).acknowledge(LATEST, REASON)).toThrow(/MESH-SEALED at trading\/fills[\s\S]*acknowledge: /);
  });
});

describe('a synth', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kumiki-checks-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function written(name: string, say: (app: App) => void): { readonly outdir: string; readonly text: string } {
    const outdir = join(folder, name);
    const app = appWith({}, outdir);
    say(app);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { exitCode } = process;
    synth(app);
    process.exitCode = exitCode;
    const text = write.mock.calls.map(([chunk]) => String(chunk)).join('');
    write.mockRestore();
    return { outdir, text };
  }

  function read(outdir: string, name: string): unknown {
    return JSON.parse(readFileSync(join(outdir, 'checks', name), 'utf8'));
  }

  test('that is refused writes nothing at all', () => {
    const { outdir, text } = written('refused', (app) => {
      const fills = new Worker(trading(app), 'fills', size);
      fills.job.override(JobPath.group().field('RestartPolicy', 'Attempts'), 1000, because);
    });
    expect(text).toMatch(/^error NOMAD-RESTART at trading\/fills[\s\S]*1 error, nothing was written\n$/);
    expect(Object.keys(readFiles(outdir))).toEqual([]);
  });

  test('says in one line how many findings are acknowledged', () => {
    const { text } = written('acknowledged', (app) => {
      const domain = trading(app);
      for (const id of ['prune', 'clean']) new NomadJob(domain, id, { job: latest(id) });
      Checks.of(domain).acknowledge(LATEST, REASON);
    });
    expect(text).toBe('2 findings acknowledged\n');
  });

  test('writes what it knew of the platform', () => {
    const { outdir } = written('platform', trading);
    expect(read(outdir, 'platform.json')).toEqual({
      version: 1,
      namePrefix: 'sec',
      timeZone: 'Asia/Tokyo',
      market: { opens: 540, closes: 930 },
      engines: facts().engines.versions,
      pools: [
        { name: 'edge', servers: 6, cpuPerServer: 38_400, memoryPerServer: 65_536 },
        { name: 'general', servers: 150, cpuPerServer: 76_800, memoryPerServer: 131_072 },
      ],
      maxKillTimeout: 30_000_000_000,
      memoryOversubscription: false,
    });
  });

  test('writes which line stands behind what, and what may stand', () => {
    const { outdir } = written('sources', (app) => {
      const domain = trading(app); // the domain
      const orders = new SecuritiesService(domain, 'orders', { port: Port.http(8080), ...size }); // orders
      const fills = new Worker(domain, 'fills', size); // fills
      fills.connectTo(orders, { allow: [HttpRule.get('/orders')] }); // fills to orders
      new EgressGateway(domain, 'egress', { hostNetworkReason: 'callers on other servers have to reach it' }); // egress
      const prune = new NomadJob(domain, 'prune', { job: latest('sec-prune') }); // prune
      Checks.of(prune).acknowledge(LATEST, REASON); // stands
    });
    const sources = read(outdir, 'sources.json') as SourcesFile;
    expect(sources).toMatchObject({
      version: 1,
      constructs: {
        'trading/egress': lineOf('// egress'),
        'trading/fills': lineOf('// fills'),
        'trading/orders': lineOf('// orders'),
        'trading/prune': lineOf('// prune'),
      },
      calls: [{ from: 'sec-fills', to: 'sec-orders', source: lineOf('// fills to orders') }],
      jobs: { 'sec-egress': 'trading/egress', 'sec-fills': 'trading/fills', 'sec-orders': 'trading/orders', 'sec-prune': 'trading/prune' },
      owners: {},
    });
    const reasons = sources.acknowledged.map(({ code, path, by, reason, source }) => [code, path, by, reason, source]);
    expect(reasons).toContainEqual([LATEST, 'trading/prune', 'acknowledge', REASON, lineOf('// stands')]);
    expect(reasons).toContainEqual([
      'NOMAD-HOST-ACCESS',
      'trading/egress',
      'prop',
      'callers on other servers have to reach it',
      lineOf('// egress'),
    ]);
  });
});

test('a job whose members are null is checked as Nomad decodes it', () => {
  const app = appWith();
  const job = { ...latest('prune'), Update: null, Meta: null } as unknown as Job;
  new NomadJob(trading(app), 'prune', { job });
  expect(said(problemsOf(app))).toEqual([`warning ${LATEST} trading/prune`]);
});
