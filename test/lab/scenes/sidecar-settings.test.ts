import {
  AccessLog,
  Cpu,
  DomainStack,
  Duration,
  GrpcRule,
  HttpRule,
  InboundLimits,
  LoadBalancing,
  Memory,
  OutlierDetection,
  Port,
  Retries,
  SecuritiesService,
  Sidecar,
  Traffic,
  UpstreamLimits,
} from 'kumiki';
import type { App } from 'cdktf';
import { logOf, serverOf } from '../allocations';
import { fullName, image, SceneProgram, seen, small } from '../scene-program';
import { asOperator } from '../servers/engines-up';
import { SidecarAdmin, type EnvoyJson } from '../sidecar-admin';
import { get, type Answer, type CallOptions } from '../standin';
import { until } from '../until';

const DOMAIN = 'settings';
const everything = HttpRule.everything('the scene asks for many paths');

function program(app: App): void {
  const domain = new DomainStack(app, DOMAIN, { owner: 'settings' });
  const common = { ...small, image: image('standin') };
  const shop = new SecuritiesService(domain, 'settings-shop', {
    ...common,
    port: Port.http(8080),
    count: 2,
    requestTimeout: Duration.seconds(4),
    traffic: [
      Traffic.on(HttpRule.get('/hurried'), { requestTimeout: Duration.seconds(1) }),
      Traffic.on(HttpRule.get('/flaky'), { retries: Retries.on(2, { statusCodes: [503] }) }),
      Traffic.on(HttpRule.post('/orders'), { retries: Retries.onConnectFailure(3) }),
    ],
    loadBalancing: LoadBalancing.byHeader('x-account-id'),
  });
  const door = new SecuritiesService(domain, 'settings-door', {
    ...common,
    port: Port.http(8080),
    requestTimeout: Duration.seconds(20),
    inboundLimits: InboundLimits.of({ maxConnections: 2 }),
    sidecar: Sidecar.of({
      cpu: Cpu.mhz(20),
      memory: Memory.mib(64),
      concurrency: 2,
      metricsPort: 9300,
      maxRequestHeadersKib: 8,
      localConnectTimeout: Duration.milliseconds(700),
      localIdleTimeout: Duration.seconds(2),
    }),
  });
  const stream = new SecuritiesService(domain, 'settings-stream', { ...common, port: Port.http2(8081) });
  const quotes = new SecuritiesService(domain, 'settings-quotes', { ...common, port: Port.grpc(9090) });
  const caller = new SecuritiesService(domain, 'settings-caller', { ...common, port: Port.http(8080) });
  caller.connectTo(shop, { allow: [everything] });
  const wary = new SecuritiesService(domain, 'settings-wary', { ...common, port: Port.http(8080) });
  wary.connectTo(shop, {
    allow: [everything],
    connectTimeout: Duration.milliseconds(1700),
    limits: UpstreamLimits.of({ maxConnections: 2, maxPendingRequests: 1 }),
    outlierDetection: OutlierDetection.of({
      maxFailures: 3,
      interval: Duration.seconds(1),
      baseEjectionTime: Duration.seconds(3),
      maxEjectionPercent: 50,
    }),
  });
  caller.connectTo(door, { allow: [everything] });
  caller.connectTo(stream, { allow: [everything], limits: UpstreamLimits.of({ maxConcurrentRequests: 2 }) });
  caller.connectTo(quotes, { allow: [GrpcRule.service('settings.v1.Quotes')] });
}

const scene = new SceneProgram('settings');

beforeAll(() => scene.deploy(program));
afterAll(() => scene.destroy());

const caller = () => scene.one(DOMAIN, 'settings-caller');
const sidecarOf = async (id: string) => new SidecarAdmin(scene.layout, (await scene.one(DOMAIN, id)).allocation);
const delayed = (ms: number): CallOptions => ({ headers: { 'x-standin-delay': `${String(ms)}ms` } });
const statuses = (answers: readonly Answer[], status: number) => answers.filter((answer) => answer.status === status).length;
const instanceOf = ({ responseHeaders }: Answer) => responseHeaders?.['x-standin-instance'];

