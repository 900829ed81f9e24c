import {
  BatchJob,
  ConsulKey,
  Cpu,
  DomainStack,
  Duration,
  GrpcRule,
  HardeningException,
  HealthCheck,
  HttpRule,
  LogBounds,
  Memory,
  NodeAgent,
  OnChange,
  OutlierDetection,
  Placement,
  Port,
  RestartPolicy,
  Rollout,
  Scaling,
  SecuritiesService,
  Sidecar,
  Trigger,
  UpstreamLimits,
  VaultSecret,
  Volume,
  Worker,
} from 'kumiki';
import { estateOf, type JobJson } from 'kumiki/testing';
import { localPort } from '../../lib/mesh';
import { appWith, image } from '../support/program';

const SECOND = 1_000_000_000;
const MINUTE = 60 * SECOND;
const size = { cpu: Cpu.mhz(500), memory: Memory.mib(512) };
const restart = { onChange: OnChange.restart() };

/** The job of `orders`, as a program in the domain trading says it. */
function jobOf(say: (trading: DomainStack) => void, facts: Parameters<typeof appWith>[0] = {}): JobJson {
  const app = appWith(facts);
  say(new DomainStack(app, 'trading', { owner: 'trading-team' }));
  return estateOf(app).job('sec-orders');
}
const groupOf = (say: (trading: DomainStack) => void): JobJson => jobOf(say)['TaskGroups'][0];
const serviceOf = (say: (trading: DomainStack) => void): JobJson => groupOf(say)['Services'][0];
const taskOf = (say: (orders: Worker) => void, props: object = {}): JobJson =>
  groupOf((trading) => {
    say(new Worker(trading, 'orders', { ...size, ...props }));
  })['Tasks'][0];
const nothing = (): void => undefined;

describe('a service with the four props that serve most', () => {
  const job = jobOf((trading) => new SecuritiesService(trading, 'orders', { ...size, port: Port.http(8080), count: 4 }));
  const group = job['TaskGroups'][0];

  test('is a job of its own name in the namespace of its domain', () => {
    const { TaskGroups: _groups, ...head } = job;
    expect(head).toEqual({
      ID: 'sec-orders',
      Name: 'sec-orders',
      Namespace: 'trading',
      Region: 'global',
      Type: 'service',
      Priority: 50,
      Datacenters: ['*'],
      NodePool: 'general',
    });
  });

  test('has one bridge network, whose ports are for its check and its metrics', () => {
    expect(group.Networks).toEqual([
      {
        Mode: 'bridge',
        DynamicPorts: [
          { Label: 'health', To: -1 },
          { Label: 'metrics', To: 9102 },
        ],
      },
    ]);
  });

  test('is asked for its health around mutual TLS, at that one path', () => {
    expect(group.Services).toHaveLength(1);
    expect(group.Services[0].Checks).toEqual([
      {
        Name: 'ready',
        Type: 'http',
        Path: '/health',
        PortLabel: 'health',
        Interval: 10 * SECOND,
        Timeout: 2 * SECOND,
        OnUpdate: 'require_healthy',
        CheckRestart: { Limit: 3, Grace: 30 * SECOND },
      },
    ]);
    expect(group.Services[0].Connect.SidecarService.Proxy.Expose).toEqual({
      Paths: [{ Path: '/health', Protocol: 'http', LocalPathPort: 8080, ListenerPort: 'health' }],
    });
  });

  test('goes on serving for ten seconds after it left the mesh, and its sidecar for five more', () => {
    expect([group.ShutdownDelay, group.Services[0].Connect.SidecarTask.ShutdownDelay]).toEqual([10 * SECOND, 15 * SECOND]);
  });

  test('is rolled out behind one canary, a quarter at a time, and goes back by itself', () => {
    expect(group.Update).toEqual({
      HealthCheck: 'checks',
      MaxParallel: 1,
      Canary: 1,
      AutoPromote: true,
      AutoRevert: true,
      MinHealthyTime: 10 * SECOND,
      HealthyDeadline: 5 * MINUTE,
      ProgressDeadline: 10 * MINUTE,
    });
  });

  test('runs as nobody, in a container that may do nothing more than it needs', () => {
    const [task] = group.Tasks;
    expect([task.Name, task.Driver, task.User]).toEqual(['orders', 'docker', '10001:10001']);
    expect(task.Config).toMatchObject({
      image: image('orders').reference,
      readonly_rootfs: true,
      privileged: false,
      cap_drop: ['all'],
      security_opt: ['no-new-privileges'],
      init: true,
    });
    expect(task.Config).not.toHaveProperty('cap_add');
  });

  test('has no identity but that of its service: it reads nothing', () => {
    expect(group.Tasks[0]).not.toHaveProperty('Identities');
    expect(group.Tasks[0]).not.toHaveProperty('Vault');
    expect(group.Services[0].Identity).toEqual({ Audience: ['consul.io'], TTL: 60 * MINUTE });
  });

  test('is spread over the racks of its pool', () => {
    expect(group.Spreads).toEqual([{ Attribute: '${meta.rack}', Weight: 100 }]);
  });
});

