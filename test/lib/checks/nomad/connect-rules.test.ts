import { soundTask } from '../../../../lib/checks/example-job';
import { GROUP, refused, type Case } from './refused';

const SECOND = 1_000_000_000;
const service = (fragment: object) => ({ Name: 'sec-orders', PortLabel: 'health', ...fragment });
const connect = (block: object, fragment: object = {}) => ({ Services: [service({ Connect: block, ...fragment })] });
const sidecar = (block: object = {}, fragment: object = {}) => connect({ SidecarService: {}, ...block }, fragment);
const proxy = (block: object) => connect({ SidecarService: { Proxy: block } });
const gateway = (block: object, fragment: object = {}) => connect({ Gateway: block }, fragment);
const ingress = (listener: object) =>
  gateway({ Ingress: { Listeners: [{ Port: 8443, Protocol: 'http', Services: [{ Name: 'sec-quotes' }], ...listener }] } });
const exposed = { Name: 'ready', Type: 'http', Path: '/ready', Interval: 10 * SECOND, Timeout: SECOND, Expose: true };
const bridge = (fragment: object) => [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }], ...fragment }];
const GATEWAY = 'Services[0].Connect.Gateway';
const LISTENER = `${GATEWAY}.Ingress.Listeners[0]`;
const TPROXY = 'Services[0].Connect.SidecarService.Proxy.TransparentProxy';