describe('sidecar settings: what is declared in TypeScript is in Envoy and in its behaviour', () => {
  it(
    'a request ends with 504 at its declared time, and a faster one is answered',
    seen(scene, async () => {
      const from = await caller();
      const [fast, hurried, patient, slow] = await Promise.all([
        from.call('settings-shop', '/hurried', delayed(300)),
        from.call('settings-shop', '/hurried', delayed(2000)),
        from.call('settings-shop', '/patient', delayed(2000)),
        from.call('settings-shop', '/patient', delayed(6000)),
      ]);

      expect(fast.status).toBe(200);
      expect(hurried.status).toBe(504);
      expect(hurried.ms).toBeGreaterThanOrEqual(990);
      expect(hurried.ms).toBeLessThan(1900);
      expect(patient.status).toBe(200);
      expect(slow.status).toBe(504);
      expect(slow.ms).toBeGreaterThanOrEqual(3990);
      expect(slow.ms).toBeLessThan(5500);
    }),
  );

  it(
    'each kind of request has its time and its retries in the configuration of the caller',
    seen(scene, async () => {
      const config = await (await sidecarOf('settings-caller')).config();
      const shop = fullName('settings-shop');

      expect(config.route(shop, '/hurried')).toMatchObject({ timeout: '1s' });
      expect(config.route(shop, '/hurried')).not.toHaveProperty('retry_policy');
      expect(config.route(shop, '/flaky')).toMatchObject({
        timeout: '4s',
        retry_policy: { num_retries: 2, retriable_status_codes: [503] },
      });
      const retries = config.route(shop, '/orders')['retry_policy'] as EnvoyJson;
      expect(retries['num_retries']).toBe(3);
      expect(String(retries['retry_on']).split(',').sort()).toEqual(['connect-failure', 'refused-stream']);
      const other = config.routes(shop).filter(({ match }) => (match as EnvoyJson)['prefix'] === '/');
      expect(other[0]).toMatchObject({ route: { timeout: '4s' } });
      expect(config.routes(fullName('settings-door'))).toMatchObject([{ route: { timeout: '20s' } }]);
    }),
  );

  it(
    'a request is repeated where retries are declared, and nowhere else',
    seen(scene, async () => {
      const from = await caller();
      const failingFirst = (path: string, method: string, times: number) =>
        from.call('settings-shop', path, {
          method,
          headers: { 'x-account-id': 'repeated', 'x-standin-fail-first': `${String(times)}:${path}` },
        });

      expect(await failingFirst('/flaky', 'GET', 2)).toMatchObject({ status: 200 });
      expect(await failingFirst('/plain', 'GET', 1)).toMatchObject({ status: 503 });
      expect(await failingFirst('/orders', 'POST', 1)).toMatchObject({ status: 503 });

      const counts = await Promise.all((await scene.all(DOMAIN, 'settings-shop')).map((one) => one.counts()));
      const seenBy = (request: string) => counts.map((count) => count[request] ?? 0).sort();
      expect(seenBy('GET /flaky')).toEqual([0, 3]);
      expect(seenBy('GET /plain')).toEqual([0, 1]);
      expect(seenBy('POST /orders')).toEqual([0, 1]);
    }),
  );

  it(
    'the same header value reaches the same instance, and other values reach the other',
    seen(scene, async () => {
      const from = await caller();
      const reached = new Set<string | undefined>();
      for (const account of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
        const answers = await from.calls('settings-shop', '/account', { times: 4, headers: { 'x-account-id': account } });
        const instances = new Set(answers.map(instanceOf));
        expect(instances.size).toBe(1);
        reached.add([...instances][0]);
      }
      expect(reached.size).toBe(2);
    }),
  );

  it(
    'what exceeds the limits of an upstream is answered with 503 at once, and counted',
    seen(scene, async () => {
      const from = await scene.one(DOMAIN, 'settings-wary');
      const sidecar = await sidecarOf('settings-wary');
      const shop = fullName('settings-shop');
      const config = await sidecar.config();
      expect(config.cluster(shop)).toMatchObject({
        connect_timeout: '1.700s',
        circuit_breakers: { thresholds: [{ max_connections: 2, max_pending_requests: 1 }] },
      });
      const before = await sidecar.stat(shop, 'upstream_rq_pending_overflow');

      const answers = await from.calls('settings-shop', '/crowded', { times: 12, parallel: 12, ...delayed(1000) });

      const refused = answers.filter(({ status }) => status === 503);
      // Two are worked on, one waits; each instance is allowed a first connection in any case. While the first is being made, one waits.
      expect(statuses(answers, 200)).toBeGreaterThanOrEqual(1);
      expect(statuses(answers, 200)).toBeLessThanOrEqual(4);
      expect(refused).toHaveLength(12 - statuses(answers, 200));
      for (const { responseHeaders } of refused) expect(responseHeaders).toMatchObject({ 'x-envoy-overloaded': 'true' });
      expect((await sidecar.stat(shop, 'upstream_rq_pending_overflow')) - before).toBe(refused.length);
    }),
  );

  it(
    'requests in flight are limited where many share a connection',
    seen(scene, async () => {
      const from = await caller();
      const sidecar = await sidecarOf('settings-caller');
      const stream = fullName('settings-stream');
      expect((await sidecar.config()).cluster(stream)).toMatchObject({
        circuit_breakers: { thresholds: [{ max_requests: 2 }] },
      });

      const answers = await from.calls('settings-stream', '/ticks', { times: 6, parallel: 6, protocol: 'http2', ...delayed(1000) });

      expect(statuses(answers, 200)).toBe(2);
      expect(statuses(answers, 503)).toBe(4);
    }),
  );

  it(
    'an instance takes no more connections than declared from all callers together',
    seen(scene, async () => {
      const from = await caller();
      const sidecar = await sidecarOf('settings-door');
      const door = await sidecar.config();
      expect(door.filters('connection_limit.v3.ConnectionLimit')).toContainEqual(expect.objectContaining({ max_connections: '2' }));

      expect(await from.call('settings-door', '/enter')).toMatchObject({ status: 200 });

      const answers = await from.calls('settings-door', '/enter', { times: 6, parallel: 6, ...delayed(1000) });

      // A connection that is refused takes with it what waits for one beside it: fewer than two may be answered.
      expect(statuses(answers, 200)).toBeLessThanOrEqual(2);
      const others = answers.filter(({ status }) => status !== 200);
      expect(others.map(({ status, error, body }) => `${String(status)} ${error ?? body}`)).toEqual(
        others.map(() => expect.stringMatching(/^50[34] /) as string),
      );
      expect(await sidecar.counter('connection_limit.inbound_connection_limit.limited_connections')).toBeGreaterThanOrEqual(1);
      expect(await from.call('settings-door', '/enter')).toMatchObject({ status: 200 });
    }),
  );

  it(
    'an instance that fails again and again is left out for the declared time, then asked again',
    seen(scene, async () => {
      const from = await scene.one(DOMAIN, 'settings-wary');
      const sidecar = await sidecarOf('settings-wary');
      const shop = fullName('settings-shop');
      expect((await sidecar.config()).cluster(shop)).toMatchObject({
        outlier_detection: { consecutive_5xx: 3, interval: '1s', base_ejection_time: '3s', max_ejection_percent: 50 },
      });
      const ask = (headers: Readonly<Record<string, string>> = {}) =>
        from.call('settings-shop', '/ejected', { headers: { 'x-account-id': 'ejected', ...headers } });
      const usual = instanceOf(await ask());
      expect(usual).toBeDefined();

      for (let failure = 1; failure <= 3; failure += 1) expect(instanceOf(await ask({ 'x-standin-status': '503' }))).toBe(usual);
      const started = Date.now();

      const other = await ask();
      expect(other.status).toBe(200);
      expect(instanceOf(other)).not.toBe(usual);
      expect(await sidecar.stat(shop, 'outlier_detection.ejections_active')).toBe(1);
      await until('the instance is asked again', async () => instanceOf(await ask()) === usual, { timeoutSeconds: 20 });
      expect(Date.now() - started).toBeGreaterThan(2500);
      expect(await sidecar.stat(shop, 'outlier_detection.ejections_active')).toBe(0);
    }),
  );

  it(
    'sidecars speak HTTP/2 to each other for http2 and grpc, and HTTP/1.1 for http',
    seen(scene, async () => {
      const from = await caller();
      const [http, http2, grpc] = await Promise.all([
        from.call('settings-door', '/protocol'),
        from.call('settings-stream', '/protocol', { protocol: 'http2' }),
        from.call('settings-quotes', '/settings.v1.Quotes/Last', { protocol: 'grpc' }),
      ]);
      expect(http).toMatchObject({ status: 200, body: expect.stringContaining('"protocol":"HTTP/1.1"') as string });
      expect(http2).toMatchObject({ status: 200, body: expect.stringContaining('"protocol":"HTTP/2.0"') as string });
      expect(grpc).toMatchObject({ status: 200, grpcStatus: '0' });

      const sidecar = await sidecarOf('settings-caller');
      const text = (destination: string) => sidecar.config().then((config) => JSON.stringify(config.cluster(fullName(destination))));
      expect(await text('settings-stream')).toContain('http2_protocol_options');
      expect(await text('settings-quotes')).toContain('http2_protocol_options');
      expect(await text('settings-door')).not.toContain('http2_protocol_options');
    }),
  );

  it(
    'threads, header size and the times towards the application are the declared ones',
    seen(scene, async () => {
      const sidecar = await sidecarOf('settings-door');
      const config = await sidecar.config();
      expect(await sidecar.commandLine()).toMatchObject({ concurrency: 2 });
      expect(config.cluster('local_app')).toMatchObject({ connect_timeout: '0.700s' });
      expect(config.routes('local_app')).toContainEqual(
        expect.objectContaining({ route: expect.objectContaining({ idle_timeout: '2s' }) as unknown }),
      );

      const from = await caller();
      const withHeader = (kib: number) => from.call('settings-door', '/headers', { headers: { 'x-long': 'x'.repeat(kib * 1024) } });
      expect(await withHeader(4)).toMatchObject({ status: 200 });
      expect(await withHeader(12)).toMatchObject({ status: 431 });
    }),
  );

  it(
    'every request is one line of JSON in the log of the sidecar, with the declared fields',
    seen(scene, async () => {
      const from = await caller();
      await from.call('settings-door', '/logged?by=scene');
      const { allocation } = await scene.one(DOMAIN, 'settings-door');

      const line = await until('the line is written', async () => {
        const log = await logOf(scene.layout, allocation, `connect-proxy-${fullName('settings-door')}`, 50);
        return log.split('\n').find((one) => one.includes('/logged'));
      });

      const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
      expect(Object.keys(entry).sort()).toEqual(Object.keys(AccessLog.json().fields).sort());
      expect(entry).toMatchObject({
        method: 'GET',
        path: '/logged?by=scene',
        code: 200,
        protocol: 'HTTP/1.1',
        upstream_cluster: 'local_app',
        peer: expect.stringMatching(new RegExp(`/svc/${fullName('settings-caller')}$`)) as string,
      });
    }),
  );

  it(
    "the sidecar's metrics are read from outside of the allocation, as Prometheus text",
    seen(scene, async () => {
      const { allocation } = await scene.one(DOMAIN, 'settings-door');
      const { nomad } = asOperator(scene.layout);
      const { AllocatedResources } = await nomad.get<{
        AllocatedResources: { Shared: { Ports: readonly { Label: string; Value: number; To: number }[] } };
      }>(`/v1/allocation/${allocation.ID}?namespace=${DOMAIN}`);
      const port = AllocatedResources.Shared.Ports.find(({ Label }) => Label === 'metrics');
      expect(port?.To).toBe(9300);

      const { status, body } = await get(scene.layout, `http://${serverOf(allocation).address}:${String(port?.Value)}/metrics`);

      expect(status).toBe(200);
      expect(body).toMatch(/^# TYPE envoy_http_downstream_rq_total counter$/m);
      expect(body).toMatch(/^envoy_cluster_upstream_rq_total\{[^}]*local_app[^}]*\} [1-9]/m);
    }),
  );
});
