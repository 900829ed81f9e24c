import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aspects, Fn } from 'cdktf';
import {
  App,
  BatchJob,
  Callers,
  ConsulKey,
  ConsulKeys,
  ContainerImage,
  Cpu,
  Deadline,
  DomainStack,
  Duration,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  EgressGateway,
  ExternalService,
  HealthCheck,
  HttpPath,
  HttpRule,
  JobPath,
  KumikiError,
  Memory,
  OnChange,
  Platform,
  Port,
  Releases,
  Retries,
  Rollout,
  Scaling,
  SecuritiesService,
  ServerPool,
  ServiceContract,
  Traffic,
  Trigger,
  VaultSecret,
  Volume,
  Worker,
  type Problem,
} from 'kumiki';
import { problemsOf } from 'kumiki/testing';
import { localPort } from '../../lib/mesh';
import { formatProblem } from '../../lib/problems';
import { appWith, edgePool, facts } from '../support/program';

const size = { cpu: Cpu.mhz(500), memory: Memory.mib(512) };
const batch = { ...size, trigger: Trigger.once(), expectedDuration: Duration.minutes(5) };
const port = Port.http(8080);
const host = 'www.sec.example.co.jp';
const PublicEdge = EdgeContract.of('public', { domain: 'ingress' });
const Ledger = ServiceContract.http('ledger', { domain: 'settlement', offers: { balances: [HttpRule.get('/balance')] } });
/** Joined here, so that no scanner of this repository takes a test for a leak. */
const vaultToken = ['hvs.', 'CAESIJ0a1b2c3d4e5f6g7h8i9'].join('');

/** What a mistake is made in: two domains, one service in the first. */
interface Firm {
  readonly app: App;
  readonly trading: DomainStack;
  readonly settlement: DomainStack;
  readonly quotes: SecuritiesService;
}

function firm(app: App): Firm {
  const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
  const settlement = new DomainStack(app, 'settlement', { owner: 'settlement-team' });
  return { app, trading, settlement, quotes: new SecuritiesService(trading, 'quotes', { ...size, port }) };
}

function publicEdge(app: App): void {
  const ingress = new DomainStack(app, 'ingress', { owner: 'platform-team' });
  const accepts = [EdgeAcceptance.of('trading', { hosts: [host] })];
  new EdgeLoadBalancer(ingress, 'public', { contract: PublicEdge, pool: edgePool, accepts }); // the edge
}

const LINES = readFileSync(__filename, 'utf8').split('\n');

/** A text in which each line of this file stands as the comment behind it: `// here` is the line that is wrong. */
function marked(text: string): string {
  return text.replaceAll(/test\/constructs\/bad-input\.test\.ts:(\d+)/g, (place, line) => {
    return /\/\/ (.*)$/.exec(LINES[Number(line) - 1] ?? '')?.[1] ?? place;
  });
}

const textOf = (problem: Problem): string => marked(formatProblem(problem));

/** Files that a synthesis into a folder leaves there. */
function written(outdir: string): string[] {
  if (!existsSync(outdir)) return [];
  return readdirSync(outdir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

/** What a mistaken program is told, once the firm around it is there. It is synthesized as people do it, and writes nothing. */
function told(mistake: (firm: Firm) => void): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'kumiki-bad-input-'));
  try {
    const app = appWith({}, outdir);
    try {
      mistake(firm(app));
      app.synth();
    } catch (error) {
      if (!KumikiError.isKumikiError(error)) throw error;
      expect(written(outdir)).toEqual([]);
      return [...error.problems]
        .filter(({ severity }) => severity === 'error')
        .map(textOf)
        .sort();
    }
    return [];
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

type Mistake = readonly [what: string, mistake: (firm: Firm) => void, told: readonly string[]];

const NAMES: readonly Mistake[] = [
  [
    'letters that Consul does not take',
    ({ trading }) => {
      new SecuritiesService(trading, 'OrderApi', { ...size, port }); // here
    },
    [
      `error NAME-INVALID at trading/OrderApi (here)
  id: id is not a name that Nomad and Consul both take
  value: "OrderApi"
  limit: lower-case letters, digits and single dashes, starting with a letter, at most 59 characters after sec-
  fix: for instance order-api`,
    ],
  ],
  [
    'a name that is too long for Consul DNS',
    ({ trading }) => {
      new Worker(trading, `a${'b'.repeat(59)}`, size); // here
    },
    [
      `error NAME-INVALID at trading/abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb (here)
  id: id is too long for Consul DNS
  value: "abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" (64 characters with its prefix)
  limit: 63 characters
  fix: shorten the name`,
    ],
  ],
  [
    'a name that the engines reserve',
    ({ trading }) => {
      new Worker(trading, 'envoy', size); // here
    },
    [
      `error NAME-INVALID at trading/envoy (here)
  id: id is reserved by the engines
  value: "envoy"
  limit: not one of alloc, consul, default, envoy, global, nomad, vault
  fix: choose another name`,
    ],
  ],
  [
    'a name that another domain has',
    ({ trading, settlement }) => {
      new Worker(trading, 'orders', size); // there
      new BatchJob(settlement, 'orders', batch); // here
    },
    [
      `error NAME-TAKEN at settlement/orders (here)
  id: the name orders is taken: Consul Community has no namespaces, so service names are unique in the whole firm
  value: trading/orders in there
  fix: rename one of the two`,
    ],
  ],
  [
    'a name that its own domain has',
    ({ trading }) => {
      new Worker(trading, 'orders', size); // there
      new SecuritiesService(trading, 'orders', { ...size, port }); // here
    },
    [
      `error NAME-TAKEN at trading/orders-2 (here)
  id: the name orders is taken: Consul Community has no namespaces, so service names are unique in the whole firm
  value: trading/orders in there
  fix: rename one of the two`,
    ],
  ],
  [
    'two names that differ by case alone',
    ({ trading }) => {
      new Worker(trading, 'orders', size); // there
      new Worker(trading, 'Orders', size); // here
    },
    [
      `error NAME-INVALID at trading/Orders (here)
  id: id is not a name that Nomad and Consul both take
  value: "Orders"
  limit: lower-case letters, digits and single dashes, starting with a letter, at most 59 characters after sec-
  fix: for instance orders`,
    ],
  ],
  [
    'a domain with a blank in its name',
    ({ app }) => {
      new DomainStack(app, 'Trading Desk', { owner: 'desk-team' }); // here
    },
    [
      `error NAME-INVALID at Trading Desk (here)
  id: id is not a name that Nomad and Consul both take
  value: "Trading Desk"
  limit: lower-case letters, digits and single dashes, starting with a letter
  fix: for instance trading-desk`,
      `error NAME-INVALID at Trading Desk (here)
  namespace: namespace is not a name that Nomad and Consul both take
  value: "Trading Desk"
  limit: lower-case letters, digits and single dashes, starting with a letter
  fix: for instance trading-desk`,
    ],
  ],
  [
    'a domain without an owner',
    ({ app }) => {
      new DomainStack(app, 'fx', { owner: '' }); // here
    },
    [
      `error PROP-MISSING at fx (here)
  owner: a domain has an owner, whom errors and reviews name
  value: ""
  fix: for instance owner: 'trading-team'`,
    ],
  ],
  [
    'a namespace that Nomad does not take',
    ({ app }) => {
      new DomainStack(app, 'fx', { owner: 'fx-team', namespace: 'FX' }); // here
    },
    [
      `error NAME-INVALID at fx (here)
  namespace: namespace is not a name that Nomad and Consul both take
  value: "FX"
  limit: lower-case letters, digits and single dashes, starting with a letter
  fix: for instance fx`,
    ],
  ],
  [
    'two domains of one name',
    ({ app }) => {
      new DomainStack(app, 'trading', { owner: 'other-team' }); // here
    },
    [
      `error NAME-TAKEN at trading-2 (here)
  two stacks are called trading
  value: trading
  fix: rename one`,
      `error NAME-TAKEN at trading-access-2 (here)
  two stacks are called trading-access
  value: trading-access
  fix: rename one`,
    ],
  ],
  [
    'a domain named as the companion of another',
    ({ app }) => {
      new DomainStack(app, 'trading-access', { owner: 'other-team' }); // here
    },
    [
      `error NAME-TAKEN at trading-access-2 (here)
  two stacks are called trading-access
  value: trading-access
  fix: rename one`,
    ],
  ],
  [
    'a stack under another construct',
    ({ trading }) => {
      new DomainStack(trading, 'desk', { owner: 'desk-team' }); // here
    },
    [
      `error STACK-NESTED at trading/desk (here)
  cdktf writes dependencies of a nested stack as paths and its name as id, so it cannot be deployed
  value: trading/desk
  limit: a child of the app
  fix: pass the App as scope of desk`,
      `error STACK-NESTED at trading/desk-access (here)
  cdktf writes dependencies of a nested stack as paths and its name as id, so it cannot be deployed
  value: trading/desk-access
  limit: a child of the app
  fix: pass the App as scope of desk-access`,
    ],
  ],
  [
    'a workload outside of every domain',
    ({ app }) => {
      new Worker(app, 'orders', size); // here
    },
    [
      `error STACK-MISSING at orders (here)
  a workload stands in a DomainStack
  fix: create it with a DomainStack (this) as scope`,
    ],
  ],
  [
    'platform facts told twice',
    ({ app }) => {
      Platform.define(app, facts()); // here
    },
    [
      `error PLATFORM-TWICE at app (here)
  this app was told platform facts before
  fix: call Platform.define once, and make one app for each environment`,
    ],
  ],
  [
    'an environment variable with a dash',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addEnv('LOG-LEVEL', 'debug'); // here
    },
    [
      `error NAME-INVALID at trading/orders (here)
  env.LOG-LEVEL: an environment variable has letters, digits and underscores, and NOMAD_ belongs to Nomad
  value: "LOG-LEVEL"
  fix: for instance LOG_LEVEL`,
    ],
  ],
  [
    'an environment variable of Nomad',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, env: { NOMAD_ADDR: 'x' } }); // here
    },
    [
      `error NAME-INVALID at trading/orders (here)
  env.NOMAD_ADDR: an environment variable has letters, digits and underscores, and NOMAD_ belongs to Nomad
  value: "NOMAD_ADDR"
  fix: for instance ADDR`,
    ],
  ],
  [
    'an init task named as the main one',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addInitTask('orders', size); // here
    },
    [
      `error NAME-TAKEN at trading/orders (here)
  orders: the job has two tasks called orders
  fix: give one another name`,
    ],
  ],
  [
    'two companions of one name',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addCompanionTask('agent', size);
      orders.addCompanionTask('agent', size); // here
    },
    [
      `error NAME-TAKEN at trading/orders (here)
  agent: the job has two tasks called agent
  fix: give one another name`,
    ],
  ],
];