const CASES: readonly Case[] = [
  ['one way into the mesh', connect({ SidecarService: {}, Native: true }, { TaskName: 'orders' }), ['NOMAD-CONNECT Services[0].Connect']],
  ['the mesh is of Consul', sidecar({}, { Provider: 'nomad' }), ['NOMAD-CONNECT Services[0].Connect']],
  ['a sidecar has one network', { Networks: [], ...sidecar() }, ['NOMAD-CONNECT-NETWORK Networks']],
  ['and not two', { Networks: [...bridge({}), { Mode: 'bridge' }], ...sidecar() }, ['NOMAD-CONNECT-NETWORK Networks']],
  ['a network of CNI will do', { Networks: bridge({ Mode: 'cni/mesh' }), ...sidecar() }, []],
  ['a gateway may live on the server', { Networks: bridge({ Mode: 'host' }), ...gateway({ Mesh: {} }) }, []],
  ['a service that speaks the mesh may, too', { Networks: bridge({ Mode: 'host' }), ...connect({ Native: true }) }, []],
  ['an upper-case group', { Name: 'Orders', ...sidecar() }, ['NOMAD-CONNECT-NAME Name']],
  ['a variable of the client is upper case', sidecar({}, { Name: 'sec-${NOMAD_META_ZONE}' }), ['NOMAD-CONNECT-NAME Services[0].Name']],
  ['one that the server knows is filled in', { Meta: { zone: 'tokyo' }, ...sidecar({}, { Name: 'sec-${NOMAD_META_ZONE}' }) }, []],

  ['one task is found without a name', connect({ Native: true }), []],
  [
    'of two tasks none is meant',
    { Tasks: [soundTask({}), soundTask({ Name: 'b' })], ...connect({ Native: true }) },
    ['NOMAD-CONNECT-NATIVE Services[0].TaskName'],
  ],
  [
    'the sidecar of a service before it is a second task',
    { Services: [service({ Connect: { SidecarService: {} } }), service({ Name: 'sec-n', Connect: { Native: true } })] },
    ['NOMAD-CONNECT-NATIVE Services[1].TaskName'],
  ],
  ['a task that is not there', connect({ Native: true }, { TaskName: 'order' }), ['NOMAD-CONNECT-NATIVE Services[0].TaskName']],

  [
    'an address nobody wrote and 127.0.0.1 are two to Nomad',
    proxy({ Upstreams: [{ LocalBindPort: 9001 }, { LocalBindPort: 9001, LocalBindAddress: '127.0.0.1' }] }),
    [],
  ],
  [
    'one socket',
    proxy({ Upstreams: [{ LocalBindSocketPath: '/a' }, { LocalBindSocketPath: '/a', LocalBindPort: 1 }] }),
    ['NOMAD-UPSTREAM Services[0].Connect.SidecarService.Proxy.Upstreams[1]'],
  ],
  [
    'two upstreams without a port',
    proxy({ Upstreams: [{ DestinationName: 'a' }, { DestinationName: 'b' }] }),
    ['NOMAD-UPSTREAM Services[0].Connect.SidecarService.Proxy.Upstreams[1]'],
  ],

  [
    'users are numbers',
    proxy({ TransparentProxy: { UID: 'envoy', ExcludeUIDs: ['65536', '0'] } }),
    [`NOMAD-TRANSPARENT-PROXY ${TPROXY}.UID`, `NOMAD-TRANSPARENT-PROXY ${TPROXY}.ExcludeUIDs[0]`],
  ],
  [
    'a label of a dynamic port is no inbound port',
    proxy({ TransparentProxy: { ExcludeInboundPorts: ['health', '8080'] } }),
    [`NOMAD-TRANSPARENT-PROXY ${TPROXY}.ExcludeInboundPorts[0]`],
  ],
  [
    'names of servers elsewhere',
    { Networks: bridge({ DNS: { Servers: ['10.0.0.53'] } }), ...proxy({ TransparentProxy: {} }) },
    [`NOMAD-TRANSPARENT-PROXY ${TPROXY}`],
  ],
  [
    'unless Consul is not asked',
    { Networks: bridge({ DNS: { Servers: ['10.0.0.53'] } }), ...proxy({ TransparentProxy: { NoDNS: true } }) },
    [],
  ],
  [
    'one sidecar takes all traffic',
    { Services: [...proxy({ TransparentProxy: {} }).Services, service({ Name: 'b', Connect: { SidecarService: {} } })] },
    [`NOMAD-TRANSPARENT-PROXY ${TPROXY}`],
  ],

  ['one kind of gateway', gateway({ Mesh: {}, Terminating: { Services: [{ Name: 'a' }] } }), [`NOMAD-GATEWAY ${GATEWAY}`]],
  ['a mesh gateway is reached', gateway({ Mesh: {} }, { PortLabel: '' }), ['NOMAD-GATEWAY Services[0].PortLabel']],
  [
    'a terminating gateway gets a port, and so does its check',
    gateway({ Terminating: { Services: [{ Name: 'a' }] } }, { PortLabel: '', Checks: [{ ...exposed, Expose: false }] }),
    [],
  ],
  [
    'an unknown way to look up names',
    gateway({ Mesh: {}, Proxy: { EnvoyDNSDiscoveryType: 'dns' } }),
    [`NOMAD-GATEWAY ${GATEWAY}.Proxy.EnvoyDNSDiscoveryType`],
  ],
  [
    'a listener has an address and a port',
    gateway({ Mesh: {}, Proxy: { EnvoyGatewayBindAddresses: { wan: { Port: 0 } } } }),
    [
      `NOMAD-GATEWAY ${GATEWAY}.Proxy.EnvoyGatewayBindAddresses["wan"].Address`,
      `NOMAD-GATEWAY ${GATEWAY}.Proxy.EnvoyGatewayBindAddresses["wan"].Port`,
    ],
  ],
  ['Nomad chooses the port -1', gateway({ Mesh: {}, Proxy: { EnvoyGatewayBindAddresses: { wan: { Address: '0.0.0.0', Port: -1 } } } }), []],
  ['an ingress gateway listens', gateway({ Ingress: {} }), [`NOMAD-GATEWAY-INGRESS ${GATEWAY}.Ingress.Listeners`]],
  ['a listener leads somewhere', ingress({ Services: [] }), [`NOMAD-GATEWAY-INGRESS ${LISTENER}.Services`]],
  ['a listener has a port', ingress({ Port: 0 }), [`NOMAD-GATEWAY-INGRESS ${LISTENER}.Port`]],
  [
    'a protocol nobody wrote is tcp, which has no hosts',
    ingress({ Protocol: null, Services: [{ Name: 'a', Hosts: ['a.example'] }] }),
    [`NOMAD-GATEWAY-INGRESS ${LISTENER}.Services[0].Hosts`],
  ],
  [
    'tcp is of one service',
    ingress({ Protocol: 'tcp', Services: [{ Name: '*' }] }),
    [`NOMAD-GATEWAY-INGRESS ${LISTENER}.Services[0].Name`],
  ],
  ['http may be of all, of their own hosts', ingress({ Services: [{ Name: '*' }] }), []],
  [
    'and of no other',
    ingress({ Services: [{ Name: '*', Hosts: ['a.example'] }] }),
    [`NOMAD-GATEWAY-INGRESS ${LISTENER}.Services[0].Hosts`],
  ],
  ['a terminating gateway leads somewhere', gateway({ Terminating: {} }), [`NOMAD-GATEWAY-TERMINATING ${GATEWAY}.Terminating.Services`]],
  [
    'a certificate, its key and who vouches for the other side',
    gateway({ Terminating: { Services: [{ Name: 'a', CertFile: 'c' }] } }),
    [
      `NOMAD-GATEWAY-TERMINATING ${GATEWAY}.Terminating.Services[0].CAFile`,
      `NOMAD-GATEWAY-TERMINATING ${GATEWAY}.Terminating.Services[0].KeyFile`,
    ],
  ],

  [
    'a check is let through by a sidecar',
    { Services: [service({ PortLabel: '8080', Checks: [exposed] })] },
    ['NOMAD-CHECK-EXPOSE Services[0].Checks[0].Expose'],
  ],
  [
    'a static port is known',
    {
      Networks: bridge({ ReservedPorts: [{ Label: 'api', Value: 8080 }] }),
      ...sidecar({}, { PortLabel: 'api', Checks: [{ ...exposed, PortLabel: 'health' }] }),
    },
    [],
  ],
  [
    'a script is asked no path',
    sidecar({}, { PortLabel: '8080', Checks: [{ ...exposed, Type: 'script', Command: 'x', TaskName: 'orders' }] }),
    ['NOMAD-CHECK-EXPOSE Services[0].Checks[0].Expose'],
  ],
  ['a path without a slash is let through by nobody, in silence', sidecar({}, { Checks: [{ ...exposed, Path: 'ready' }] }), []],
  [
    'an exposed check has a network',
    { Networks: bridge({ Mode: 'host' }), Services: [service({ PortLabel: '8080', Checks: [exposed] })] },
    ['NOMAD-CHECK-EXPOSE Services[0].Checks[0].Expose', 'NOMAD-CONNECT-NETWORK Networks[0].Mode'],
  ],
];

