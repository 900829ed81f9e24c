import { refused, TASK, type Case } from './refused';

const SECOND = 1_000_000_000;
const DIGEST = 'a'.repeat(64);

const template = (fragment: object) => ({ Templates: [{ EmbeddedTmpl: 'x', DestPath: 'local/x', ...fragment }] });
const artifact = (fragment: object) => ({ Artifacts: [{ GetterSource: 'https://files.internal/x', ...fragment }] });
const checksum = (value: string) => artifact({ GetterOptions: { checksum: value } });
const identity = (fragment: object) => ({ Identities: [{ Name: 'vault_default', Audience: ['vault.io'], ...fragment }] });
const secret = (fragment: object) => ({ Secrets: [{ Name: 'db', Provider: 'nomad', Path: 'orders/db', ...fragment }] });

const CASES: readonly Case[] = [
  ['a name is a folder on every system', { Name: 'orders\\worker' }, ['NOMAD-TASK-NAME Name']],
  ['a name holds no null character', { Name: 'orders\0' }, ['NOMAD-TASK-NAME Name']],
  ['the shared folder is no task', { Name: 'alloc' }, ['NOMAD-TASK-NAME Name']],
  ['a kill timeout that nobody wrote, and 0, are five seconds', { KillTimeout: 0 }, []],
  ['a kill timeout beyond the progress deadline of ten minutes', { KillTimeout: 601 * SECOND }, ['NOMAD-KILL-TIMEOUT KillTimeout']],
  ['a shutdown delay is not negative', { ShutdownDelay: -1 }, ['NOMAD-KILL-TIMEOUT ShutdownDelay']],

  ['cores or a share of them', { Resources: { CPU: 100, Cores: 1 } }, ['NOMAD-RESOURCES Resources.Cores']],
  ['cores alone', { Resources: { CPU: null, Cores: 1 } }, []],
  ['no processor at all', { Resources: { CPU: 0 } }, ['NOMAD-RESOURCES Resources.CPU']],
  ['ten MiB are the least', { Resources: { MemoryMB: 9 } }, ['NOMAD-RESOURCES Resources.MemoryMB']],
  ['-1 is memory without a limit', { Resources: { MemoryMaxMB: -1 } }, []],
  ['-2 is less than what is kept', { Resources: { MemoryMaxMB: -2 } }, ['NOMAD-RESOURCES Resources.MemoryMaxMB']],
  ['secrets lie in memory', { Resources: { SecretsMB: 257 } }, ['NOMAD-RESOURCES Resources.SecretsMB']],
  ['no negative folder of secrets', { Resources: { SecretsMB: -1 } }, ['NOMAD-RESOURCES Resources.SecretsMB']],
  [
    'devices beside cores are devices of the task',
    { Resources: { Devices: [{ Name: 'gpu' }], NUMA: { Devices: ['gpu', 'fpga'] } } },
    ['NOMAD-DEVICE Resources.NUMA.Devices[1]'],
  ],
  [
    'logs have a file with room in it',
    { LogConfig: { MaxFiles: 0, MaxFileSizeMB: 0 } },
    ['NOMAD-LOG LogConfig.MaxFiles', 'NOMAD-LOG LogConfig.MaxFileSizeMB'],
  ],
  ['logs of just the disk', { LogConfig: { MaxFiles: 3, MaxFileSizeMB: 100 } }, ['NOMAD-LOG LogConfig']],
  ['logs of a little less', { LogConfig: { MaxFiles: 1, MaxFileSizeMB: 299 } }, []],

  ['a template needs a text', template({ EmbeddedTmpl: '' }), ['NOMAD-TEMPLATE Templates[0]']],
  ['or a file with one', template({ EmbeddedTmpl: '', SourcePath: 'local/x.tpl' }), []],
  ['a template is written somewhere', template({ DestPath: '' }), ['NOMAD-TEMPLATE Templates[0].DestPath']],
  ['beside the folder of the task is still inside', template({ DestPath: '../alloc/x' }), []],
  ['a name that begins with two dots is taken for a way out', template({ DestPath: '../..x' }), ['NOMAD-TEMPLATE Templates[0].DestPath']],
  ['a variable is a folder as any other', template({ DestPath: '${NOMAD_TASK_DIR}/../../../x' }), ['NOMAD-TEMPLATE Templates[0].DestPath']],
  ['all permissions there are', template({ Perms: '7777' }), []],
  ['one more', template({ Perms: '10000' }), ['NOMAD-TEMPLATE Templates[0].Perms']],
  ['permissions are octal', template({ Perms: '0o644' }), ['NOMAD-TEMPLATE Templates[0].Perms']],
  ['a splay is not negative', template({ Splay: -1 }), ['NOMAD-TEMPLATE Templates[0].Splay']],
  ['waits in order', template({ Wait: { Min: 2, Max: 1 } }), ['NOMAD-TEMPLATE Templates[0].Wait.Min']],
  [
    'two templates are two files',
    {
      Templates: [
        { EmbeddedTmpl: 'x', DestPath: 'local/x' },
        { EmbeddedTmpl: 'y', DestPath: 'local/x' },
      ],
    },
    ['NOMAD-TEMPLATE Templates[1].DestPath'],
  ],
  ['a signal that nobody wrote is SIGHUP', template({ ChangeMode: 'signal' }), []],
  ['an environment takes no signal', template({ ChangeMode: 'signal', Envvars: true }), ['NOMAD-TEMPLATE-CHANGE Templates[0].ChangeMode']],
  ['a script is named', template({ ChangeMode: 'script' }), ['NOMAD-TEMPLATE-CHANGE Templates[0].ChangeScript']],
  [
    'a script has a command',
    template({ ChangeMode: 'script', ChangeScript: {} }),
    ['NOMAD-TEMPLATE-CHANGE Templates[0].ChangeScript.Command'],
  ],
  ['an empty change mode is none', template({ ChangeMode: '' }), ['NOMAD-TEMPLATE-CHANGE Templates[0].ChangeMode']],

  ['a mode of an artifact', artifact({ GetterMode: 'archive' }), ['NOMAD-ARTIFACT Artifacts[0].GetterMode']],
  ['an artifact stays inside', artifact({ RelativeDest: '/../../x' }), ['NOMAD-ARTIFACT Artifacts[0].RelativeDest']],
  ['a checksum', checksum(` sha256:${DIGEST} `), []],
  ['a checksum known on the server', checksum('${meta.digest}'), []],
  ['a checksum without a type', checksum(DIGEST), ['NOMAD-ARTIFACT Artifacts[0].GetterOptions.checksum']],
  ['a checksum of an unknown type', checksum('crc32:00000000'), ['NOMAD-ARTIFACT Artifacts[0].GetterOptions.checksum']],
  ['a checksum that is cut', checksum(`sha512:${DIGEST}`), ['NOMAD-ARTIFACT Artifacts[0].GetterOptions.checksum']],
  ['a checksum that is no number', checksum('md5:xyz'), ['NOMAD-ARTIFACT Artifacts[0].GetterOptions.checksum']],

  ['a signal of Vault that nobody wrote is SIGHUP', { Vault: { ChangeMode: 'signal' } }, []],
  ['an empty one is none', { Vault: { ChangeMode: 'signal', ChangeSignal: '' } }, ['NOMAD-VAULT Vault.ChangeSignal']],
  ['an identity is a file name', identity({ Name: 'vault/default' }), ['NOMAD-IDENTITY Identities[0].Name']],
  ['an identity is for somebody', identity({ Audience: ['vault.io', ''] }), ['NOMAD-IDENTITY Identities[0].Audience']],
  ['a signal without its mode', identity({ ChangeSignal: 'SIGHUP' }), ['NOMAD-IDENTITY Identities[0].ChangeSignal']],
  ['a mode without its signal', identity({ ChangeMode: 'signal' }), ['NOMAD-IDENTITY Identities[0].ChangeSignal']],
  ['an unknown mode', identity({ ChangeMode: 'script' }), ['NOMAD-IDENTITY Identities[0].ChangeMode']],
  ['an identity does not end in the past', identity({ TTL: -1 }), ['NOMAD-IDENTITY Identities[0].TTL']],
  ['a path without a file', identity({ Filepath: 'x' }), ['NOMAD-IDENTITY Identities[0].Filepath']],
  ['the default identity has no end', { Identities: [{ TTL: SECOND }] }, ['NOMAD-IDENTITY Identity.TTL']],
  ['two default identities', { Identities: [{ Env: true }, { Name: 'default' }] }, ['NOMAD-IDENTITY Identities[0]']],

  ['a lifecycle has a hook', { Lifecycle: {} }, ['NOMAD-LIFECYCLE Lifecycle.Hook']],
  ['a payload stays inside', { DispatchPayload: { File: '../../../x' } }, ['NOMAD-DISPATCH-PAYLOAD DispatchPayload.File']],
  ['and may leave local/', { DispatchPayload: { File: '../../x' } }, []],
  ['an action does something', { Actions: [{ Name: 'flush' }] }, ['NOMAD-ACTION Actions[0].Command']],
  ['no space in its name, of those that Go knows', { Actions: [{ Name: 'flush\u00a0all', Command: 'x' }] }, []],
  [
    'two actions',
    {
      Actions: [
        { Name: 'flush', Command: 'x' },
        { Name: 'flush', Command: 'y' },
      ],
    },
    ['NOMAD-ACTION Actions[1].Name'],
  ],
  [
    'a secret has a provider and a path',
    secret({ Provider: '', Path: '' }),
    ['NOMAD-SECRET Secrets[0].Provider', 'NOMAD-SECRET Secrets[0].Path'],
  ],
  ['a secret of Nomad has no environment', secret({ Env: { A: 'b' } }), ['NOMAD-SECRET Secrets[0].Env']],
  ['a secret of a plugin has no config', secret({ Provider: 'vendor', Config: { a: 1 } }), ['NOMAD-SECRET Secrets[0].Config']],
  ['a name of a secret', secret({ Name: 'db-main' }), ['NOMAD-SECRET Secrets[0].Name']],
  [
    'a plugin has an id and a type',
    { CSIPluginConfig: {} },
    ['NOMAD-CSI-PLUGIN CSIPluginConfig.ID', 'NOMAD-CSI-PLUGIN CSIPluginConfig.Type'],
  ],
  [
    'volumes are not staged beside the socket',
    { CSIPluginConfig: { ID: 'disks', Type: 'node', MountDir: '/local' } },
    ['NOMAD-CSI-PLUGIN CSIPluginConfig.StagePublishBaseDir'],
  ],
  [
    'a sidecar without its service leads nobody',
    { Kind: 'connect-proxy:x', Leader: true },
    ['NOMAD-TASK-KIND Kind', 'NOMAD-TASK-KIND Leader'],
  ],
];

