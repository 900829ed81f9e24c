import { GROUP, refused, SERVICE, TASK, type Case } from './refused';

const SECOND = 1_000_000_000;
const check = (fragment: object) => ({
  Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Interval: 10 * SECOND, Timeout: SECOND, ...fragment }],
});
const script = (fragment: object) => check({ Type: 'script', Command: '/bin/ready', ...fragment });
const ofNomad = (fragment: object) => ({ Provider: 'nomad', ...check(fragment) });

const SERVICE_CASES: readonly Case[] = [
  ['sixty-three characters are a name', { Name: 'a'.repeat(63) }, []],
  ['sixty-four are none', { Name: 'a'.repeat(64) }, ['NOMAD-SERVICE-NAME Name']],
  ['a long variable counts as a short name', { Name: `sec-\${${'NOMAD_META_'.repeat(9)}}` }, []],
  ['a name is counted after the names of the job were filled in', { Name: '${JOB}-'.repeat(7).slice(0, -1) }, ['NOMAD-SERVICE-NAME Name']],
  ['a name begins with a letter or digit', { Name: '-orders' }, ['NOMAD-SERVICE-NAME Name']],
  ['an address is given or looked up', { Address: '10.0.0.1', AddressMode: 'host' }, ['NOMAD-SERVICE-ADDRESS Address']],
  ['Nomad asks for no kind of its own services', { Provider: 'nomad', Kind: 'x' }, []],
  ['an identity in Nomad has a name', { Provider: 'nomad', Identity: { Audience: ['a'] } }, ['NOMAD-SERVICE-IDENTITY Identity.Name']],

  ['the type of a check in any case', check({ Type: 'HTTP' }), []],
  ['a type that only Docker had', check({ Type: 'docker' }), ['NOMAD-CHECK Checks[0].Type']],
  ['Nomad itself runs no scripts', { Provider: 'nomad', ...script({ TaskName: 'orders' }) }, ['NOMAD-CHECK Checks[0].Type']],
  ['a script has a command', script({ Command: '', TaskName: 'orders' }), ['NOMAD-CHECK Checks[0].Command']],
  ['a path of a check is no other host', check({ Path: 'http://quotes/' }), ['NOMAD-CHECK Checks[0].Path']],
  ['an unknown status', check({ InitialStatus: 'ok' }), ['NOMAD-CHECK Checks[0].InitialStatus']],
  ['notes are counted in bytes', check({ Notes: '組'.repeat(86) }), ['NOMAD-CHECK Checks[0].Notes']],
  ['85 characters of three bytes fit', check({ Notes: '組'.repeat(85) }), []],
  ['Nomad keeps longer notes for itself', ofNomad({ Notes: 'n'.repeat(256) }), []],
  [
    'a check waits, and pauses',
    check({ Interval: 999_999_999, Timeout: 0 }),
    ['NOMAD-CHECK-INTERVAL Checks[0].Interval', 'NOMAD-CHECK-INTERVAL Checks[0].Timeout'],
  ],
  [
    'a check knows no driver outside of a task',
    check({ AddressMode: 'driver', TaskName: 'orders' }),
    ['NOMAD-CHECK-ADDRESS Checks[0].AddressMode'],
  ],
  ['Nomad knows no driver either', ofNomad({ AddressMode: 'driver' }), ['NOMAD-CHECK-ADDRESS Checks[0].AddressMode']],
  [
    'a restart after fewer failures than none',
    check({ CheckRestart: { Limit: -1, Grace: -1 } }),
    ['NOMAD-CHECK-RESTART Checks[0].CheckRestart.Limit', 'NOMAD-CHECK-RESTART Checks[0].CheckRestart.Grace'],
  ],
  [
    'warnings of Nomad are not ignored',
    ofNomad({ CheckRestart: { IgnoreWarnings: true } }),
    ['NOMAD-CHECK-RESTART Checks[0].CheckRestart.IgnoreWarnings'],
  ],
  [
    'what the service says of updates holds for its checks',
    { OnUpdate: 'ignore', ...check({ CheckRestart: { Limit: 3 } }) },
    ['NOMAD-CHECK-ON-UPDATE Checks[0].CheckRestart'],
  ],
  [
    'what the service says of restarts holds for its checks',
    { CheckRestart: { Limit: 3 }, ...check({ OnUpdate: 'ignore_warnings' }) },
    ['NOMAD-CHECK-ON-UPDATE Checks[0].CheckRestart.IgnoreWarnings'],
  ],
  ['checks of Nomad have no warnings', ofNomad({ OnUpdate: 'ignore_warnings' }), ['NOMAD-CHECK-ON-UPDATE Checks[0].OnUpdate']],
  ['an unknown word about updates', check({ OnUpdate: 'later' }), ['NOMAD-CHECK-ON-UPDATE Checks[0].OnUpdate']],
  [
    'only Consul counts answers and looks at names of servers',
    ofNomad({ FailuresBeforeCritical: 1, TLSServerName: 'x', Method: 'FETCH' }),
    [
      'NOMAD-CHECK-PROVIDER Checks[0].FailuresBeforeCritical',
      'NOMAD-CHECK-PROVIDER Checks[0].TLSServerName',
      'NOMAD-CHECK-PROVIDER Checks[0].Method',
    ],
  ],
  ['Consul takes any method', check({ Method: 'FETCH' }), []],
  [
    'answers are counted of types in lower case',
    check({ Type: 'HTTP', SuccessBeforePassing: 1 }),
    ['NOMAD-CHECK-THRESHOLD Checks[0].SuccessBeforePassing'],
  ],
  ['a negative threshold is none', script({ TaskName: 'orders', SuccessBeforePassing: -1 }), []],
  ['tcp reaches the sidecar alone', { Connect: { SidecarService: {} }, ...check({ Type: 'tcp' }) }, ['NOMAD-CHECK-PORT Checks[0].Type']],
  ['a script needs a task', script({}), ['NOMAD-CHECK-TASK Checks[0].TaskName']],
  ['the task of the service will do', { TaskName: 'orders', ...script({}) }, []],
  ['a task that is not there', script({ TaskName: 'order' }), ['NOMAD-CHECK-TASK Checks[0].TaskName']],
  ['a sidecar is a task', { Connect: { SidecarService: {} }, ...script({ TaskName: 'connect-proxy-sec-orders' }) }, []],
];