test.each(CASES)('%s', (_, fragment, expected) => {
  expect(new Set(refused('group', fragment))).toEqual(new Set(expected.map((one) => one.replace(' ', ` ${GROUP}.`))));
});

describe('the task that Nomad makes for a sidecar', () => {
  const AT = `${GROUP}.Services[0].Connect.SidecarTask`;

  test.each([
    [
      'asks for a share of the processor, so cores are too much',
      { Resources: { CPU: null, Cores: 1 } },
      [`NOMAD-RESOURCES ${AT}.Resources.Cores`],
    ],
    [
      'asks for more memory than its own limit where only the limit is written',
      { Resources: { MemoryMaxMB: 256 } },
      [`NOMAD-RESOURCES ${AT}.Resources.MemoryMaxMB`],
    ],
    [
      'mounts volumes of the group alone',
      { VolumeMounts: [{ Volume: 'certs', Destination: '/certs' }] },
      [`NOMAD-VOLUME-MOUNT ${AT}.VolumeMounts[0].Volume`],
    ],
    ['has one default identity', { Identities: [{}, { Name: 'default' }] }, [`NOMAD-IDENTITY ${AT}.Identities[0]`]],
    ['has a name of its own', { Name: 'orders' }, [`NOMAD-SIDECAR-TASK ${AT}.Name`]],
    ['has logs that fit the disk', { LogConfig: { MaxFiles: 30 } }, [`NOMAD-LOG ${AT}.LogConfig`]],
    ['stops in time', { KillTimeout: 3600 * SECOND }, [`NOMAD-KILL-TIMEOUT ${AT}.KillTimeout`]],
  ])('%s', (_, task, expected) => {
    expect(refused('group', sidecar({ SidecarTask: task }))).toEqual(expected);
  });

  test('takes five seconds to stop where nobody says otherwise, which may be too long for its group', () => {
    const group = {
      Update: { MinHealthyTime: SECOND, HealthyDeadline: 2 * SECOND, ProgressDeadline: 3 * SECOND },
      Tasks: [soundTask({ KillTimeout: SECOND })],
    };
    expect(refused('group', group)).toEqual([]);
    expect(refused('group', { ...group, ...sidecar() })).toEqual([`NOMAD-KILL-TIMEOUT ${AT}.KillTimeout`]);
  });

  test('is not made again where it stands in the job, and is checked as it will be', () => {
    const stands = soundTask({ Name: 'connect-proxy-sec-orders', Kind: 'connect-proxy:sec-orders' });
    const group = { Tasks: [soundTask({}), stands] };
    expect(refused('group', { ...group, ...sidecar() })).toEqual([]);
    expect(refused('group', { ...group, ...sidecar({ SidecarTask: { Resources: { MemoryMB: 5 } } }) })).toEqual([
      `NOMAD-RESOURCES ${GROUP}.Tasks[1].Resources.MemoryMB`,
    ]);
  });

  test('has another name where its own is taken, but for gateways', () => {
    const tasks = (name: string) => ({ Tasks: [soundTask({}), soundTask({ Name: name })] });
    expect(refused('group', { ...tasks('connect-proxy-sec-orders'), ...sidecar() })).toEqual([]);
    expect(refused('group', { ...tasks('connect-mesh-sec-orders'), ...gateway({ Mesh: {} }) })).toEqual([`NOMAD-SIDECAR-TASK ${AT}.Name`]);
  });
});

describe('an older Nomad', () => {
  test('knows no networks of CNI for the mesh before 1.11.0', () => {
    const group = { Networks: bridge({ Mode: 'cni/mesh' }), ...sidecar() };
    expect(refused('group', group, { nomad: '1.10.5' })).toEqual([`NOMAD-CONNECT-NETWORK ${GROUP}.Networks[0].Mode`]);
  });

  test('does not ask for the port of a native service before 1.9.2', () => {
    const group = connect({ Native: true }, { PortLabel: '' });
    expect(refused('group', group, { nomad: '1.9.1' })).toEqual([]);
    expect(refused('group', group, { nomad: '1.9.2' })).toEqual([`NOMAD-CONNECT-NATIVE ${GROUP}.Services[0].PortLabel`]);
  });
});
