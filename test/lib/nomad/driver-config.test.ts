import { driverConfigFaults } from '../../../lib/nomad';

const faults = (driver: string, config: Record<string, unknown>, nomad = '1.11.3'): string[] =>
  driverConfigFaults(driver, config, nomad).map(({ kind, at }) => `${kind} ${at}`);

/** Verdicts of the drivers' own schema, of Nomad 1.11.3. */
describe('a config of docker', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['a list of maps as one object', { labels: { a: 'b' } }, ['type labels']],
    ['a list of maps', { labels: [{ a: 'b' }, { c: 1 }] }, []],
    ['a map inside a logging block', { logging: { type: 'json-file', config: { a: 'b' } } }, ['type logging.config']],
    ['text for a boolean', { privileged: 'true' }, []],
    ['a word for a boolean', { privileged: 'yes' }, ['type privileged']],
    ['text for a number', { pids_limit: '12' }, []],
    ['a fraction', { pids_limit: 1.5 }, ['type pids_limit']],
    ['what Nomad fills in', { pids_limit: '${NOMAD_META_pids}' }, []],
    ['one text for a list', { args: '-v' }, ['type args']],
    ['numbers in a list of texts', { args: [1, true, 'x'] }, []],
    ['a list in a list', { args: [['x']] }, ['type args[0]']],
    ['a block as an object', { auth: { username: 'x' } }, []],
    ['a block as a list of one', { auth: [{ username: 'x' }] }, []],
    ['a block twice', { auth: [{ username: 'x' }, { username: 'y' }] }, ['type auth']],
    ['a key of a block', { auth: { user: 'x' } }, ['unknown auth.user']],
    ['blocks that may be many', { mount: [{ type: 'bind', bind_options: [{ propagation: 'private' }] }, { type: 'volume' }] }, []],
    ['a device as text', { devices: ['/dev/sda'] }, ['type devices']],
    ['free attributes', { storage_opt: { size: '40G' } }, []],
    ['a comment', { '//': 'why' }, []],
    ['a port map with names', { port_map: [{ http: 'web' }] }, ['type port_map[0]']],
  ])('%s', (_what, config, expected) => {
    expect(faults('docker', { image: 'a', ...config })).toEqual(expected);
  });

  test('needs an image, and says a misspelt one only once', () => {
    expect(faults('docker', { command: 'x' })).toEqual(['missing ']);
    expect(faults('docker', { imgae: 'x' })).toEqual(['unknown imgae']);
  });

  test('leads a key of the task back to the task', () => {
    const [fault] = driverConfigFaults('docker', { image: 'a', env: { A: 'b' } }, '1.11.3');
    expect(fault?.fix).toBe('move it out of Config, to Env of the task');
  });
});

describe('a config depends on the version of the clients', () => {
  test.each([
    ['docker', { image: 'a', cgroupns: 'host' }, '1.10.2', ['version cgroupns']],
    ['docker', { image: 'a', cgroupns: 'host' }, '1.10.3', []],
    ['docker', { image: 'a', auth: { email: 'x' } }, '1.11.0', []],
    ['docker', { image: 'a', auth: { email: 'x' } }, '2.0.5', ['version auth.email']],
    ['exec', { command: 'a', work_dir: '/x' }, '1.9.1', ['version work_dir']],
    ['raw_exec', { command: 'a', denied_envvars: ['X'] }, '1.10.0', []],
  ])('%s %j on Nomad %s', (driver, config, nomad, expected) => {
    expect(faults(driver, config, nomad)).toEqual(expected);
  });
});

test('java needs a class or a jar, and a driver that is not described is left alone', () => {
  expect(faults('java', { args: [] })).toEqual(['missing ']);
  expect(faults('java', { jar_path: 'local/a.jar' })).toEqual([]);
  expect(faults('podman', { anything: { goes: true } })).toEqual([]);
});
