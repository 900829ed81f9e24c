import type { Dice } from './dice';

type Values = Record<string, unknown>;

/** A job that Nomad takes, with much of what jobs have. @param name its id */
export function richJob(name: string, dice: Dice): Values {
  const type = dice.one(['service', 'service', 'service', 'batch', 'system', 'sysbatch'] as const);
  const groups = dice.is(0.25) ? ['api', 'worker'] : ['api'];
  const template =
    type === 'batch' && dice.is(0.4)
      ? dice.one([
          { Periodic: { Spec: '0 18 * * *', TimeZone: 'Asia/Tokyo' } },
          { ParameterizedJob: { Payload: 'optional', MetaOptional: ['day'] } },
        ])
      : {};
  return {
    ID: name,
    Name: name,
    Type: type,
    Datacenters: ['dc1'],
    Priority: 40 + dice.below(20),
    ...maybe(dice, 0.4, { Meta: { team: 'a', release: '1' } }),
    ...maybe(dice, 0.3, { Constraints: [{ LTarget: '${attr.kernel.name}', RTarget: 'linux', Operand: '=' }] }),
    ...maybe(dice, 0.2, { Affinities: [{ LTarget: '${meta.disk}', RTarget: 'nvme', Operand: '=', Weight: 50 }] }),
    ...template,
    ...(type === 'service' || type === 'system' ? maybe(dice, 0.6, { Update: update(dice) }) : {}),
    TaskGroups: groups.map((group) => richGroup(group, type, dice)),
  };
}

const update = (dice: Dice): Values => ({
  MaxParallel: dice.one([0, 1, 1, 2]),
  ...maybe(dice, 0.5, { MinHealthyTime: 5e9, HealthyDeadline: 60e9, ProgressDeadline: 120e9 }),
  ...maybe(dice, 0.4, { Canary: dice.one([1, 2]) }),
  ...maybe(dice, 0.4, { AutoRevert: true }),
});

function maybe(dice: Dice, probability: number, values: Values): Values {
  return dice.is(probability) ? values : {};
}

function richGroup(name: string, type: string, dice: Dice): Values {
  const network = dice.one(['bridge', 'bridge', 'host', 'none'] as const);
  const meshed = network === 'bridge' && dice.is(0.7);
  const everywhere = type === 'system' || type === 'sysbatch';
  return {
    Name: name,
    Count: everywhere ? 1 : dice.one([1, 2, 3]),
    ...(network === 'none'
      ? {}
      : {
          Networks: [
            {
              Mode: network,
              DynamicPorts: [{ Label: 'http', To: 8080 }, ...(dice.is(0.5) ? [{ Label: 'metrics', To: 9102 }] : [])],
              ...maybe(dice, 0.2, { ReservedPorts: [{ Label: 'fixed', Value: 10_000 + dice.below(9000) }] }),
              ...(meshed ? {} : maybe(dice, 0.2, { DNS: { Servers: ['10.0.0.1'], Searches: ['internal'] } })),
            },
          ],
        }),
    ...maybe(dice, 0.3, { Meta: { release: '2', group: name } }),
    ...maybe(dice, 0.3, { EphemeralDisk: { SizeMB: 200, Sticky: dice.is(0.5) } }),
    ...maybe(dice, 0.3, { RestartPolicy: { Attempts: 2, Interval: 600e9, Delay: 5e9, Mode: 'delay' } }),
    ...maybe(dice, 0.3, { ShutdownDelay: 5e9 }),
    ...maybe(dice, 0.2, { Spreads: [{ Attribute: '${meta.rack}', Weight: 100 }] }),
    ...maybe(dice, 0.2, { Constraints: [{ LTarget: '${meta.rack}', RTarget: 'r1', Operand: '=' }] }),
    ...maybe(dice, 0.25, {
      Volumes: {
        data: { Name: 'data', Type: 'host', Source: 'fast-disk', AccessMode: 'single-node-writer', AttachmentMode: 'file-system' },
      },
    }),
    ...maybe(dice, 0.2, { Disconnect: { LostAfter: 600e9 } }),
    ...(type === 'service' ? maybe(dice, 0.3, { Scaling: { Min: 1, Max: 5, Enabled: true } }) : {}),
    ...maybe(dice, 0.15, { Consul: { Cluster: 'default' } }),
    ...(network === 'none' ? {} : { Services: [richService(`${name}-svc`, meshed, dice)] }),
    Tasks: [
      richTask('app', dice),
      ...(dice.is(0.3) ? [{ ...richTask('init', dice), Lifecycle: { Hook: 'prestart', Sidecar: dice.is(0.5) } }] : []),
    ],
  };
}