describe('what a service is told is in its job', () => {
  const service = (props: object) => (trading: DomainStack) =>
    new SecuritiesService(trading, 'orders', { ...size, port: Port.http(8080), ...props });

  test.each<[string, object, object]>([
    ['a count', { count: 6 }, { Count: 6 }],
    [
      'a range of an autoscaler, which also gives the count',
      { scaling: Scaling.between(3, 9) },
      { Count: 3, Scaling: { Enabled: true, Min: 3, Max: 9, Policy: {} } },
    ],
    ['nothing about a count', {}, { Count: 1 }],
    ['a rolling update', { count: 6, rollout: Rollout.rolling(2) }, { Update: { Canary: 0, AutoPromote: false, MaxParallel: 2 } }],
    [
      'a roll-out beside the old set',
      { count: 6, rollout: Rollout.blueGreen() },
      { Update: { Canary: 6, AutoPromote: true, MaxParallel: 6 } },
    ],
    [
      'that there may be only one',
      { rollout: Rollout.stopThenStart('it alone writes the book') },
      { Count: 1, Update: { Canary: 0, AutoPromote: false }, Disconnect: { StopOnClientAfter: 30 * SECOND, Replace: true } },
    ],
    [
      'restarts',
      { restart: RestartPolicy.of(1, { interval: Duration.minutes(5), delay: Duration.seconds(20) }) },
      { RestartPolicy: { Mode: 'fail', Attempts: 1, Interval: 5 * MINUTE, Delay: 20 * SECOND } },
    ],
    [
      'a slow start',
      { health: HealthCheck.http('/ready', { startup: Duration.minutes(10) }) },
      { Update: { HealthyDeadline: 12 * MINUTE, ProgressDeadline: 17 * MINUTE } },
    ],
    ['a delay', { shutdownDelay: Duration.seconds(20) }, { ShutdownDelay: 20 * SECOND }],
    ['a disk', { disk: Memory.gib(2) }, { EphemeralDisk: { SizeMB: 2048 } }],
    [
      'servers of one kind',
      { placement: Placement.of({ nodeMeta: { disk: 'nvme' }, spreadRacks: false }) },
      { Constraints: [{ LTarget: '${meta.disk}', Operand: '=', RTarget: 'nvme' }] },
    ],
    [
      'servers of their own',
      { placement: Placement.of({ distinctHosts: true }) },
      { Constraints: [{ Operand: 'distinct_hosts', RTarget: 'true' }] },
    ],
  ])('%s', (_what, props, expected) => {
    expect(groupOf(service(props))).toMatchObject(expected);
  });

  test.each<[string, object, object]>([
    ['gRPC health', { port: Port.grpc(9090) }, { PortLabel: '9090', Checks: [{ Type: 'grpc', PortLabel: 'health' }] }],
    [
      'a script',
      { health: HealthCheck.script('/app/healthy', ['-q']) },
      { Checks: [{ Type: 'script', TaskName: 'orders', Command: '/app/healthy', Args: ['-q'] }] },
    ],
    [
      'health at a port of its own',
      { ports: { admin: Port.http(8081) }, health: HealthCheck.http('/live', { port: 'admin' }) },
      { PortLabel: '8080', Connect: { SidecarService: { Proxy: { Expose: { Paths: [{ Path: '/live', LocalPathPort: 8081 }] } } } } },
    ],
    [
      'a larger sidecar',
      { sidecar: Sidecar.of({ cpu: Cpu.mhz(400) }) },
      { Connect: { SidecarTask: { Resources: { CPU: 400, MemoryMB: 128 } } } },
    ],
    [
      'threads of the sidecar',
      { sidecar: Sidecar.of({ concurrency: 2 }) },
      { Connect: { SidecarTask: { Config: { image: '${meta.connect.sidecar_image}' } } } },
    ],
    [
      'metrics elsewhere',
      { sidecar: Sidecar.of({ metricsPort: 9200 }) },
      { Connect: { SidecarService: { Proxy: { Config: { envoy_prometheus_bind_addr: '0.0.0.0:9200' } } } } },
    ],
  ])('%s', (_what, props, expected) => {
    expect(serviceOf(service(props))).toMatchObject(expected);
  });

  test('a disk is larger than all logs, however many', () => {
    const group = groupOf(service({ logs: LogBounds.of(10, Memory.mib(100)) }));
    const { SidecarTask } = group['Services'][0].Connect;
    expect(group['EphemeralDisk'].SizeMB).toBeGreaterThan(1000 + SidecarTask.LogConfig.MaxFiles * SidecarTask.LogConfig.MaxFileSizeMB);
  });

  test('a service that is not checked has no port for it', () => {
    const group = groupOf(service({ port: Port.tcp(6379), health: HealthCheck.none('it fills itself again') }));
    expect(group['Services'][0]).not.toHaveProperty('Checks');
    expect(group['Networks'][0].DynamicPorts).toEqual([{ Label: 'metrics', To: 9102 }]);
    expect(group['Update'].HealthCheck).toBe('task_states');
  });
});

