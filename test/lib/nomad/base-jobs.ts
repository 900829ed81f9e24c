import type { JsonObject } from '../../../lib/model';

const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const task = (name: string, over: JsonObject = {}): JsonObject => ({
  Name: name,
  Driver: 'docker',
  Config: { image: 'registry.internal/orders:1.4.2', args: ['-v'] },
  Resources: { CPU: 200, MemoryMB: 128 },
  ...over,
});

const bridge = (over: JsonObject = {}): JsonObject => ({ Mode: 'bridge', ...over });

/** Jobs that Nomad takes, one for each corner of a jobspec; what is done to them is another matter. */
export const BASE_JOBS: Readonly<Record<string, JsonObject>> = {
  plain: { ID: 'plain', TaskGroups: [{ Name: 'plain', Tasks: [task('plain')] }] },

  service: {
    ID: 'service',
    Name: 'service',
    Type: 'service',
    Priority: 60,
    Datacenters: ['dc1', '*'],
    Constraints: [{ LTarget: '${attr.kernel.name}', Operand: '=', RTarget: 'linux' }],
    Affinities: [{ LTarget: '${node.class}', Operand: 'regexp', RTarget: '^large', Weight: 50 }],
    Spreads: [{ Attribute: '${node.datacenter}', Weight: 50, SpreadTarget: [{ Value: 'dc1', Percent: 70 }] }],
    Update: { MaxParallel: 2, Canary: 1, AutoPromote: true, AutoRevert: true, HealthyDeadline: 2 * MINUTE, ProgressDeadline: 5 * MINUTE },
    Meta: { owner: 'trading' },
    UI: { Description: 'orders of the day', Links: [{ Label: 'docs', URL: 'https://docs.internal' }] },
    TaskGroups: [
      {
        Name: 'web',
        Count: 3,
        Constraints: [{ Operand: 'distinct_hosts', RTarget: 'true' }],
        RestartPolicy: { Attempts: 2, Interval: 10 * MINUTE, Delay: 15 * SECOND, Mode: 'delay' },
        ReschedulePolicy: {
          Attempts: 3,
          Interval: HOUR,
          Delay: 30 * SECOND,
          DelayFunction: 'fibonacci',
          MaxDelay: 5 * MINUTE,
          Unlimited: false,
        },
        Migrate: { MaxParallel: 1, HealthCheck: 'task_states', MinHealthyTime: 10 * SECOND, HealthyDeadline: 5 * MINUTE },
        Disconnect: { LostAfter: 6 * HOUR, Replace: false, Reconcile: 'keep_original' },
        EphemeralDisk: { SizeMB: 500, Sticky: true },
        ShutdownDelay: 5 * SECOND,
        Scaling: { Min: 1, Max: 9, Enabled: true, Policy: { cooldown: '1m' } },
        Networks: [
          { Mode: 'host', DynamicPorts: [{ Label: 'http' }], ReservedPorts: [{ Label: 'admin', Value: 9090 }], Hostname: 'web.internal' },
        ],
        Services: [
          {
            Name: 'web',
            PortLabel: 'http',
            Provider: 'consul',
            Tags: ['v1'],
            Checks: [
              {
                Name: 'ready',
                Type: 'http',
                Path: '/ready',
                Interval: 10 * SECOND,
                Timeout: 2 * SECOND,
                CheckRestart: { Limit: 3, Grace: 30 * SECOND },
              },
              { Name: 'alive', Type: 'tcp', PortLabel: 'admin', Interval: 10 * SECOND, Timeout: 2 * SECOND },
              {
                Name: 'script',
                Type: 'script',
                TaskName: 'web',
                Command: '/bin/true',
                Args: ['-q'],
                Interval: 10 * SECOND,
                Timeout: 2 * SECOND,
              },
              { Name: 'rpc', Type: 'grpc', GRPCService: 'orders', Interval: 10 * SECOND, Timeout: 2 * SECOND, SuccessBeforePassing: 2 },
            ],
          },
        ],
        Tasks: [
          task('init', { Lifecycle: { Hook: 'prestart', Sidecar: false }, KillTimeout: 10 * SECOND }),
          task('web', { Leader: true, LogConfig: { MaxFiles: 3, MaxFileSizeMB: 20 }, ShutdownDelay: SECOND, KillSignal: 'SIGTERM' }),
          task('last', { Lifecycle: { Hook: 'poststop' } }),
        ],
      },
    ],
  },

  mesh: {
    ID: 'mesh',
    TaskGroups: [
      {
        Name: 'orders',
        Networks: [bridge({ DynamicPorts: [{ Label: 'health', To: -1 }] })],
        Services: [
          {
            Name: 'orders',
            PortLabel: '8080',
            Connect: {
              SidecarService: {
                Tags: ['mesh'],
                Proxy: {
                  Config: { protocol: 'http' },
                  Upstreams: [
                    { DestinationName: 'ledger', LocalBindPort: 9001 },
                    { DestinationName: 'quotes', LocalBindPort: 9002, MeshGateway: { Mode: 'local' } },
                  ],
                  Expose: { Paths: [{ Path: '/metrics', Protocol: 'http', LocalPathPort: 8080, ListenerPort: 'health' }] },
                },
              },
              SidecarTask: {
                Resources: { CPU: 100, MemoryMB: 64 },
                LogConfig: { MaxFiles: 2, MaxFileSizeMB: 5 },
                ShutdownDelay: 5 * SECOND,
              },
            },
            Checks: [
              {
                Name: 'ready',
                Type: 'http',
                Path: '/ready',
                Expose: true,
                PortLabel: 'health',
                Interval: 10 * SECOND,
                Timeout: 2 * SECOND,
              },
            ],
          },
        ],
        Tasks: [task('orders')],
      },
    ],
  },

  native: {
    ID: 'native',
    TaskGroups: [
      {
        Name: 'orders',
        Networks: [bridge({ DynamicPorts: [{ Label: 'grpc', To: 9000 }] })],
        Services: [{ Name: 'orders', PortLabel: 'grpc', TaskName: 'orders', Connect: { Native: true } }],
        Tasks: [task('orders'), task('helper')],
      },
    ],
  },

  transparent: {
    ID: 'transparent',
    TaskGroups: [
      {
        Name: 'orders',
        Networks: [bridge({ ReservedPorts: [{ Label: 'admin', Value: 9090, To: 9090 }] })],
        Services: [
          {
            Name: 'orders',
            PortLabel: '8080',
            Connect: {
              SidecarService: {
                Proxy: {
                  TransparentProxy: {
                    UID: '101',
                    OutboundPort: 15001,
                    ExcludeInboundPorts: ['admin', '8081'],
                    ExcludeOutboundPorts: [443],
                    ExcludeOutboundCIDRs: ['10.0.0.0/8'],
                    ExcludeUIDs: ['1000'],
                    NoDNS: true,
                  },
                },
              },
            },
          },
        ],
        Tasks: [task('orders')],
      },
    ],
  },

  ingress: {
    ID: 'ingress',
    TaskGroups: [
      {
        Name: 'edge',
        Networks: [bridge({ ReservedPorts: [{ Label: 'https', Value: 8443, To: 8443 }] })],
        Services: [
          {
            Name: 'edge',
            PortLabel: '8443',
            Connect: {
              Gateway: {
                Proxy: { ConnectTimeout: 5 * SECOND, EnvoyDNSDiscoveryType: 'LOGICAL_DNS' },
                Ingress: {
                  TLS: { Enabled: true, TLSMinVersion: 'TLSv1_2' },
                  Listeners: [
                    { Port: 8443, Protocol: 'http', Services: [{ Name: 'orders', Hosts: ['orders.internal'] }, { Name: '*' }] },
                    { Port: 9443, Protocol: 'tcp', Services: [{ Name: 'ledger' }] },
                  ],
                },
              },
            },
          },
        ],
      },
    ],
  },

  terminating: {
    ID: 'terminating',
    TaskGroups: [
      {
        Name: 'exit',
        Networks: [bridge()],
        Services: [
          {
            Name: 'exit',
            Connect: {
              Gateway: {
                Proxy: { EnvoyGatewayNoDefaultBind: true, EnvoyGatewayBindAddresses: { default: { Address: '0.0.0.0', Port: 9100 } } },
                Terminating: {
                  Services: [{ Name: 'bank', CAFile: '/etc/ca.pem', CertFile: '/etc/cert.pem', KeyFile: '/etc/key.pem', SNI: 'bank' }],
                },
              },
            },
          },
        ],
      },
    ],
  },

  meshGateway: {
    ID: 'mesh-gateway',
    TaskGroups: [
      {
        Name: 'gateway',
        Networks: [{ Mode: 'host', DynamicPorts: [{ Label: 'wan', HostNetwork: 'public' }] }],
        Services: [
          { Name: 'gateway', PortLabel: 'wan', Connect: { Gateway: { Proxy: {}, Mesh: {} }, SidecarTask: { Resources: { CPU: 500 } } } },
        ],
      },
    ],
  },

  nomadServices: {
    ID: 'nomad-services',
    TaskGroups: [
      {
        Name: 'api',
        Networks: [bridge({ DynamicPorts: [{ Label: 'http', To: 8080 }] })],
        Services: [
          {
            Name: '${JOB}-api',
            Provider: 'nomad',
            PortLabel: 'http',
            OnUpdate: 'ignore',
            Weights: { Passing: 2, Warning: 1 },
            Checks: [{ Name: 'ready', Type: 'http', Path: '/', Method: 'GET', Interval: 5 * SECOND, Timeout: SECOND }],
          },
        ],
        Tasks: [task('api', { Services: [{ Name: 'admin', Provider: 'nomad', PortLabel: 'http', AddressMode: 'driver', Checks: [] }] })],
      },
    ],
  },

  taskServices: {
    ID: 'task-services',
    TaskGroups: [
      {
        Name: 'db',
        Networks: [bridge({ DynamicPorts: [{ Label: 'db', To: 5432 }] })],
        Tasks: [
          task('db', {
            Services: [
              {
                Name: 'db',
                PortLabel: 'db',
                Identity: { Audience: ['consul.io'], TTL: HOUR },
                Checks: [
                  { Name: 'alive', Type: 'tcp', Interval: 10 * SECOND, Timeout: 2 * SECOND },
                  { Name: 'driver', Type: 'tcp', AddressMode: 'driver', PortLabel: '5432', Interval: 10 * SECOND, Timeout: 2 * SECOND },
                ],
              },
              { Name: 'stats', PortLabel: 'db', AddressMode: 'host', Tags: ['stats'] },
            ],
          }),
        ],
      },
    ],
  },

  secrets: {
    ID: 'secrets',
    TaskGroups: [
      {
        Name: 'secrets',
        Consul: { Partition: 'default' },
        Tasks: [
          task('secrets', {
            User: '10001:10001',
            Env: { LEVEL: 'info' },
            Meta: { a: 'b' },
            Vault: { Role: 'orders', ChangeMode: 'signal', ChangeSignal: 'SIGHUP', Env: false },
            Consul: { Partition: 'default' },
            Identities: [
              { Name: 'vault_default', Audience: ['vault.io'], TTL: HOUR },
              { Env: true, File: true, Filepath: 'secrets/token' },
            ],
            Templates: [
              {
                EmbeddedTmpl: '{{ key "a" }}',
                DestPath: 'local/a.conf',
                ChangeMode: 'signal',
                ChangeSignal: 'sighup',
                Perms: '640',
                Splay: 5 * SECOND,
              },
              {
                SourcePath: 'local/b.tpl',
                DestPath: 'secrets/b.env',
                Envvars: true,
                ChangeMode: 'restart',
                Wait: { Min: SECOND, Max: MINUTE },
              },
              {
                EmbeddedTmpl: 'c',
                DestPath: 'local/c',
                ChangeMode: 'script',
                ChangeScript: { Command: '/bin/reload', Args: ['-x'], Timeout: SECOND },
              },
            ],
            Artifacts: [
              {
                GetterSource: 'https://files.internal/a.zip',
                RelativeDest: 'local/a',
                GetterMode: 'dir',
                GetterOptions: { checksum: `sha256:${'ab'.repeat(32)}` },
              },
              { GetterSource: 'git::https://git.internal/b', GetterHeaders: { Accept: '*/*' } },
            ],
            Secrets: [
              { Name: 'db', Provider: 'vault', Path: 'secret/data/db', Config: { engine: 'kv_v2' } },
              { Name: 'own', Provider: 'own-plugin', Path: 'a', Env: { A: 'b' } },
            ],
            Actions: [{ Name: 'flush', Command: '/bin/flush', Args: ['all'] }],
          }),
        ],
      },
    ],
  },

  volumes: {
    ID: 'volumes',
    Type: 'service',
    TaskGroups: [
      {
        Name: 'books',
        Volumes: {
          books: {
            Name: 'books',
            Type: 'csi',
            Source: 'books',
            AccessMode: 'multi-node-multi-writer',
            AttachmentMode: 'file-system',
            MountOptions: { FSType: 'ext4' },
          },
          scratch: { Name: 'scratch', Type: 'host', Source: 'scratch', ReadOnly: true, AccessMode: 'single-node-reader-only' },
        },
        Tasks: [
          task('books', {
            VolumeMounts: [
              { Volume: 'books', Destination: '/books', PropagationMode: 'private' },
              { Volume: 'scratch', Destination: '/scratch', ReadOnly: true, SELinuxLabel: 'z' },
            ],
            Resources: {
              Cores: 2,
              MemoryMB: 256,
              MemoryMaxMB: 512,
              SecretsMB: 8,
              Devices: [
                {
                  Name: 'nvidia/gpu',
                  Count: 1,
                  Constraints: [{ LTarget: '${device.attr.memory}', Operand: '>=', RTarget: '2 GiB' }],
                  Affinities: [{ LTarget: '${device.vendor}', Operand: '=', RTarget: 'nvidia', Weight: -10 }],
                },
              ],
            },
          }),
        ],
      },
    ],
  },

  csiPlugin: {
    ID: 'csi-plugin',
    Type: 'system',
    TaskGroups: [
      {
        Name: 'plugin',
        Tasks: [task('plugin', { CSIPluginConfig: { ID: 'org.nfs', Type: 'node', MountDir: '/csi', HealthTimeout: 30 * SECOND } })],
      },
    ],
  },

  system: {
    ID: 'system',
    Type: 'system',
    TaskGroups: [
      {
        Name: 'agent',
        Networks: [{ Mode: 'host', ReservedPorts: [{ Label: 'agent', Value: 8125, IgnoreCollision: true }] }],
        Update: { MaxParallel: 1, Stagger: 30 * SECOND },
        Tasks: [
          task('agent', { Driver: 'exec', Constraints: [{ LTarget: '${attr.nomad.version}', Operand: 'semver', RTarget: '>= 1.8.0' }] }),
        ],
      },
    ],
  },

  batch: {
    ID: 'batch',
    Type: 'batch',
    Periodic: { Specs: ['0 2 * * mon-fri', '@daily'], TimeZone: 'Asia/Tokyo', ProhibitOverlap: true },
    TaskGroups: [
      {
        Name: 'report',
        Disconnect: { StopOnClientAfter: HOUR },
        ReschedulePolicy: {
          Attempts: 2,
          Interval: HOUR,
          Delay: 30 * SECOND,
          DelayFunction: 'exponential',
          MaxDelay: 2 * MINUTE,
          Unlimited: false,
        },
        RestartPolicy: { Attempts: 1, Interval: HOUR, Delay: 5 * SECOND, Mode: 'fail' },
        Tasks: [task('report', { RestartPolicy: { Attempts: 0 } })],
      },
    ],
  },

  dispatched: {
    ID: 'dispatched',
    Type: 'sysbatch',
    ParameterizedJob: { Payload: 'required', MetaRequired: ['day'], MetaOptional: ['desk'] },
    TaskGroups: [
      {
        Name: 'sweep',
        Tasks: [
          task('sweep', {
            Driver: 'raw_exec',
            DispatchPayload: { File: 'input.json' },
            Constraints: [{ LTarget: '${meta.disk}', Operand: 'is_set' }],
          }),
        ],
      },
    ],
  },
};