function richService(name: string, meshed: boolean, dice: Dice): Values {
  return {
    Name: name,
    PortLabel: meshed && dice.is(0.5) ? '8080' : 'http',
    Provider: meshed ? 'consul' : dice.one(['consul', 'nomad'] as const),
    ...maybe(dice, 0.4, { Tags: ['a', 'b'] }),
    ...maybe(dice, 0.3, { Meta: { version: '1' } }),
    ...maybe(dice, 0.5, {
      Checks: [
        {
          Name: 'ready',
          Type: 'http',
          Path: '/ready',
          Interval: 5e9,
          Timeout: 2e9,
          ...(meshed ? { Expose: true, ...maybe(dice, 0.5, { PortLabel: 'http' }) } : {}),
          ...maybe(dice, 0.3, { CheckRestart: { Limit: 3, Grace: 10e9 } }),
        },
      ],
    }),
    ...(meshed ? { Connect: richConnect(dice) } : {}),
  };
}

function richConnect(dice: Dice): Values {
  return {
    SidecarService: {
      ...maybe(dice, 0.3, { Tags: ['proxy'] }),
      ...maybe(dice, 0.7, {
        Proxy: {
          Config: { local_connect_timeout_ms: 1000 },
          Upstreams: [
            { DestinationName: 'ledger', LocalBindPort: 9100, ...maybe(dice, 0.5, { Config: { connect_timeout_ms: 1000 } }) },
            ...(dice.is(0.5) ? [{ DestinationName: 'quotes', LocalBindPort: 9101 }] : []),
          ],
        },
      }),
    },
    ...maybe(dice, 0.5, {
      SidecarTask: { Resources: { CPU: 50, MemoryMB: 64 }, ...maybe(dice, 0.5, { ShutdownDelay: 5e9, Meta: { release: '9' } }) },
    }),
  };
}

function richTask(name: string, dice: Dice): Values {
  return {
    Name: name,
    Driver: dice.one(['docker', 'docker', 'exec'] as const),
    Config: { image: 'registry.internal/app:1', command: '/bin/app', args: ['--port', '8080'] },
    ...maybe(dice, 0.6, { Env: { LOG_LEVEL: 'info', PORT: '8080' } }),
    ...maybe(dice, 0.3, { User: '10001' }),
    ...maybe(dice, 0.3, { Meta: { release: '3' } }),
    Resources: { CPU: 20 + dice.below(10), MemoryMB: 32, ...maybe(dice, 0.3, { MemoryMaxMB: 64 }) },
    ...maybe(dice, 0.3, { LogConfig: { MaxFiles: 2, MaxFileSizeMB: 5 } }),
    ...maybe(dice, 0.4, {
      Templates: [
        { DestPath: 'local/a.txt', EmbeddedTmpl: 'a', ChangeMode: 'noop' },
        ...(dice.is(0.5) ? [{ DestPath: 'local/b.txt', EmbeddedTmpl: 'b', ChangeMode: 'signal', ChangeSignal: 'SIGHUP' }] : []),
      ],
    }),
    ...maybe(dice, 0.2, { Artifacts: [{ GetterSource: 'https://example.com/a.tar.gz' }] }),
    ...maybe(dice, 0.25, { Vault: { Role: 'reader', ChangeMode: 'noop' } }),
    ...maybe(dice, 0.15, { Consul: { Cluster: 'default' } }),
    ...maybe(dice, 0.25, { Identities: [{ Name: 'extra', Audience: ['x'], TTL: 3600e9 }] }),
    ...maybe(dice, 0.15, { Actions: [{ Name: 'hello', Command: '/bin/echo', Args: ['hi'] }] }),
    ...maybe(dice, 0.3, { KillTimeout: 10e9 }),
    ...maybe(dice, 0.15, { Leader: true }),
    ...maybe(dice, 0.2, { Services: [{ Name: `${name}-task-svc`, Provider: 'nomad' }] }),
  };
}