describe('a call is an upstream', () => {
  const upstreamsOf = (options: object): unknown =>
    groupOf((trading) => {
      const quotes = new SecuritiesService(trading, 'quotes', { ...size, port: Port.grpc(9090) });
      new Worker(trading, 'orders', size).connectTo(quotes, { allow: [GrpcRule.service('quotes.v1.Quotes')], ...options });
    })['Services'][0].Connect.SidecarService.Proxy.Upstreams;

  test('on 127.0.0.1, at the port that follows from the name', () => {
    expect(upstreamsOf({})).toEqual([
      {
        DestinationName: 'sec-quotes',
        LocalBindAddress: '127.0.0.1',
        LocalBindPort: localPort('sec-quotes'),
        Config: { connect_timeout_ms: 1000 },
      },
    ]);
  });

  test('with the limits of this caller', () => {
    expect(
      upstreamsOf({
        localPort: 12_000,
        connectTimeout: Duration.milliseconds(250),
        limits: UpstreamLimits.of({ maxConnections: 64 }),
        outlierDetection: OutlierDetection.of({ maxFailures: 3 }),
      }),
    ).toMatchObject([
      {
        LocalBindPort: 12_000,
        Config: { connect_timeout_ms: 250, limits: { max_connections: 64 }, passive_health_check: { max_failures: 3 } },
      },
    ]);
  });

  test('and gives its address to the program', () => {
    let said: readonly string[] = [];
    groupOf((trading) => {
      const quotes = new SecuritiesService(trading, 'quotes', { ...size, port: Port.http(8080) });
      const upstream = new Worker(trading, 'orders', size).connectTo(quotes, { allow: [HttpRule.get('/a')], localPort: 12_000 });
      said = [upstream.destination, upstream.address, upstream.url];
    });
    expect(said).toEqual(['sec-quotes', '127.0.0.1:12000', 'http://127.0.0.1:12000']);
  });
});

describe('a worker', () => {
  test('that calls nobody is not in the mesh', () => {
    const group = groupOf((trading) => new Worker(trading, 'orders', size));
    expect(group).not.toHaveProperty('Services');
    expect(group['Networks']).toEqual([{ Mode: 'bridge' }]);
  });
});