test.each(CASES)('%s', (_, fragment, expected) => {
  expect(refused('task', fragment)).toEqual(expected.map((one) => one.replace(' ', ` ${TASK}.`)));
});

describe('a batch job', () => {
  test('has no progress deadline that a kill timeout could miss', () => {
    const [group] = [{ Name: 'eod', Tasks: [{ Name: 'eod', Driver: 'docker', KillTimeout: 3600 * SECOND }] }];
    expect(refused('job', { Type: 'batch', TaskGroups: [group] })).toEqual([]);
  });
});

describe('an older or newer Nomad', () => {
  test.each([
    ['takes a task called alloc before 1.11.0', '1.10.5', { Name: 'alloc' }, []],
    ['takes fewer cores than none before 2.0.5', '2.0.4', { Resources: { CPU: null, Cores: -1 } }, []],
    ['refuses them then', '2.0.5', { Resources: { CPU: null, Cores: -1 } }, [`NOMAD-RESOURCES ${TASK}.Resources.Cores`]],
    [
      'has dashes alone in the name of an action before 1.9.4',
      '1.9.3',
      { Actions: [{ Name: 'a_b', Command: 'x' }] },
      [`NOMAD-ACTION ${TASK}.Actions[0].Name`],
    ],
    [
      'compares folders of a plugin since 2.0.1',
      '2.0.1',
      { CSIPluginConfig: { ID: 'disks', Type: 'node', StagePublishBaseDir: '/csi-stage' } },
      [],
    ],
    [
      'compares their beginnings before',
      '2.0.0',
      { CSIPluginConfig: { ID: 'disks', Type: 'node', StagePublishBaseDir: '/csi-stage' } },
      [`NOMAD-CSI-PLUGIN ${TASK}.CSIPluginConfig.StagePublishBaseDir`],
    ],
    [
      'and finds a folder however it is written',
      '2.0.1',
      { CSIPluginConfig: { ID: 'disks', Type: 'node', StagePublishBaseDir: '/local/../csi/stage' } },
      [`NOMAD-CSI-PLUGIN ${TASK}.CSIPluginConfig.StagePublishBaseDir`],
    ],
  ])('%s', (_, nomad, fragment, expected) => {
    expect(refused('task', fragment, { nomad })).toEqual(expected);
  });
});