describe('of a service of a group', () => {
  test.each(SERVICE_CASES)('%s', (_, fragment, expected) => {
    expect(new Set(refused('service', fragment))).toEqual(new Set(expected.map((one) => one.replace(' ', ` ${SERVICE}.`))));
  });
});

const inTask = (...services: object[]) => ({
  Services: services.map((service) => ({ Name: 'sec-orders-admin', PortLabel: 'health', ...service })),
});

const TASK_CASES: readonly Case[] = [
  [
    'a task has no address in the network of its group',
    inTask({ AddressMode: 'alloc' }),
    [`NOMAD-SERVICE-ADDRESS ${TASK}.Services[0].AddressMode`],
  ],
  ['the driver may have a number', inTask({ AddressMode: 'driver', PortLabel: '9090' }), []],
  [
    'the driver has no label that the group does not have',
    inTask({ AddressMode: 'driver', PortLabel: 'admin' }),
    [`NOMAD-SERVICE-PORT ${GROUP}.Tasks[0].Services[0].PortLabel`],
  ],
  ['a number is a label otherwise', inTask({ PortLabel: '9090' }), [`NOMAD-SERVICE-PORT ${GROUP}.Tasks[0].Services[0].PortLabel`]],
  ['a check has a label', inTask(check({ PortLabel: '9090' })), [`NOMAD-CHECK-PORT ${TASK}.Services[0].Checks[0].PortLabel`]],
  ['or the number of the driver', inTask(check({ PortLabel: '9090', AddressMode: 'driver' })), []],
  [
    'which is at least 1',
    inTask(check({ PortLabel: '0', AddressMode: 'driver' })),
    [`NOMAD-CHECK-PORT ${TASK}.Services[0].Checks[0].PortLabel`],
  ],
  [
    'a label that is not there',
    inTask(check({ PortLabel: 'healt' })),
    [`NOMAD-SERVICE-PORT ${GROUP}.Tasks[0].Services[0].Checks[0].PortLabel`],
  ],
  [
    'name and port are one text to Nomad',
    inTask({ Name: 'a', PortLabel: 'b' }, { Name: 'ab', PortLabel: '' }),
    [`NOMAD-SERVICE-PORT ${GROUP}.Tasks[0].Services[0].PortLabel`, `NOMAD-SERVICE-TWICE ${GROUP}.Tasks[0].Services[1]`],
  ],
  ['a task is not in the mesh', inTask({ Connect: { SidecarService: {} } }), [`NOMAD-CONNECT ${TASK}.Services[0].Connect`]],
  ['a task has no sidecar', inTask(check({ Expose: true })), [`NOMAD-CHECK-EXPOSE ${GROUP}.Tasks[0].Services[0].Checks[0].Expose`]],
  ['another provider than the group', inTask({ Provider: 'nomad' }), [`NOMAD-SERVICE-PROVIDER ${GROUP}.Tasks[0].Services[0].Provider`]],
];

describe('of a service of a task', () => {
  test.each(TASK_CASES)('%s', (_, fragment, expected) => {
    expect(new Set(refused('task', fragment))).toEqual(new Set(expected));
  });
});

test('an unknown provider is refused once', () => {
  expect(refused('service', { Provider: 'dns' })).toEqual([`NOMAD-SERVICE-PROVIDER ${SERVICE}.Provider`]);
});

describe('an older Nomad', () => {
  test.each([
    ['has no alloc_ipv6 before 1.10.4', '1.10.3', { AddressMode: 'alloc_ipv6' }, [`NOMAD-SERVICE-ADDRESS ${SERVICE}.AddressMode`]],
    ['has it since', '1.10.4', { AddressMode: 'alloc_ipv6' }, []],
    [
      'looks at certificates always before 1.9.6',
      '1.9.5',
      ofNomad({ TLSSkipVerify: true }),
      [`NOMAD-CHECK-PROVIDER ${SERVICE}.Checks[0].TLSSkipVerify`],
    ],
    ['does not since', '1.9.6', ofNomad({ TLSSkipVerify: true }), []],
  ])('%s', (_, nomad, fragment, expected) => {
    expect(refused('service', fragment, { nomad })).toEqual(expected);
  });
});