describe('a task', () => {
  test('has the environment it was told, and a place to write', () => {
    const task = taskOf((orders) => orders.addEnv('LEVEL', 'debug'), { env: { TZ: 'Asia/Tokyo' } });
    expect(task['Env']).toEqual({ LEVEL: 'debug', TMPDIR: '${NOMAD_ALLOC_DIR}/tmp', TZ: 'Asia/Tokyo' });
  });

  test('reads a secret as variables: its own role, no token in its hands, one instance restarting after the other', () => {
    const task = taskOf((orders) => orders.addSecretEnv(VaultSecret.database('orders-rw'), { DB_USER: 'username' }, restart), { count: 3 });
    expect(task['Vault']).toEqual({ Role: 'sec-orders', Env: false, DisableFile: true, ChangeMode: 'noop' });
    expect(task['Identities']).toEqual([{ Name: 'vault_default', Audience: ['vault.io'], TTL: 60 * MINUTE }]);
    expect(task['Templates']).toEqual([
      {
        DestPath: expect.stringMatching(/^secrets\/.*orders-rw\.env$/),
        Envvars: true,
        EmbeddedTmpl: '{{ with secret "database/creds/orders-rw" }}DB_USER={{ .Data.username | toJSON }}\n{{ end }}',
        ChangeMode: 'restart',
        Splay: expect.any(Number),
        Perms: '0400',
        ErrMissingKey: true,
      },
    ]);
    expect(task['Templates'][0].Splay).toBeGreaterThanOrEqual(90 * SECOND);
  });

  test('reads a secret as a file that is its own', () => {
    let path = '';
    const task = taskOf(
      (orders) =>
        (path = orders.addSecretFile(VaultSecret.kv('fix'), { file: 'fix/key.pem', fields: ['key'], onChange: OnChange.signal('SIGHUP') })),
    );
    expect(path).toBe('/secrets/fix/key.pem');
    expect(task['Templates']).toEqual([
      {
        DestPath: 'secrets/fix/key.pem',
        EmbeddedTmpl: '{{ with secret "secret/data/trading/orders/fix" }}{{ .Data.data.key }}\n{{ end }}',
        ChangeMode: 'signal',
        ChangeSignal: 'SIGHUP',
        Perms: '0400',
        Uid: 10_001,
        Gid: 10_001,
        ErrMissingKey: true,
      },
    ]);
  });

  test('reads a key of Consul, with an identity for that alone', () => {
    const task = taskOf((orders) => orders.readConfig(ConsulKey.own('limits'), { file: 'limits.json', onChange: OnChange.ignore() }));
    expect([task['Consul'], task['Identities']]).toEqual([{}, [{ Name: 'consul_default', Audience: ['consul.io'], TTL: 60 * MINUTE }]]);
    expect(task['Templates']).toMatchObject([
      { DestPath: 'local/limits.json', EmbeddedTmpl: '{{ key "trading/orders/limits" }}', ChangeMode: 'noop' },
    ]);
    expect(task).not.toHaveProperty('Vault');
  });

  test('has its settings as they were written, braces and all', () => {
    const task = taskOf((orders) => {
      orders.addConfigFile('flags.json', { b: 1, a: '{{ not a template }}' });
      orders.addConfigFile('plain.txt', 'a ${b} %{c}\n');
    });
    expect(task['Templates']).toMatchObject([
      { DestPath: 'local/flags.json', EmbeddedTmpl: '{"a":"{{ "{{" }} not a template }}","b":1}\n', ChangeMode: 'noop' },
      { DestPath: 'local/plain.txt', EmbeddedTmpl: 'a ${b} %{c}\n', ChangeMode: 'noop' },
    ]);
  });

  test('may do more only where a reason says so', () => {
    const task = taskOf(nothing, {
      exceptions: [
        HardeningException.capability('net_raw', 'the probe sends pings'),
        HardeningException.writableRoot('the vendor writes beside its binary'),
        HardeningException.root('the vendor binds low ports'),
      ],
    });
    expect(task['User']).toBe('root');
    expect(task['Config']).toMatchObject({ cap_drop: ['all'], cap_add: ['net_raw'], readonly_rootfs: false, privileged: false });
  });

  test('mounts a volume of its group', () => {
    const group = groupOf((trading) => {
      new Worker(trading, 'orders', size).addVolume('data', Volume.host('orders-data', { readOnly: true }), '/data');
    });
    expect(group['Volumes']).toMatchObject({ data: { Type: 'host', Source: 'orders-data', ReadOnly: true } });
    expect(group['Tasks'][0].VolumeMounts).toMatchObject([{ Volume: 'data', Destination: '/data', ReadOnly: true }]);
  });

  test('is preceded by init tasks in their order, and accompanied', () => {
    const { Tasks: tasks } = groupOf((trading) => {
      const orders = new Worker(trading, 'orders', size);
      orders.addCompanionTask('agent', size);
      orders.addInitTask('seed', { ...size, command: '/app/seed', after: ['schema'] });
      orders.addInitTask('schema', { ...size, command: '/app/schema' });
    });
    expect(tasks.map((task: JobJson) => [task['Name'], task['Lifecycle']])).toEqual([
      ['schema', { Hook: 'prestart', Sidecar: false }],
      ['seed', { Hook: 'prestart', Sidecar: false }],
      ['orders', undefined],
      ['agent', { Hook: 'poststart', Sidecar: true }],
    ]);
    // Nomad starts both at once: the second waits for the mark of the first.
    expect(tasks[1].Config.entrypoint.join(' ')).toContain('until [ -e "${NOMAD_ALLOC_DIR}"/data/.init-schema ]');
    expect(tasks[0].Config.entrypoint.join(' ')).not.toContain('until');
  });
});