const NUMBERS: readonly Mistake[] = [
  [
    'a count of zero',
    ({ trading }) => {
      new SecuritiesService(trading, 'orders', { ...size, port, count: 0, rollout: Rollout.rolling(1) }); // here
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  count: count must be a whole number from 1 to 10000
  value: 0
  limit: a whole number from 1 to 10000
  fix: write a whole number from 1 to 10000`,
    ],
  ],
  [
    'a negative count',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, count: -2, rollout: Rollout.rolling(1) }); // here
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  count: count must be a whole number from 1 to 10000
  value: -2
  limit: a whole number from 1 to 10000
  fix: write a whole number from 1 to 10000`,
    ],
  ],
  [
    'a count outside of its scaling range',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, count: 2, scaling: Scaling.between(4, 8) }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (here)
  count: the count lies outside of the scaling range
  value: 2
  limit: 4 to 8
  fix: leave count out to begin at the minimum, or widen the range`,
    ],
  ],
  [
    'negative memory',
    ({ trading }) => {
      const memory = Memory.mib(-512); // here
      new Worker(trading, 'orders', { ...size, memory });
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  memory: Memory.mib must be a whole number from 1 to 16777216 MiB
  value: -512
  limit: a whole number from 1 to 16777216 MiB
  fix: write a whole number from 1 to 16777216 MiB`,
    ],
  ],
  [
    'a priority outside of 1 to 100',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, priority: 0 }); // here
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  priority: priority must be a whole number from 1 to 100
  value: 0
  limit: a whole number from 1 to 100
  fix: write a whole number from 1 to 100`,
    ],
  ],
  [
    "a port among Nomad's dynamic ones",
    ({ trading }) => {
      const dynamic = Port.http(25_000); // here
      new SecuritiesService(trading, 'orders', { ...size, port: dynamic });
    },
    [
      `error NOMAD-PORT at trading/orders (here)
  port: Port.http lies in the range of Nomad's dynamic ports
  value: 25000
  limit: not 20000-32000
  fix: choose a port below 19000, for instance 8080`,
    ],
  ],
  [
    'a kill timeout above the cap of the clients',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, killTimeout: Duration.seconds(60) }); // here
    },
    [
      `error NOMAD-RULE at trading/orders (here)
  killTimeout: the clients cut a kill timeout off at their own cap
  value: 1m
  limit: 30s
  fix: lower killTimeout, or raise max_kill_timeout of the clients and the facts`,
    ],
  ],
  [
    'more memory at most than there is',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, memoryMax: Memory.mib(32) }); // here
    },
    [
      `error NOMAD-RULE at trading/orders (here)
  memoryMax: the cluster has no memory oversubscription, so Nomad would ignore memoryMax
  value: 32 MiB
  fix: leave it out, or set memoryOversubscription in the platform facts`,
      `error VALUE-INVALID at trading/orders (here)
  memoryMax: memoryMax is below memory
  value: 32 MiB
  limit: at least 512 MiB
  fix: raise memoryMax, or leave it out`,
    ],
  ],
];

const VALUES_FROM_PLAIN_JAVASCRIPT: readonly Mistake[] = [
  [
    'half an instance',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, count: 1.5 }); // here
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  count: count must be a whole number from 1 to 10000
  value: 1.5
  limit: a whole number from 1 to 10000
  fix: write a whole number from 1 to 10000`,
    ],
  ],
  [
    'a name that is no text',
    ({ trading }) => {
      new Worker(trading, 5 as never, size); // here
    },
    [
      `error NAME-INVALID at trading/5 (here)
  id: id is not a name that Nomad and Consul both take
  value: 5
  limit: lower-case letters, digits and single dashes, starting with a letter, at most 59 characters after sec-
  fix: for instance orders`,
    ],
  ],
  [
    'a prop that does not exist',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, cuont: 3 } as never); // here
    },
    [
      `error PROP-UNKNOWN at trading/orders (here)
  cuont: there is no prop cuont
  limit: args, command, count, cpu, disk, env, exceptions, health, image, killSignal, killTimeout, logs, memory, memoryMax, placement, pool, priority, restart, rollout, scaling, shutdownDelay, sidecar, user
  fix: did you mean count?`,
    ],
  ],
  [
    'a required prop that is missing',
    ({ trading }) => {
      new SecuritiesService(trading, 'orders', { port } as never); // here
    },
    [
      `error PROP-MISSING at trading/orders (here)
  cpu: cpu is required
  fix: give cpu: Cpu.mhz(500)`,
      `error PROP-MISSING at trading/orders (here)
  memory: memory is required
  fix: give memory: Memory.mib(512)`,
    ],
  ],
  [
    'a batch without its times',
    ({ trading }) => {
      new BatchJob(trading, 'report', size as never); // here
    },
    [
      `error PROP-MISSING at trading/report (here)
  expectedDuration: expectedDuration is required
  fix: give expectedDuration: Duration.seconds(30)`,
      `error PROP-MISSING at trading/report (here)
  trigger: trigger is required
  fix: give trigger: Trigger.schedule('30 18 * * 1-5')`,
    ],
  ],
  [
    'a number for a Memory',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, memory: 512 as never }); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  memory: memory must be a Memory
  value: 512
  limit: Memory
  fix: use Memory.mib(512)`,
    ],
  ],
  [
    'a number for a Duration',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, killTimeout: 20 as never }); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  killTimeout: killTimeout must be a Duration
  value: 20
  limit: Duration
  fix: use Duration.seconds(30)`,
    ],
  ],
  [
    'a number for a Port',
    ({ trading }) => {
      new SecuritiesService(trading, 'orders', { ...size, port: 8080 as never }); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  port: port must be a Port
  value: 8080
  limit: Port
  fix: use Port.http(8080)`,
    ],
  ],
  [
    'text for a Cpu',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, cpu: '500' as never }); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  cpu: cpu must be a Cpu
  value: "500"
  limit: Cpu
  fix: use Cpu.mhz(500)`,
    ],
  ],
  [
    'text for a count',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, count: '3' as never }); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  count: count must be a number
  value: "3"
  limit: number
  fix: write it without quotes`,
    ],
  ],
  [
    'null for an image',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, image: null as never }); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  image: image must be a ContainerImage
  value: null
  limit: ContainerImage
  fix: use ContainerImage.of('<registry>/<name>@sha256:…')`,
    ],
  ],
  [
    'a number for a variable',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addEnv('RETRIES', 3 as never); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  env.RETRIES: an environment variable is text
  value: 3
  fix: write "3"`,
    ],
  ],
  [
    'a number in the environment',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, env: { RETRIES: 3 as never } }); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  env.RETRIES: an environment variable is text
  value: 3
  fix: write "3"`,
    ],
  ],
  [
    'a number for a connect timeout',
    ({ trading, quotes }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.connectTo(quotes, { allow: [HttpRule.get('/a')], connectTimeout: 5 as never }); // here
    },
    [
      `error VALUE-TYPE at trading/orders (here)
  connectTo(sec-quotes).connectTimeout: connectTimeout must be a Duration
  value: 5
  limit: Duration
  fix: use Duration.seconds(30)`,
    ],
  ],
  [
    'an edge without a contract',
    ({ trading }) => {
      new EdgeLoadBalancer(trading, 'public', { pool: edgePool, accepts: [EdgeAcceptance.of('trading', { hosts: [host] })] } as never); // here
    },
    [
      `error PROP-MISSING at trading/public (here)
  contract: contract is required
  fix: give contract: …`,
    ],
  ],
  [
    'a prop of an init task that does not exist',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addInitTask('seed', { ...size, comand: '/app/seed' } as never); // here
    },
    [
      `error PROP-UNKNOWN at trading/orders (here)
  seed.comand: there is no prop comand
  limit: args, command, cpu, env, exceptions, image, killSignal, killTimeout, logs, memory, memoryMax, user
  fix: did you mean command?`,
    ],
  ],
  [
    'an init task without its size',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addInitTask('seed', {} as never); // here
    },
    [
      `error PROP-MISSING at trading/orders (here)
  seed.cpu: cpu is required
  fix: give cpu: Cpu.mhz(500)`,
      `error PROP-MISSING at trading/orders (here)
  seed.memory: memory is required
  fix: give memory: Memory.mib(512)`,
    ],
  ],
  [
    'an owner that is no text',
    ({ app }) => {
      new DomainStack(app, 'fx', { owner: 5 as never }); // here
    },
    [
      `error PROP-MISSING at fx (here)
  owner: a domain has an owner, whom errors and reviews name
  value: 5
  fix: for instance owner: 'trading-team'`,
    ],
  ],
];

