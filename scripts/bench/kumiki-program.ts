/**
 * A program of kumiki with a given number of services, as an estate has them: ten services, one worker and one batch job
 * in each domain, three calls from each service (half of them to other domains, by contract and grant), a secret, a
 * configuration file and a key for each, and one public route for each domain.
 *
 *     node kumiki-program.js <services> <output directory>
 *
 * BENCH_CHANGED=10 changes a service in each of the first ten domains: its memory, a secret, and one call more.
 */
import { mkdirSync } from 'node:fs';
import {
  App,
  BatchJob,
  Callers,
  ConsulKey,
  ContainerImage,
  Cpu,
  Deadline,
  DomainStack,
  Duration,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  Engines,
  Environment,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  OnChange,
  Platform,
  PlatformStack,
  Port,
  Releases,
  Retries,
  Rollout,
  Scaling,
  SecuritiesService,
  ServerPool,
  ServiceContract,
  StateBackend,
  synth,
  Traffic,
  Trigger,
  UpstreamLimits,
  VaultSecret,
  Worker,
  type Grant,
} from 'kumiki';
import { reportUsage } from './usage';

reportUsage();

const PER_DOMAIN = 10;
/** The first services of a domain have a contract. */
const PUBLISHED = 5;

const services = Number(process.argv[2]);
const outdir = process.argv[3] ?? 'cdktf.out';
mkdirSync(outdir, { recursive: true });

const changed = Number(process.env['BENCH_CHANGED'] ?? 0);
const domains = Math.ceil(services / PER_DOMAIN);
const domainOf = (index: number): string => `domain-${String(index % domains)}`;
const serviceOf = (domain: number, index: number): string => `service-${String(domain % domains)}-${String(index)}`;
const countOf = (domain: number): number => Math.min(PER_DOMAIN, services - domain * PER_DOMAIN);
const image = (name: string): ContainerImage => ContainerImage.of(`registry.internal/sec/${name}@sha256:${'a'.repeat(64)}`);

const images: Record<string, ContainerImage> = {};
for (let domain = 0; domain < domains; domain++) {
  for (let index = 0; index < countOf(domain); index++) images[serviceOf(domain, index)] = image(serviceOf(domain, index));
  for (const name of [`worker-${String(domain)}`, `report-${String(domain)}`]) images[name] = image(name);
}

// As many servers as the services need at their peak.
const servers = Math.max(150, Math.ceil(services / 10));
const general = ServerPool.of('general', { servers, cpuPerServer: Cpu.mhz(76_800), memoryPerServer: Memory.gib(128), racks: 10 });
const edgePool = ServerPool.of('edge', { servers: 6, cpuPerServer: Cpu.mhz(38_400), memoryPerServer: Memory.gib(64), racks: 2 });

const app = new App({ outdir });
Platform.define(app, {
  environment: Environment.of('production'),
  namePrefix: 'sec',
  timeZone: 'Asia/Tokyo',
  engines: Engines.tested(),
  pools: [general, edgePool],
  defaultPool: general,
  addresses: { nomad: 'https://nomad.internal:4646', consul: 'https://consul.internal:8501', vault: 'https://vault.internal:8200' },
  state: StateBackend.s3({ bucket: 'sec-terraform', region: 'ap-northeast-1' }),
  images: Releases.of(images),
  platformImages: { tools: image('tools'), consul: image('consul'), envoy: image('envoy') },
});
// What the checks cost is what a synth without them does not: no setting of the library, only of this program.
if (process.env['BENCH_CHECKS'] === 'off') (Platform.of(app) as unknown as { readonly checks: { isOn: boolean } }).checks.isOn = false;
new PlatformStack(app);

const publicEdge = EdgeContract.of('public', { domain: 'edge' });

/** Contract of the published services, by domain and index. */
const contracts = Array.from({ length: domains }, (_, domain) =>
  Array.from({ length: Math.min(PUBLISHED, countOf(domain)) }, (_unused, index) =>
    ServiceContract.http(serviceOf(domain, index), {
      domain: domainOf(domain),
      offers: {
        reading: [HttpRule.get(HttpPath.template('/accounts/{id}/balance')), HttpRule.get('/accounts')],
        posting: [HttpRule.post('/entries')],
      },
    }),
  ),
);

/** Domains after its own that a service calls: the next one, every second service also the one behind. */
const outsideOf = (index: number): readonly number[] => (index % 2 === 0 ? [1] : [1, 2]);