describe('a batch job', () => {
  const times = { ...size, expectedDuration: Duration.minutes(50) };

  test('runs on a schedule in the time zone of the platform, one run at a time', () => {
    const job = jobOf((trading) => new BatchJob(trading, 'orders', { ...times, trigger: Trigger.schedule('30 18 * * 1-5') }));
    expect(job).toMatchObject({ Type: 'batch', Priority: 30 });
    expect(job['Periodic']).toEqual({
      Enabled: true,
      SpecType: 'cron',
      Specs: ['30 18 * * 1-5'],
      TimeZone: 'Asia/Tokyo',
      ProhibitOverlap: true,
    });
    expect(job['TaskGroups'][0]).not.toHaveProperty('Update');
    expect(job['TaskGroups'][0].ReschedulePolicy).toEqual({
      Attempts: 2,
      Interval: 360 * MINUTE,
      Delay: MINUTE,
      DelayFunction: 'constant',
      MaxDelay: 0,
      Unlimited: false,
    });
  });

  test('may overlap where that is said', () => {
    const job = jobOf(
      (trading) => new BatchJob(trading, 'orders', { ...times, trigger: Trigger.schedule('30 18 * * 1-5'), overlap: 'allow' }),
    );
    expect(job['Periodic'].ProhibitOverlap).toBe(false);
  });

  test('is dispatched with its parameters', () => {
    const trigger = Trigger.dispatch({ required: ['business_date'], optional: ['book'], payload: 'required' });
    const job = jobOf((trading) => new BatchJob(trading, 'orders', { ...times, trigger }));
    expect(job['ParameterizedJob']).toEqual({ Payload: 'required', MetaRequired: ['business_date'], MetaOptional: ['book'] });
    expect(job).not.toHaveProperty('Periodic');
  });

  test('that calls through the mesh waits until its sidecar listens: it gets no second chance', () => {
    const { Tasks: tasks } = groupOf((trading) => {
      const quotes = new SecuritiesService(trading, 'quotes', { ...size, port: Port.http(8080) });
      new BatchJob(trading, 'orders', { ...times, trigger: Trigger.once() }).connectTo(quotes, {
        allow: [HttpRule.get('/a')],
        localPort: 12_000,
      });
    });
    expect(tasks.map((task: JobJson) => [task['Name'], task['Lifecycle']])).toEqual([
      ['wait-for-mesh', { Hook: 'prestart', Sidecar: false }],
      ['orders', undefined],
    ]);
    expect(tasks[0].Config.entrypoint[2]).toContain('12000');
  });
});

describe('a node agent', () => {
  test('runs on every server, and on each only once', () => {
    const job = jobOf((trading) => new NodeAgent(trading, 'orders', size));
    expect(job).toMatchObject({ Type: 'system', NodePool: 'all', Priority: 60 });
    expect(job['TaskGroups'][0]).toMatchObject({ Count: 1, Update: { AutoRevert: true } });
    expect(job['TaskGroups'][0]).not.toHaveProperty('Spreads');
    expect(job['TaskGroups'][0]).not.toHaveProperty('ReschedulePolicy');
  });

  test("sees other jobs' files only where a reason says so", () => {
    const task = groupOf((trading) => {
      const agent = new NodeAgent(trading, 'orders', size);
      agent.readAllocationDirectory({ directory: '/opt/nomad/alloc', target: '/alloc-logs', reason: 'it ships the logs of all jobs' });
    })['Tasks'][0];
    expect(task.Config.mounts).toEqual([{ type: 'bind', source: '/opt/nomad/alloc', target: '/alloc-logs', readonly: true }]);
  });
});

describe('defaults', () => {
  test('come from the house, the platform, the domain and the workload, the nearest last', () => {
    const app = appWith({ defaults: { priority: 40, killTimeout: Duration.seconds(10), env: { TZ: 'UTC', A: '1' }, user: '20000:20000' } });
    const trading = new DomainStack(app, 'trading', { owner: 'trading-team', defaults: { priority: 60, env: { TZ: 'Asia/Tokyo' } } });
    const orders = new Worker(trading, 'orders', { ...size, killTimeout: Duration.seconds(5), env: { B: '2' } });
    const job = estateOf(app).job('sec-orders');
    expect(job['Priority']).toBe(60);
    expect(job['TaskGroups'][0].Tasks[0]).toMatchObject({ KillTimeout: 5 * SECOND, User: '20000:20000' });
    expect(orders.origins).toMatchObject({ priority: 'domain', killTimeout: 'prop', user: 'platform', logs: 'library' });
  });
});