const HEALTH_IMAGES_POOLS: readonly Mistake[] = [
  [
    'a health path that opens everything',
    ({ trading }) => {
      const health = HealthCheck.http('/'); // here
      new SecuritiesService(trading, 'orders', { ...size, port, health });
    },
    [
      `error NOMAD-RULE at trading/orders (here)
  health: the health path '/' would open the whole application around mutual TLS and intentions
  value: '/'
  fix: serve health on a path of its own, for instance '/ready'`,
    ],
  ],
  [
    'a tcp service without a word about health',
    ({ trading }) => {
      new SecuritiesService(trading, 'cache', { ...size, port: Port.tcp(6379) }); // here
    },
    [
      `error PROP-MISSING at trading/cache (here)
  health: Consul cannot check a tcp port through the mesh, so a tcp service says how its health is seen
  fix: HealthCheck.script('/app/healthy'), HealthCheck.http('/health', { port: 'admin' }) or HealthCheck.none('reason')`,
    ],
  ],
  [
    'a worker that is asked at a port',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, health: HealthCheck.http('/ready') }); // here
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  health: a worker has no port to ask
  value: HealthCheck.http
  limit: HealthCheck.script or HealthCheck.none
  fix: HealthCheck.script('/app/healthy'), or make it a SecuritiesService`,
    ],
  ],
  [
    'a check that waits longer than the time to the next',
    ({ trading }) => {
      const health = HealthCheck.http('/ready', { timeout: Duration.seconds(10) }); // here
      new SecuritiesService(trading, 'orders', { ...size, port, health });
    },
    [
      `error MESH-TIMEOUT at trading/orders (here)
  health: the timeout of a check is not below its interval
  value: timeout 10s, interval 10s
  limit: below 10s
  fix: lower the timeout or raise the interval`,
    ],
  ],
  [
    'an image by the tag latest',
    ({ trading }) => {
      const latest = ContainerImage.byTag('registry.internal/sec/orders:latest', 'the vendor has no digests'); // here
      new Worker(trading, 'orders', { ...size, image: latest });
    },
    [
      `error IMAGE-NOT-PINNED at trading/orders (here)
  image: the tag latest names another image every day
  value: "registry.internal/sec/orders:latest"
  limit: a version tag or a digest
  fix: name the version that was built, or its digest`,
    ],
  ],
  [
    'an image without a digest',
    ({ trading }) => {
      const tagged = ContainerImage.of('registry.internal/sec/orders:1.2'); // here
      new Worker(trading, 'orders', { ...size, image: tagged });
    },
    [
      `error IMAGE-NOT-PINNED at trading/orders (here)
  image: the image has no digest, so what runs may differ from what was reviewed
  value: "registry.internal/sec/orders:1.2"
  limit: …@sha256:<64 hex digits>
  fix: add the digest, or say ContainerImage.byTag(reference, 'reason') where none can be had`,
    ],
  ],
  [
    'a pool the platform does not have',
    ({ trading }) => {
      const other = ServerPool.of('other', { servers: 3, cpuPerServer: Cpu.mhz(1000), memoryPerServer: Memory.gib(4) });
      new Worker(trading, 'orders', { ...size, pool: other }); // here
    },
    [
      `error POOL-UNKNOWN at trading/orders (here)
  pool: the platform has no such server pool
  value: other
  limit: edge, general
  fix: name a pool of the platform facts`,
    ],
  ],
  [
    'a disk that the logs could fill',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, disk: Memory.mib(50) }); // here
    },
    [
      `error NOMAD-RULE at trading/orders (here)
  disk: the logs of all tasks could fill the disk
  value: 50 MiB
  limit: more than 100 MiB
  fix: raise disk, or lower logs`,
    ],
  ],
  [
    'a root user',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, user: 'root' }); // here
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  user: a user is numeric and not root
  value: "root"
  limit: uid:gid, each at least 1
  fix: for instance '10001:10001', or exceptions: [HardeningException.root('reason')]`,
    ],
  ],
];