/** Exactly those that call: half of the contracts name whole domains, half name each service. */
function callersOf(domain: number, index: number): Grant<'reading' | 'posting'>[] {
  const may = ['reading', 'posting'] as const;
  return [1, 2].flatMap((step) => {
    const from = (domain - step + 2 * domains) % domains;
    if (from === domain) return [];
    const callers = Array.from({ length: countOf(from) }, (_, caller) => caller).filter(
      (caller) => outsideOf(caller).includes(step) && caller % Math.min(PUBLISHED, countOf(domain)) === index,
    );
    if (callers.length === 0) return [];
    return index % 2 === 0
      ? [Callers.domain(domainOf(from), { may })]
      : callers.map((caller) => Callers.service(serviceOf(from, caller), { may }));
  });
}

for (let domain = 0; domain < domains; domain++) {
  const stack = new DomainStack(app, domainOf(domain), { owner: `team-${String(domain)}` });
  const own: SecuritiesService[] = [];
  for (let index = 0; index < countOf(domain); index++) {
    const name = serviceOf(domain, index);
    const contract = contracts[domain]?.[index];
    const service = new SecuritiesService(stack, name, {
      port: Port.http(8080),
      count: 4,
      cpu: Cpu.mhz(500),
      memory: Memory.mib(domain < changed && index === 0 ? 640 : 512),
      health: HealthCheck.http('/ready', { startup: Duration.seconds(60) }),
      rollout: Rollout.canary(1),
      env: { LOG_LEVEL: 'info', JAVA_OPTS: '-Xmx384m' },
      ...(index % 3 === 0 ? { scaling: Scaling.between(4, 12) } : {}),
      ...(contract === undefined
        ? {}
        : {
            contract,
            callers: callersOf(domain, index),
          }),
      ...(index % 2 === 0
        ? {
            traffic: [Traffic.on(HttpRule.get('/accounts'), { requestTimeout: Duration.seconds(2), retries: Retries.onConnectFailure(2) })],
          }
        : {}),
    });
    service.addEnv('REGION', 'tokyo');
    service.addSecretEnv(
      VaultSecret.database(`${name}-rw`),
      { DB_USER: 'username', DB_PASSWORD: 'password' },
      { onChange: OnChange.restart() },
    );
    service.addConfigFile('flags.json', { dryRun: false, limits: { orders: 1000, amount: 50_000_000 }, regions: ['tokyo', 'osaka'] });
    service.readConfig(ConsulKey.own('limits'), { file: 'limits.json', onChange: OnChange.signal('SIGHUP') });
    own.push(service);
  }
  for (const [index, service] of own.entries()) {
    const inside = index % 2 === 0 ? [1, 3] : [1];
    let localPort = 12_000;
    if (domain < changed && index === 0) {
      inside.push(5);
      service.addSecretEnv(VaultSecret.kv('vendor'), { VENDOR_KEY: 'key' }, { onChange: OnChange.restart() });
    }
    for (const step of inside) {
      const target = own[(index + step) % own.length];
      if (target === undefined || target === service) continue;
      const upstream = service.connectTo(target, { allow: [HttpRule.get('/accounts'), HttpRule.post('/entries')], localPort: localPort++ });
      service.addEnv(`INSIDE_${String(step)}_URL`, upstream.url);
    }
    for (const step of outsideOf(index)) {
      const published = contracts[(domain + step) % domains] ?? [];
      const contract = published[index % published.length];
      if (contract === undefined || (domain + step) % domains === domain) continue;
      const upstream = service.connectTo(contract, {
        may: ['reading', 'posting'],
        connectTimeout: Duration.seconds(1),
        limits: UpstreamLimits.of({ maxConnections: 64 }),
        localPort: localPort++,
      });
      service.addEnv(`OUTSIDE_${String(step)}_URL`, upstream.url);
    }
  }
  const [first] = own;
  first?.exposeThrough(publicEdge, { host: 'www.sec.example.co.jp', path: HttpPath.prefix(`/${domainOf(domain)}`) });
  const worker = new Worker(stack, `worker-${String(domain)}`, { count: 2, cpu: Cpu.mhz(300), memory: Memory.mib(256) });
  const report = new BatchJob(stack, `report-${String(domain)}`, {
    trigger: Trigger.schedule(`${String(domain % 60)} ${String(18 + (domain % 5))} * * 1-5`),
    expectedDuration: Duration.minutes(50),
    finishBy: Deadline.nextMarketOpen(),
    cpu: Cpu.mhz(4000),
    memory: Memory.gib(4),
  });
  if (first !== undefined) {
    for (const caller of [worker, report])
      caller.addEnv('SERVICE_URL', caller.connectTo(first, { allow: [HttpRule.get('/accounts')] }).url);
  }
}

const edge = new DomainStack(app, 'edge', { owner: 'platform-team', namespace: 'ingress' });
new EdgeLoadBalancer(edge, 'public', {
  contract: publicEdge,
  pool: edgePool,
  accepts: Array.from({ length: domains }, (_, domain) => EdgeAcceptance.of(domainOf(domain), { hosts: ['www.sec.example.co.jp'] })),
});

synth(app);
