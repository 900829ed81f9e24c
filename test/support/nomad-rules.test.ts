import { houseFindings, ruleFindings } from './nomad-rules';

const SECOND = 1_000_000_000;
const MINUTE = 60 * SECOND;

/** The service of platform facts 2.1, as small as it can be. */
const service = () => ({
  ID: 'sec-order-api',
  Name: 'sec-order-api',
  Type: 'service',
  Priority: 70,
  TaskGroups: [
    {
      Name: 'order-api',
      Count: 6,
      ShutdownDelay: 10 * SECOND,
      Networks: [
        {
          Mode: 'bridge',
          DynamicPorts: [
            { Label: 'health', To: -1 },
            { Label: 'metrics', To: 9102 },
          ],
        },
      ],
      Services: [
        {
          Name: 'sec-order-api',
          Provider: 'consul',
          PortLabel: '8080',
          Identity: { Audience: ['consul.io'], TTL: 60 * MINUTE },
          Checks: [
            {
              Name: 'ready',
              Type: 'http',
              Path: '/ready',
              PortLabel: 'health',
              Interval: 10 * SECOND,
              Timeout: 2 * SECOND,
              OnUpdate: 'require_healthy',
              CheckRestart: { Limit: 3, Grace: 60 * SECOND },
            },
          ],
          Connect: {
            SidecarService: {
              Proxy: {
                LocalServiceAddress: '127.0.0.1',
                LocalServicePort: 8080,
                Expose: { Paths: [{ Path: '/ready', Protocol: 'http', LocalPathPort: 8080, ListenerPort: 'health' }] },
                Upstreams: [
                  { DestinationName: 'sec-ledger', LocalBindAddress: '127.0.0.1', LocalBindPort: 9001 },
                  { DestinationName: 'sec-quotes', LocalBindAddress: '127.0.0.1', LocalBindPort: 9002 },
                ],
                Config: { envoy_prometheus_bind_addr: '0.0.0.0:9102' },
              },
            },
            SidecarTask: { ShutdownDelay: 15 * SECOND, KillTimeout: 15 * SECOND },
          },
        },
      ],
      RestartPolicy: { Mode: 'fail', Attempts: 2, Interval: 10 * MINUTE, Delay: 15 * SECOND },
      ReschedulePolicy: { Unlimited: true, Delay: 30 * SECOND, DelayFunction: 'exponential', MaxDelay: 10 * MINUTE },
      Disconnect: { LostAfter: 2 * MINUTE, Replace: true, Reconcile: 'best_score' },
      Update: {
        HealthCheck: 'checks',
        MaxParallel: 2,
        Canary: 1,
        AutoPromote: true,
        AutoRevert: true,
        MinHealthyTime: 20 * SECOND,
        HealthyDeadline: 5 * MINUTE,
        ProgressDeadline: 10 * MINUTE,
      },
      Migrate: { MaxParallel: 1, HealthCheck: 'checks', MinHealthyTime: 20 * SECOND, HealthyDeadline: 5 * MINUTE },
      Scaling: { Enabled: true, Min: 6, Max: 20, Policy: {} },
      EphemeralDisk: { SizeMB: 500 },
      Tasks: [
        {
          Name: 'app',
          Driver: 'docker',
          Config: { image: `registry.internal/order-api@sha256:${'0'.repeat(64)}`, image_pull_timeout: '4m', privileged: false },
          Vault: { Role: 'sec-order-api', Env: false, DisableFile: true, ChangeMode: 'noop' },
          Identities: [{ Name: 'vault_default', Audience: ['vault.io'], TTL: 60 * MINUTE }],
          Templates: [
            {
              DestPath: 'secrets/db.env',
              Envvars: true,
              ChangeMode: 'restart',
              Splay: 2 * MINUTE,
              EmbeddedTmpl: '{{ with secret "database/creds/orders" }}A={{ .Data.a | toJSON }}\n{{ end }}',
            },
          ],
          Resources: { CPU: 1000, MemoryMB: 768 },
          KillTimeout: 25 * SECOND,
          LogConfig: { MaxFiles: 5, MaxFileSizeMB: 20 },
        },
      ],
    },
  ],
});