const TASKS: readonly Mistake[] = [
  [
    'init tasks that wait for each other',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addInitTask('schema', { ...size, command: '/app/schema', after: ['seed'] }); // here
      orders.addInitTask('seed', { ...size, command: '/app/seed', after: ['schema'] });
    },
    [
      `error NOMAD-TASK-CYCLE at trading/orders (here)
  addInitTask: init tasks wait for each other, so none would ever start
  value: schema → seed → schema
  fix: remove one after`,
    ],
  ],
  [
    'an init task that waits for itself',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addInitTask('schema', { ...size, command: '/app/schema', after: ['schema'] }); // here
    },
    [
      `error NOMAD-TASK-CYCLE at trading/orders (here)
  addInitTask: init tasks wait for each other, so none would ever start
  value: schema → schema
  fix: remove one after`,
    ],
  ],
  [
    'an init task in an order that does not say what to run',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addInitTask('schema', { ...size, command: '/app/schema' });
      orders.addInitTask('seed', { ...size, after: ['schema'] }); // here
    },
    [
      `error PROP-MISSING at trading/orders (here)
  seed.command: an init task in an order is started by a shell, which has to know what to run
  fix: give command: the path of the program in the image`,
    ],
  ],
  [
    'an init task that waits for nobody',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addInitTask('schema', { ...size, command: '/app/schema', after: ['sed'] }); // here
    },
    [
      `error NOMAD-TASK-CYCLE at trading/orders (here)
  addInitTask(schema): waits for sed, which is no init task of this job
  limit: schema
  fix: name an init task of this job`,
    ],
  ],
  [
    'two values for one variable',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', { ...size, env: { LEVEL: 'info' } }); // there
      orders.addEnv('LEVEL', 'debug'); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (there)
  env.LEVEL: two different values are given for one thing
  value: "info" in there and "debug" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'two contents for one file',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addConfigFile('flags.json', { dryRun: true }); // there
      orders.addConfigFile('flags.json', { dryRun: false }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (there)
  addConfigFile(flags.json): two different values are given for one thing
  value: "{\\"dryRun\\":true}\\n" in there and "{\\"dryRun\\":false}\\n" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'two ways to read one secret',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addSecretEnv(VaultSecret.database('orders'), { USER: 'username' }, { onChange: OnChange.restart() }); // there
      orders.addSecretEnv(VaultSecret.database('orders'), { USER: 'login' }, { onChange: OnChange.restart() }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (there)
  addSecretEnv(database/creds/orders).USER: two different values are given for one thing
  value: "username" in there and "login" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'a signal about variables',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addSecretEnv(VaultSecret.database('orders'), { USER: 'username' }, { onChange: OnChange.signal('SIGHUP') }); // here
    },
    [
      `error NOMAD-RULE at trading/orders (here)
  addSecretEnv(database/creds/orders): a running process cannot see new environment variables, so a signal is of no use
  value: SIGHUP
  fix: use OnChange.restart(), or addSecretFile with a signal`,
    ],
  ],
  [
    'a file outside of its folder',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addConfigFile('../flags.json', ''); // here
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  addConfigFile: a file is named relative to its folder, without ..
  value: "../flags.json"
  fix: for instance 'limits.json'`,
    ],
  ],
  [
    'one file name for a text and a key',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addConfigFile('limits.json', {}); // there
      orders.readConfig(ConsulKey.own('limits'), { file: 'limits.json', onChange: OnChange.ignore() }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (there)
  local/limits.json: two different values are given for one thing
  value: "addConfigFile(limits.json)" in there and "readConfig(limits.json)" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'one variable from a text and a secret',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addEnv('USER', 'orders'); // there
      orders.addSecretEnv(VaultSecret.database('orders'), { USER: 'username' }, { onChange: OnChange.restart() }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (there)
  USER: two different values are given for one thing
  value: "addEnv(USER)" in there and "addSecretEnv(database/creds/orders)" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'one variable from two secrets',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addSecretEnv(VaultSecret.database('a'), { USER: 'username' }, { onChange: OnChange.restart() }); // there
      orders.addSecretEnv(VaultSecret.database('b'), { USER: 'username' }, { onChange: OnChange.restart() }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (there)
  USER: two different values are given for one thing
  value: "addSecretEnv(database/creds/a)" in there and "addSecretEnv(database/creds/b)" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'two volumes of one name',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addVolume('data', Volume.host('a'), '/data'); // there
      orders.addVolume('data', Volume.host('b'), '/other'); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (there)
  addVolume(data): two different values are given for one thing
  value: "{\\"type\\":\\"host\\",\\"source\\":\\"a\\",\\"readOnly\\":false,\\"perAlloc\\":false}" in there and "{\\"type\\":\\"host\\",\\"source\\":\\"b\\",\\"readOnly\\":false,\\"perAlloc\\":false}" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'a volume at no absolute path',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addVolume('data', Volume.host('a'), 'data'); // here
    },
    [
      `error VALUE-INVALID at trading/orders (here)
  addVolume: a volume is mounted at an absolute path
  value: "data"
  fix: for instance '/data'`,
    ],
  ],
  [
    'an override of a task that is not there',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.job.override(JobPath.task('order').config('hostname'), 'x', { reason: 'the licence is bound to it' }); // here
    },
    [
      `error NOMAD-OVERRIDE at trading/orders (here)
  TaskGroups[0].Tasks[order].Config.hostname: Tasks has no member called order
  limit: orders
  fix: did you mean orders?`,
    ],
  ],
  [
    'two overrides of one field',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.job.override(JobPath.task('orders').config('hostname'), 'a', { reason: 'the licence is bound to it' }); // there
      orders.job.override(JobPath.task('orders').config('hostname'), 'b', { reason: 'the licence is bound to it' }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (here)
  TaskGroups[0].Tasks[orders].Config.hostname: two overrides give one field different values
  value: "a" in there and "b" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'an override with a reason too short',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.job.override(JobPath.task('orders').config('hostname'), 'a', { reason: 'because' }); // here
    },
    [
      `error NOMAD-OVERRIDE at trading/orders (here)
  TaskGroups[0].Tasks[orders].Config.hostname: an override needs a reason of at least 10 characters
  value: "because"
  limit: at least 10 characters
  fix: say why, for the reviewer who has one minute`,
    ],
  ],
];

const ROLL_OUTS_AND_TIME: readonly Mistake[] = [
  [
    'a single writer that runs twice',
    ({ trading }) => {
      new SecuritiesService(trading, 'book', { ...size, port, count: 2, rollout: Rollout.stopThenStart('it alone writes the book') }); // here
    },
    [
      `error NOMAD-ROLLOUT at trading/book (here)
  rollout: a single writer runs once
  value: count 2
  limit: 1 instance
  fix: set count to 1 and leave scaling out, or choose Rollout.rolling`,
    ],
  ],
  [
    'a single writer that scales',
    ({ trading }) => {
      const rollout = Rollout.stopThenStart('it alone writes the book');
      new Worker(trading, 'book', { ...size, scaling: Scaling.between(1, 3), rollout }); // here
    },
    [
      `error NOMAD-ROLLOUT at trading/book (here)
  rollout: a single writer runs once
  value: scaling up to 3
  limit: 1 instance
  fix: set count to 1 and leave scaling out, or choose Rollout.rolling`,
    ],
  ],
  [
    'more canaries than instances',
    ({ trading }) => {
      new SecuritiesService(trading, 'orders', { ...size, port, count: 2, rollout: Rollout.canary(3) }); // here
    },
    [
      `error NOMAD-ROLLOUT at trading/orders (here)
  rollout: there are more canaries than instances
  value: 3
  limit: 2
  fix: use at most Rollout.canary(2)`,
    ],
  ],
  [
    'a task that may take longer to end than its roll-out may stand still',
    ({ trading }) => {
      const rollout = Rollout.canary(1, { healthyDeadline: Duration.seconds(18), progressDeadline: Duration.seconds(20) });
      new SecuritiesService(trading, 'orders', { ...size, port, rollout }); // here
    },
    [
      `error NOMAD-ROLLOUT at trading/orders (here)
  rollout: a task may take longer to end than the roll-out may stand still
  value: killTimeout 25s of orders, progressDeadline 20s
  limit: killTimeout at most progressDeadline
  fix: raise progressDeadline, or lower killTimeout`,
    ],
  ],
  [
    'deadlines of a roll-out out of order',
    ({ trading }) => {
      const rollout = Rollout.canary(1, { healthyDeadline: Duration.minutes(20), progressDeadline: Duration.minutes(10) });
      new Worker(trading, 'orders', { ...size, rollout }); // here
    },
    [
      `error MESH-TIMEOUT at trading/orders (here)
  rollout: the deadlines of a roll-out must rise
  value: minHealthyTime 10s, healthyDeadline 20m, progressDeadline 10m
  limit: minHealthyTime < healthyDeadline < progressDeadline
  fix: raise the later one`,
    ],
  ],
  [
    'a timeout above that of its service',
    ({ trading }) => {
      const traffic = [Traffic.on(HttpRule.get('/a'), { requestTimeout: Duration.seconds(20) })];
      new SecuritiesService(trading, 'orders', { ...size, port, requestTimeout: Duration.seconds(10), traffic }); // here
    },
    [
      `error MESH-TIMEOUT at trading/orders (here)
  traffic: the timeout of GET /a is above the service's own, which cuts it off
  value: 20s
  limit: 10s
  fix: raise requestTimeout of the service, or lower the one in traffic`,
    ],
  ],
  [
    'requests timed at a tcp service',
    ({ trading }) => {
      const health = HealthCheck.script('/app/healthy');
      new SecuritiesService(trading, 'cache', { ...size, port: Port.tcp(6379), health, requestTimeout: Duration.seconds(5) }); // here
    },
    [
      `error MESH-PROTOCOL at trading/cache (here)
  requestTimeout: a tcp service has no requests to route or time
  value: tcp
  limit: http, http2, grpc
  fix: leave it out`,
    ],
  ],
  [
    'two settings for the same requests',
    ({ trading }) => {
      const traffic = [1, 2].map((seconds) => Traffic.on(HttpRule.get('/a'), { requestTimeout: Duration.seconds(seconds) }));
      new SecuritiesService(trading, 'orders', { ...size, port, traffic }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (here)
  traffic: two settings speak of the same requests
  fix: merge them into one Traffic.on`,
    ],
  ],
  [
    'a retry that could send an order twice',
    ({ trading }) => {
      const traffic = [Traffic.on(HttpRule.post('/orders'), { retries: Retries.on(2, { statusCodes: [503] }) })]; // here
      new SecuritiesService(trading, 'orders', { ...size, port, traffic });
    },
    [
      `error MESH-RETRY at trading/orders (here)
  traffic[0]: a retry could do the work of POST /orders twice
  value: 503
  limit: connect-failure, refused-stream for POST
  fix: use Retries.onConnectFailure(n), or say idempotentBecause`,
    ],
  ],
  [
    'a schedule of six fields',
    ({ trading }) => {
      const trigger = Trigger.schedule('0 30 18 * * 1-5'); // here
      new BatchJob(trading, 'report', { ...batch, trigger });
    },
    [
      `error CRON-INVALID at trading/report (here)
  trigger: a schedule has five fields: minute hour day-of-month month day-of-week (with six, Nomad reads the last as a year, others the first as seconds)
  value: "0 30 18 * * 1-5"
  limit: 5 fields
  fix: for instance '30 18 * * 1-5'`,
    ],
  ],
  [
    'a schedule that never fires',
    ({ trading }) => {
      const trigger = Trigger.schedule('0 0 30 2 *'); // here
      new BatchJob(trading, 'report', { ...batch, trigger });
    },
    [
      `error CRON-INVALID at trading/report (here)
  trigger: the schedule never fires
  value: "0 0 30 2 *"
  fix: choose a day that exists`,
    ],
  ],
  [
    'a deadline that cannot be kept',
    ({ trading }) => {
      const times = { trigger: Trigger.schedule('0 8 * * 1-5'), expectedDuration: Duration.hours(2), finishBy: Deadline.nextMarketOpen() };
      new BatchJob(trading, 'report', { ...size, ...times }); // here
    },
    [
      `error MESH-TIMEOUT at trading/report (here)
  finishBy: a run that starts at 08:00 and takes as long as expected ends after its deadline
  value: 2h
  limit: 60 minutes until 09:00
  fix: start earlier, or move the deadline`,
    ],
  ],
  [
    'a run longer than the time to the next',
    ({ trading }) => {
      const times = { trigger: Trigger.schedule('*/10 * * * *'), expectedDuration: Duration.minutes(11) };
      new BatchJob(trading, 'report', { ...size, ...times }); // here
    },
    [
      `error CRON-INVALID at trading/report (here)
  trigger: a run takes longer than the time to the next one, which Nomad would then skip
  value: 11m
  limit: 10 minutes between two runs
  fix: run it less often, or allow overlap: 'allow'`,
    ],
  ],
];