const batch = () => ({
  ID: 'sec-eod',
  Name: 'sec-eod',
  Type: 'batch',
  Priority: 30,
  Periodic: { Enabled: true, SpecType: 'cron', Specs: ['30 18 * * 1-5'], TimeZone: 'Asia/Tokyo', ProhibitOverlap: true },
  TaskGroups: [
    {
      Name: 'settle',
      Count: 1,
      RestartPolicy: { Mode: 'fail', Attempts: 2, Interval: 60 * MINUTE, Delay: 30 * SECOND },
      ReschedulePolicy: {
        Attempts: 2,
        Interval: 360 * MINUTE,
        Unlimited: false,
        Delay: 60 * SECOND,
        DelayFunction: 'constant',
        MaxDelay: 0,
      },
      EphemeralDisk: { SizeMB: 2000 },
      Tasks: [{ ...service().TaskGroups[0]!.Tasks[0]!, Vault: undefined, Identities: [], Templates: [] }],
    },
  ],
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- it is there to be spoiled
type Spoil = (job: any) => void;

function group(spoil: Spoil): Spoil {
  return (job) => {
    spoil(job.TaskGroups[0]);
  };
}
function task(spoil: Spoil): Spoil {
  return group(({ Tasks }) => {
    spoil(Tasks[0]);
  });
}
function registration(spoil: Spoil): Spoil {
  return group(({ Services }) => {
    spoil(Services[0]);
  });
}
function proxy(spoil: Spoil): Spoil {
  return registration(({ Connect }) => {
    spoil(Connect.SidecarService.Proxy);
  });
}

describe('the second opinion on jobs', () => {
  test('has nothing against the examples of the reference', () => {
    expect([ruleFindings(service()), ruleFindings(batch())]).toEqual([[], []]);
  });

  test.each<[string, Spoil, string]>([
    [
      'deadlines out of order',
      group((it) => (it.Update.HealthyDeadline = it.Update.ProgressDeadline)),
      'group order-api.Update: has deadlines out of order',
    ],
    [
      'a canary nobody promotes',
      group((it) => (it.Update.AutoPromote = false)),
      'group order-api.Update: has a canary that waits for a person',
    ],
    ['a promotion without canary', group((it) => (it.Update.Canary = 0)), 'group order-api.Update: promotes without a canary'],
    ['more canaries than instances', group((it) => (it.Update.Canary = 7)), 'group order-api.Update: has more canaries than instances'],
    [
      'a slow image pull',
      task((it) => (it.Config.image_pull_timeout = '5m')),
      'group order-api task app: may pull its image longer than it may take to be healthy',
    ],
    ['two networks', group((it) => it.Networks.push({ Mode: 'bridge' })), 'group order-api: has 2 networks, Connect wants one'],
    ['a host network', group((it) => (it.Networks[0].Mode = 'host')), 'group order-api: has a network in mode host'],
    [
      'a tcp check',
      registration((it) => (it.Checks[0].Type = 'tcp')),
      'group order-api service sec-order-api check ready: is a tcp check on a Connect service',
    ],
    [
      'a check of an unexposed path',
      registration((it) => (it.Checks[0].Path = '/live')),
      'group order-api service sec-order-api check ready: asks a path that is not exposed',
    ],
    [
      'a check at no port',
      group((it) => it.Networks[0].DynamicPorts.shift()),
      'group order-api service sec-order-api check ready: names the port health, which is not there',
    ],
    [
      'a slow check',
      registration((it) => (it.Checks[0].Timeout = 10 * SECOND)),
      'group order-api service sec-order-api check ready: waits as long as the time to the next',
    ],
    [
      'a port label',
      registration((it) => (it.PortLabel = 'http')),
      'group order-api service sec-order-api: has a port that is no literal number',
    ],
    [
      'a service identity without end',
      registration((it) => delete it.Identity.TTL),
      'group order-api service sec-order-api: has an identity that never ends, or none',
    ],
    [
      'a task identity without end',
      task((it) => delete it.Identities[0].TTL),
      'group order-api task app: has an identity vault_default that never ends',
    ],
    [
      'a misnamed identity',
      task((it) => (it.Identities[0].Name = 'vault')),
      'group order-api task app: has an identity called vault, which no integration reads',
    ],
    [
      'a long kill timeout',
      task((it) => (it.KillTimeout = 31 * SECOND)),
      'group order-api task app: has a kill timeout the client cuts off',
    ],
    [
      'too many logs',
      group((it) => (it.EphemeralDisk.SizeMB = 100)),
      'group order-api.EphemeralDisk: holds 100 MiB, the logs may take 100',
    ],
    [
      'too many restarts',
      group((it) => (it.RestartPolicy.Attempts = 41)),
      'group order-api.RestartPolicy: has more attempts than fit into its interval',
    ],
    [
      'attempts without limit',
      group((it) => (it.ReschedulePolicy.Attempts = 3)),
      'group order-api.ReschedulePolicy: is unlimited and has attempts',
    ],
    ['a count outside of its range', group((it) => (it.Count = 5)), 'group order-api.Scaling: does not hold the count'],
    [
      'two ways of losing contact',
      group((it) => (it.Disconnect.StopOnClientAfter = SECOND)),
      'group order-api.Disconnect: has both LostAfter and StopOnClientAfter',
    ],
    [
      'a sidecar that leaves first',
      registration((it) => (it.Connect.SidecarTask.ShutdownDelay = SECOND)),
      'group order-api service sec-order-api: has a sidecar that ends before the group does',
    ],
    [
      'two upstreams on one socket',
      proxy((it) => Object.assign(it.Upstreams[1], { LocalBindAddress: '', LocalBindPort: 9001 })),
      'group order-api: the upstream sec-ledger and the upstream sec-quotes share the port 9001',
    ],
    [
      'an upstream on the metrics',
      proxy((it) => (it.Upstreams[0].LocalBindPort = 9102)),
      'group order-api: the upstream sec-ledger and the metrics share the port 9102',
    ],
    [
      'an upstream among dynamic ports',
      proxy((it) => (it.Upstreams[0].LocalBindPort = 20_000)),
      'group order-api: the upstream sec-ledger takes the port 20000 of an engine',
    ],
    [
      "an upstream at Envoy's own",
      proxy((it) => (it.Upstreams[0].LocalBindPort = 19_199)),
      'group order-api: the upstream sec-ledger takes the port 19199 of an engine',
    ],
    [
      'a restart of all instances',
      task((it) => (it.Templates[0].Splay = 5 * SECOND)),
      'group order-api task app: restarts all instances at once about secrets/db.env',
    ],
    [
      'a signal about variables',
      task((it) => Object.assign(it.Templates[0], { ChangeMode: 'signal', ChangeSignal: 'SIGHUP' })),
      'group order-api task app: sends a signal about variables in secrets/db.env',
    ],
    ['a file written twice', task((it) => it.Templates.push(it.Templates[0])), 'group order-api task app: writes secrets/db.env twice'],
    ['MHz and cores', task((it) => (it.Resources.Cores = 1)), 'group order-api task app: wants both MHz and cores, or neither'],
    ['a schedule on a service', (job) => (job.Periodic = batch().Periodic), 'Periodic: stands on a service job'],
  ])('sees %s in a service', (_what, spoil, finding) => {
    const job = service();
    spoil(job);
    expect(ruleFindings(job)).toContain(finding);
  });

  test.each<[string, Spoil, string]>([
    ['a roll-out', group((it) => (it.Update = service().TaskGroups[0]!.Update)), 'group settle.Update: stands on a batch job'],
    ['a migration', group((it) => (it.Migrate = service().TaskGroups[0]!.Migrate)), 'group settle.Migrate: stands on a batch job'],
    ['six fields', (job) => (job.Periodic.Specs = ['0 30 18 * * 1-5']), 'Periodic.Specs: 0 30 18 * * 1-5 has not five fields'],
    ['no time zone', (job) => delete job.Periodic.TimeZone, 'Periodic.TimeZone: is missing: UTC would be taken'],
    ['no word about overlap', (job) => delete job.Periodic.ProhibitOverlap, 'Periodic.ProhibitOverlap: is not said'],
    [
      'a short reschedule interval',
      group((it) => (it.ReschedulePolicy.Interval = SECOND)),
      'group settle.ReschedulePolicy: has an interval below 15 s',
    ],
  ])('sees %s in a batch job', (_what, spoil, finding) => {
    const job = batch();
    spoil(job);
    expect(ruleFindings(job)).toContain(finding);
  });

  test.each<[string, Spoil, string]>([
    [
      'an image by tag',
      task((it) => (it.Config.image = 'registry.internal/order-api:1.2')),
      'group order-api task app: runs an image without digest',
    ],
    ['a privileged task', task((it) => (it.Config.privileged = true)), 'group order-api task app: does not say that it is unprivileged'],
    ['a kill timeout by default', task((it) => delete it.KillTimeout), 'group order-api task app: has no kill timeout of its own'],
    ['restarts by default', group((it) => delete it.RestartPolicy), 'group order-api.RestartPolicy: is left to defaults'],
    ['no way back', group((it) => (it.Update.AutoRevert = false)), 'group order-api.Update: does not go back'],
  ])("sees %s against the house's rules", (_what, spoil, finding) => {
    const job = service();
    expect(houseFindings(job)).toEqual([]);
    spoil(job);
    expect(houseFindings(job)).toEqual([finding]);
  });

  test.each(['ReschedulePolicy', 'Spreads', 'Affinities', 'Migrate'])('sees %s in a system job', (field) => {
    const job = { ...batch(), Type: 'system', Periodic: undefined };
    Object.assign(job.TaskGroups[0]!, { ReschedulePolicy: undefined, [field]: [{}] });
    expect(ruleFindings(job)).toContain(`group settle.${field}: stands on a system job`);
  });
});