const CALLS: readonly Mistake[] = [
  [
    'a call to oneself',
    ({ trading }) => {
      const orders = new SecuritiesService(trading, 'orders', { ...size, port });
      orders.connectTo(orders, { allow: [HttpRule.get('/a')] }); // here
    },
    [
      `error MESH-SELF at trading/orders (here)
  connectTo(sec-orders): orders declares itself as an upstream
  fix: call 127.0.0.1 and the own port instead`,
    ],
  ],
  [
    'a call that the callee does not grant',
    ({ trading, settlement }) => {
      new SecuritiesService(settlement, 'ledger', { ...size, port, contract: Ledger }); // there
      new Worker(trading, 'orders', size).connectTo(Ledger, { may: ['balances'] }); // here
    },
    [
      `error MESH-NOT-GRANTED at trading/orders (here)
  connectTo(ledger): ledger does not name orders as a caller of balances
  fix: in there (owner settlement-team) add Callers.service('orders', { may: ['balances'] }) to callers of ledger`,
    ],
  ],
  [
    'a grant of what the contract does not offer',
    ({ settlement }) => {
      const callers = [Callers.service('orders', { may: ['balanses'] })];
      new SecuritiesService(settlement, 'ledger', { ...size, port, contract: Ledger, callers: callers as never }); // here
    },
    [
      `error MESH-NOT-GRANTED at settlement/ledger (here)
  callers: Callers.service('orders') names an offer that the contract does not have
  value: 'balanses'
  limit: balances
  fix: name an offer of the contract; did you mean balances?`,
    ],
  ],
  [
    'a call for what the contract does not offer',
    ({ trading, settlement }) => {
      const callers = [Callers.service('orders', { may: ['balances' as const] })];
      new SecuritiesService(settlement, 'ledger', { ...size, port, contract: Ledger, callers });
      new Worker(trading, 'orders', size).connectTo(Ledger, { may: ['balances', 'balanses'] as never }); // here
    },
    [
      `error MESH-NOT-GRANTED at trading/orders (here)
  connectTo(ledger): the contract of ledger has no offer balanses
  value: 'balanses'
  limit: balances
  fix: name one of its offers; did you mean balances?`,
    ],
  ],
  [
    'a call to a service that nobody defines',
    ({ trading }) => {
      new Worker(trading, 'orders', size).connectTo(Ledger, { may: ['balances'] }); // here
    },
    [
      `error MESH-UNKNOWN-SERVICE at trading/orders (here)
  connectTo(ledger): nothing in this app is called sec-ledger
  fix: define ledger in the domain settlement`,
    ],
  ],
  [
    'a call without a rule',
    ({ trading, quotes }) => {
      new Worker(trading, 'orders', size).connectTo(quotes); // here
    },
    [
      `error MESH-EVERYTHING at trading/orders (here)
  connectTo(sec-quotes): the call to quotes names no method or path
  fix: add allow: [HttpRule.get('/…')], or say it in words: allow: [HttpRule.everything('reason')]`,
    ],
  ],
  [
    'a call that opens every path',
    ({ trading, quotes }) => {
      const everything = HttpRule.get(HttpPath.prefix('/'));
      new Worker(trading, 'orders', size).connectTo(quotes, { allow: [everything] }); // here
    },
    [
      `error MESH-EVERYTHING at trading/orders (here)
  connectTo(sec-quotes).allow[0]: the prefix '/' opens every path
  value: '/'
  fix: say it in words: HttpRule.everything('reason')`,
    ],
  ],
  [
    'rules for a tcp service',
    ({ trading }) => {
      const health = HealthCheck.script('/app/healthy');
      const cache = new SecuritiesService(trading, 'cache', { ...size, port: Port.tcp(6379), health });
      new Worker(trading, 'orders', size).connectTo(cache, { allow: [HttpRule.get('/a')] }); // here
    },
    [
      `error MESH-PROTOCOL at trading/orders (here)
  connectTo(sec-cache): cache speaks tcp: Consul would enforce rules with methods and paths as deny
  fix: leave allow out: connectTo(cache)`,
    ],
  ],
  [
    'a call to a worker',
    ({ trading }) => {
      const fills = new Worker(trading, 'fills', size);
      new Worker(trading, 'orders', size).connectTo(fills, { allow: [HttpRule.get('/a')] }); // here
    },
    [
      `error MESH-PROTOCOL at trading/orders (here)
  connectTo(sec-fills): fills is a worker and listens on no port
  fix: make it a SecuritiesService, or call another`,
    ],
  ],
  [
    "a call of another domain's construct",
    ({ settlement, quotes }) => {
      new Worker(settlement, 'ledger', size).connectTo(quotes, { allow: [HttpRule.get('/a')] }); // here
    },
    [
      `error MESH-NOT-GRANTED at settlement/ledger (here)
  connectTo(sec-quotes): quotes belongs to the domain trading: across domains a call goes through its contract
  fix: import the ServiceContract of quotes and write connectTo(contract, { may: […] }); trading-team grants it in callers`,
    ],
  ],
  [
    'two ways to reach one destination',
    ({ trading, quotes }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.connectTo(quotes, { allow: [HttpRule.get('/a')], connectTimeout: Duration.seconds(1) }); // there
      orders.connectTo(quotes, { allow: [HttpRule.get('/a')], connectTimeout: Duration.seconds(2) }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (there)
  connectTo(sec-quotes): two different values are given for one thing
  value: "{\\"localPort\\":17636,\\"connectTimeout\\":\\"1s\\"}" in there and "{\\"localPort\\":17636,\\"connectTimeout\\":\\"2s\\"}" in here
  limit: one value
  fix: remove one of the two lines`,
    ],
  ],
  [
    'a local port outside of those for upstreams',
    ({ trading, quotes }) => {
      new Worker(trading, 'orders', size).connectTo(quotes, { allow: [HttpRule.get('/a')], localPort: 8080 }); // here
    },
    [
      `error NOMAD-PORT at trading/orders (here)
  connectTo(sec-quotes).localPort: localPort must be a whole number from 10000 to 18999
  value: 8080
  limit: a whole number from 10000 to 18999
  fix: write a whole number from 10000 to 18999`,
    ],
  ],
  [
    'a call by a contract that the owner does not export',
    ({ trading, settlement }) => {
      const callers = [Callers.service('orders', { may: ['balances' as const] })];
      new SecuritiesService(settlement, 'ledger', { ...size, port, contract: Ledger, callers }); // there
      const Forged = ServiceContract.http('ledger', { domain: 'settlement', offers: { balances: [HttpRule.delete('/entries')] } });
      new Worker(trading, 'orders', size).connectTo(Forged, { may: ['balances'] }); // here
    },
    [
      `error VALUE-CONFLICT at trading/orders (here)
  connectTo(ledger): this is not the contract that the owner of ledger exports
  value: ledger of settlement, http; balances: DELETE /entries
  limit: ledger of settlement, http; balances: GET /balance
  fix: import the contract of settlement-team, the one given to ledger in there`,
    ],
  ],
  [
    'a contract of another service',
    ({ settlement }) => {
      new SecuritiesService(settlement, 'journal', { ...size, port, contract: Ledger }); // here
    },
    [
      `error VALUE-CONFLICT at settlement/journal (here)
  contract: the contract does not fit journal: it is for the service ledger
  limit: service journal, domain settlement, protocol http
  fix: give the service its own contract`,
    ],
  ],
  [
    'an external system without a gateway',
    ({ settlement }) => {
      const Mail = ServiceContract.tcp('mail', { domain: 'settlement' });
      new ExternalService(settlement, 'mail', { contract: Mail, addresses: ['10.0.0.1:25'] }); // here
    },
    [
      `error PROP-MISSING at settlement/mail (here)
  via: an external system in the mesh stands behind an egress gateway
  fix: give via: <EgressGateway>, or use DirectContract with a reason`,
    ],
  ],
  [
    'an external system at no address',
    ({ settlement }) => {
      const Mail = ServiceContract.tcp('mail', { domain: 'settlement' });
      const via = new EgressGateway(settlement, 'egress', { hostNetworkReason: 'other servers reach it at its address' });
      new ExternalService(settlement, 'mail', { contract: Mail, via, addresses: ['mail.internal'] }); // here
    },
    [
      `error VALUE-INVALID at settlement/mail (here)
  addresses: an address is written host:port
  value: "mail.internal"
  fix: for instance '10.20.0.5:9092'`,
    ],
  ],
];

const EDGES: readonly Mistake[] = [
  [
    'a route to a tcp service',
    ({ app, trading }) => {
      const health = HealthCheck.script('/app/healthy');
      publicEdge(app);
      const cache = new SecuritiesService(trading, 'cache', { ...size, port: Port.tcp(6379), health });
      cache.exposeThrough(PublicEdge, { host, path: '/cache' }); // here
    },
    [
      `error MESH-PROTOCOL at trading/cache (here)
  exposeThrough(public): a route needs a service that speaks http, http2 or grpc
  value: tcp
  fix: give the service an http-like port`,
    ],
  ],
  [
    'a route through an edge that nobody defines',
    ({ quotes }) => {
      quotes.exposeThrough(PublicEdge, { host, path: '/quotes' }); // here
    },
    [
      `error STACK-MISSING at trading/quotes (here)
  exposeThrough(public): no EdgeLoadBalancer public is defined in this app
  fix: define it in the domain ingress, or correct the contract`,
    ],
  ],
  [
    'a host the edge does not accept',
    ({ app, quotes }) => {
      publicEdge(app); // there
      quotes.exposeThrough(PublicEdge, { host: 'api.sec.example.co.jp', path: '/quotes' }); // here
    },
    [
      `error EDGE-NOT-ACCEPTED at trading/quotes (here)
  exposeThrough(public): the edge public does not accept api.sec.example.co.jp from the domain trading
  value: api.sec.example.co.jp
  limit: www.sec.example.co.jp
  fix: in the edge (owner platform-team) add EdgeAcceptance.of('trading', { hosts: ['api.sec.example.co.jp'] }) to accepts`,
    ],
  ],
  [
    'a domain the edge does not accept',
    ({ app, settlement }) => {
      publicEdge(app); // there
      const ledger = new SecuritiesService(settlement, 'ledger', { ...size, port });
      ledger.exposeThrough(PublicEdge, { host, path: '/ledger' }); // here
    },
    [
      `error EDGE-NOT-ACCEPTED at settlement/ledger (here)
  exposeThrough(public): the edge public does not accept www.sec.example.co.jp from the domain settlement
  value: www.sec.example.co.jp
  limit: nothing is accepted from settlement
  fix: in the edge (owner platform-team) add EdgeAcceptance.of('settlement', { hosts: ['www.sec.example.co.jp'] }) to accepts`,
    ],
  ],
  [
    'two services on one host and path',
    ({ app, trading, quotes }) => {
      publicEdge(app);
      const orders = new SecuritiesService(trading, 'orders', { ...size, port });
      quotes.exposeThrough(PublicEdge, { host, path: HttpPath.prefix('/shop') }); // there
      orders.exposeThrough(PublicEdge, { host, path: HttpPath.prefix('/shop') }); // here
    },
    [
      `error EDGE-ROUTE-TAKEN at ingress/public (there)
  www.sec.example.co.jp/shop: sec-orders and sec-quotes stand on one host and path
  value: sec-orders in here and sec-quotes in there
  limit: one service, or a weight for each
  fix: give each a weight, or one another path`,
    ],
  ],
  [
    'a host with a wildcard',
    ({ app }) => {
      const ingress = new DomainStack(app, 'ingress', { owner: 'platform-team' });
      const accepts = [EdgeAcceptance.of('trading', { hosts: ['*.sec.example.co.jp'] })];
      new EdgeLoadBalancer(ingress, 'public', { contract: PublicEdge, pool: edgePool, accepts }); // here
    },
    [
      `error EDGE-RULE at ingress/public (here)
  accepts: a host is a full lower-case DNS name without wildcard
  value: "*.sec.example.co.jp"
  fix: for instance 'www.sec.example.co.jp'`,
    ],
  ],
];

const SECRETS_AND_TOKENS: readonly Mistake[] = [
  [
    'a secret in the environment',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addEnv('DB_PASSWORD', 'Tr0ub4dor&3'); // here
    },
    [
      `error SECRET-LITERAL at trading/orders (here)
  env.DB_PASSWORD: this looks like the secret that DB_PASSWORD names; as a literal it would stand in the code, the plan, the state and Nomad's raft
  value: … (11 characters)
  fix: put it into Vault and read it: addSecretEnv(VaultSecret.kv('…'), { NAME: 'field' })`,
    ],
  ],
  [
    'a secret in an argument',
    ({ trading }) => {
      new Worker(trading, 'orders', { ...size, args: ['--url=postgres://app:Tr0ub4dor@db/x'] }); // here
    },
    [
      `error SECRET-LITERAL at trading/orders (here)
  TaskGroups[0].Tasks[0].Config.args: this looks like a password in a URL; as a literal it would stand in the code, the plan, the state and Nomad's raft
  value: … (35 characters)
  fix: put it into Vault and read it: addSecretEnv(VaultSecret.kv('…'), { NAME: 'field' })`,
    ],
  ],
  [
    'a secret in a file',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addConfigFile('app.ini', `token = ${vaultToken}`); // here
    },
    [
      `error SECRET-LITERAL at trading/orders (here)
  addConfigFile(app.ini): this looks like a Vault token; as a literal it would stand in the code, the plan, the state and Nomad's raft
  value: … (37 characters)
  fix: put it into Vault and read it: addSecretEnv(VaultSecret.kv('…'), { NAME: 'field' })`,
    ],
  ],
  [
    'a secret in a key',
    ({ trading }) => {
      new ConsulKeys(trading, 'keys', { values: { api_key: 'A1b2C3d4E5' } }); // here
    },
    [
      `error SECRET-LITERAL at trading/keys (here)
  values.api_key: this looks like the secret that api_key names; as a literal it would stand in the code, the plan, the state and Nomad's raft
  value: … (10 characters)
  fix: put it into Vault and read it: addSecretEnv(VaultSecret.kv('…'), { NAME: 'field' })`,
    ],
  ],
  [
    'a token in the environment',
    ({ trading }) => {
      new Worker(trading, 'orders', size).addEnv('ADDRESS', Fn.upper('x')); // here
    },
    [
      `error VALUE-TOKEN at trading/orders (here)
  env.ADDRESS: a Terraform token is not allowed here: it would hide the whole difference from the reviewer as known after apply
  value: "\${TfToken[TOKEN.0]}"
  limit: a literal known at synth
  fix: join by name: write the name of the thing, not its attribute`,
    ],
  ],
  [
    'a token in an override',
    ({ trading }) => {
      const orders = new Worker(trading, 'orders', size);
      orders.job.override(JobPath.task('orders').config('hostname'), Fn.upper('x'), { reason: 'the licence is bound to it' }); // here
    },
    [
      `error VALUE-TOKEN at trading/orders (here)
  TaskGroups[0].Tasks[0].Config.hostname: a Terraform token is not allowed here: it would hide the whole difference from the reviewer as known after apply
  value: "\${TfToken[TOKEN.1]}"
  limit: a literal known at synth
  fix: join by name: write the name of the thing, not its attribute`,
    ],
  ],
  [
    'a wildcard in a path of Vault',
    ({ trading }) => {
      const secret = VaultSecret.kv('*');
      new Worker(trading, 'orders', size).addSecretFile(secret, { file: 'all', fields: ['x'], onChange: OnChange.ignore() }); // here
    },
    [
      `error VAULT-PATH at trading/orders (here)
  addSecretFile: a KV secret has plain path segments, without wildcards
  value: "*"
  limit: letters, digits, dot, dash, underscore
  fix: for instance 'orders-rw'`,
    ],
  ],
];

const EVERY = {
  names: NAMES,
  numbers: NUMBERS,
  'health, images and pools': HEALTH_IMAGES_POOLS,
  tasks: TASKS,
  'roll-outs and time': ROLL_OUTS_AND_TIME,
  calls: CALLS,
  edges: EDGES,
  'secrets and tokens': SECRETS_AND_TOKENS,
};

describe.each(Object.entries(EVERY))('of mistakes in %s a person is told', (_group, mistakes) => {
  test.each(mistakes)('%s', (_what, mistake, expected) => {
    expect(told(mistake)).toEqual([...expected].sort());
  });
});

describe('where no compiler looks, a person is told', () => {
  // More may be said: what the job would have been is checked as well.
  test.each(VALUES_FROM_PLAIN_JAVASCRIPT)('%s', (_what, mistake, expected) => {
    expect(told(mistake)).toEqual(expect.arrayContaining([...expected]));
  });
});

describe('a program with many mistakes', () => {
  test('is told all of them at once, sorted by place, and leaves what an earlier synthesis wrote', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'kumiki-bad-input-'));
    const good = appWith({}, outdir);
    firm(good);
    good.synth();
    const file = join(outdir, 'stacks', 'trading', 'cdk.tf.json');
    const before = readFileSync(file, 'utf8');
    const app = appWith({}, outdir);
    const { trading, settlement } = firm(app);
    const orders = new Worker(trading, 'Orders', { ...size, count: 0, cuont: 1 } as never);
    orders.addEnv('A-B', 'x');
    orders.connectTo(Ledger, { may: ['balances'] });
    new BatchJob(settlement, 'report', { ...batch, cpu: Cpu.mhz(0), trigger: Trigger.schedule('* *') });
    let message = '';
    try {
      app.synth();
    } catch (error) {
      message = (error as KumikiError).message;
    }
    const heads = message.split('\n').filter((line) => /^(error|warning|note) /.test(line));
    expect(heads.map((line) => line.replace(/ \(.*/, ''))).toEqual([
      'error VALUE-INVALID at settlement/report',
      'error CRON-INVALID at settlement/report',
      'error MESH-UNKNOWN-SERVICE at trading/Orders',
      'error VALUE-INVALID at trading/Orders',
      'error PROP-UNKNOWN at trading/Orders',
      'error NAME-INVALID at trading/Orders',
      'error NAME-INVALID at trading/Orders',
      'error NOMAD-ROLLOUT at trading/Orders',
    ]);
    expect(message).toMatch(/\n\n8 errors, nothing was written$/);
    expect(readFileSync(file, 'utf8')).toBe(before);
    rmSync(outdir, { recursive: true });
  });

  test('is refused with the same text again, and by whatever reads it', () => {
    const app = appWith();
    new Worker(firm(app).trading, 'orders', { ...size, count: 0, rollout: Rollout.rolling(1) });
    const problems = problemsOf(app);
    expect(problems.map(({ code }) => code)).toEqual(['VALUE-INVALID']);
    expect(problemsOf(app)).toEqual(problems);
  });
});

describe('an app without platform facts', () => {
  test('is told where facts are looked for', () => {
    const app = new App({ outdir: join(tmpdir(), 'kumiki-never-written') });
    let text = '';
    try {
      new DomainStack(app, 'trading', { owner: 'trading-team' }); // the stack
    } catch (error) {
      text = (error as KumikiError).problems.map(textOf).join();
    }
    expect(text).toBe(
      `error PLATFORM-MISSING at trading (the stack)
  no platform facts were given to this app
  fix: call Platform.define(app, facts) before the first stack`,
    );
  });
});

describe('wrong platform facts are told', () => {
  test.each<[string, Parameters<typeof appWith>[0], string]>([
    [
      'a prefix that is no name',
      { namePrefix: 'SEC_' },
      `error NAME-INVALID at platform
  namePrefix: namePrefix is not a name that Nomad and Consul both take
  value: "SEC_"
  limit: lower-case letters, digits and single dashes, starting with a letter
  fix: for instance sec`,
    ],
    [
      'a time zone that is none',
      { timeZone: 'Asia/Edo' },
      `error VALUE-INVALID at platform
  timeZone: this is no time zone
  value: Asia/Edo
  limit: a name of the IANA database
  fix: for instance 'Asia/Tokyo'`,
    ],
    [
      'a default pool that is not among the pools',
      { pools: [edgePool] },
      `error POOL-UNKNOWN at platform
  defaultPool: the default pool is not one of the pools
  value: general
  limit: edge
  fix: add it to pools`,
    ],
    [
      'a release file that is not there',
      { images: Releases.file('/nowhere/production.json') },
      `error RELEASE-FILE at platform
  /nowhere/production.json: the release file cannot be read
  fix: let CI write it, or correct the path`,
    ],
  ])('%s', (_what, own, text) => {
    const app = appWith(own);
    const problems = problemsOf(app.node.children.length === 0 ? withStack(app) : app).filter(({ path }) => path === 'platform');
    expect(problems.map((problem) => formatProblem({ ...problem, source: undefined }))).toEqual([text]);
  });

  function withStack(app: App): App {
    new DomainStack(app, 'trading', { owner: 'trading-team' });
    return app;
  }
});

describe('a release file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kumiki-releases-'));
  const file = join(folder, 'production.json');
  afterAll(() => rmSync(folder, { recursive: true }));

  const errorsWith = (content: string): string[] => {
    writeFileSync(file, content);
    const app = appWith({ images: Releases.file(file) });
    new Worker(new DomainStack(app, 'trading', { owner: 'trading-team' }), 'orders', size); // the worker
    return problemsOf(app)
      .map(textOf)
      .map((text) => text.replaceAll(file, 'releases/production.json').replaceAll(/ \(test\/support[^)]*\)/g, ''));
  };

  test('without the image of a workload is told, with the line to add', () => {
    expect(errorsWith('{ "images": {} }')).toEqual([
      `error IMAGE-MISSING at trading/orders (the worker)
  image: releases/production.json has no image for orders
  fix: let CI write "orders": "<registry>/…@sha256:…" into releases/production.json, or give image`,
    ]);
  });

  test('with a tag is told at the workload that would run it', () => {
    expect(errorsWith('{ "images": { "orders": "registry.internal/sec/orders:latest" } }')).toEqual([
      `error IMAGE-NOT-PINNED at trading/orders (the worker)
  releases/production.json: orders: the image has no digest, so what runs may differ from what was reviewed
  value: "registry.internal/sec/orders:latest"
  limit: …@sha256:<64 hex digits>
  fix: add the digest, or say ContainerImage.byTag(reference, 'reason') where none can be had`,
    ]);
  });

  test('that is malformed is told', () => {
    expect(errorsWith('[]')[0]).toBe(
      `error RELEASE-FILE at platform
  releases/production.json: the release file is not an object
  value: []
  fix: write { "images": { "<service>": "<registry>/<name>@sha256:…" } }`,
    );
  });
});

describe('two upstreams whose names lead to one port', () => {
  const [first, second] = collidingNames();

  function collidingNames(): [string, string] {
    const byPort = new Map<number, string>();
    for (let index = 0; ; index++) {
      const name = `service-${String(index)}`;
      const port = localPort(`sec-${name}`);
      const other = byPort.get(port);
      if (other !== undefined) return [other, name];
      byPort.set(port, name);
    }
  }

  const firmWith = (options: { readonly localPort?: number }) => (app: App) => {
    const { trading } = firm(app);
    const orders = new Worker(trading, 'orders', size);
    const a = new SecuritiesService(trading, first, { ...size, port });
    const b = new SecuritiesService(trading, second, { ...size, port });
    orders.connectTo(a, { allow: [HttpRule.get('/a')], ...options }); // here
    orders.connectTo(b, { allow: [HttpRule.get('/a')] });
  };

  test('are told, with the way out', () => {
    const app = appWith();
    firmWith({})(app);
    const names = [`sec-${first}`, `sec-${second}`].sort();
    expect(problemsOf(app).map(textOf)).toEqual([
      `error NOMAD-PORT at trading/orders (here)
  connectTo(${names[0]!}): the upstream ${names[0]!} and the upstream ${names[1]!} would listen on the same port
  value: ${String(localPort(`sec-${first}`))}
  limit: one user of a port
  fix: give connectTo(${names[0]!}) another localPort, free and between 10000 and 18999`,
    ]);
  });

  test('are accepted once one of them is given another', () => {
    const app = appWith();
    firmWith({ localPort: 18_999 })(app);
    expect(problemsOf(app)).toEqual([]);
  });
});

describe('after the graph was read nothing more can be said', () => {
  test('by an Aspect, which writes nothing', () => {
    const late = told(({ settlement, quotes }) => {
      // Its stack is the last: the others are synthesized by then.
      Aspects.of(settlement.access).add({
        visit: (construct) => {
          if (construct === settlement.access) quotes.addEnv('LATE', 'yes'); // the Aspect
        },
      });
    });
    expect(late).toEqual([
      `error MESH-SEALED at trading/quotes (the Aspect)
  addEnv: the mesh graph was read already, so this would be in no file
  fix: say it while the program builds its stacks, not in an Aspect or after synth`,
    ]);
  });

  const restart = { onChange: OnChange.restart() };
  const reason = { reason: 'the licence is bound to it' };

  test.each<[string, (firm: Firm) => unknown]>([
    ['addEnv', ({ quotes }) => quotes.addEnv('LATE', 'yes')],
    ['addSecretEnv', ({ quotes }) => quotes.addSecretEnv(VaultSecret.database('x'), { A: 'a' }, restart)],
    ['addSecretFile', ({ quotes }) => quotes.addSecretFile(VaultSecret.kv('x'), { file: 'a', fields: ['a'], ...restart })],
    ['addConfigFile', ({ quotes }) => quotes.addConfigFile('a', '')],
    ['readConfig', ({ quotes }) => quotes.readConfig(ConsulKey.own('a'), { file: 'a', ...restart })],
    ['addVolume', ({ quotes }) => quotes.addVolume('a', Volume.host('a'), '/a')],
    ['addInitTask', ({ quotes }) => quotes.addInitTask('a', size)],
    ['addCompanionTask', ({ quotes }) => quotes.addCompanionTask('a', size)],
    ['connectTo', ({ quotes }) => quotes.connectTo(Ledger, { may: ['balances'] })],
    ['exposeThrough', ({ quotes }) => quotes.exposeThrough(PublicEdge, { host, path: '/a' })],
    ['overrideEntry', ({ quotes }) => quotes.overrideEntry('service-defaults', ['MaxInboundConnections'], 5, reason)],
    ['override', ({ quotes }) => quotes.job.override(JobPath.task('quotes').config('hostname'), 'a', reason)],
    ['new', ({ trading }) => new Worker(trading, 'late', size)],
  ])('with %s', (verb, say) => {
    const world = firm(appWith());
    expect(problemsOf(world.app)).toEqual([]);
    let problems: readonly Problem[] = [];
    try {
      say(world);
    } catch (error) {
      problems = (error as KumikiError).problems;
    }
    expect(problems).toMatchObject([
      {
        code: 'MESH-SEALED',
        at: verb,
        source: expect.stringMatching(/^test\/constructs\/bad-input\.test\.ts:\d+$/),
        message: 'the mesh graph was read already, so this would be in no file',
      },
    ]);
  });
});
