import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Checks, DomainStack, NomadJob, Platform, SecuritiesService, Cpu, Memory, Port, type Problem } from 'kumiki';
import { jobFromApiJson } from '../../lib/nomad';
import { facts } from '../support/program';
import { Folder, job, kumiki, LATEST } from './kumiki';

let folder: Folder;

beforeEach(() => {
  folder = new Folder();
});

afterEach(() => {
  folder.remove();
});

const check = (...words: string[]) => kumiki(['check', 'out', ...words], { cwd: folder.path });

const findings = (...words: string[]) => JSON.parse(check('--format', 'json', ...words).stdout);

/** Synthesizes a program of one domain into `out`. */
function synthesize(program: (trading: DomainStack) => void): readonly Problem[] {
  const app = new App({ outdir: join(folder.path, 'out') });
  Platform.define(app, facts());
  program(new DomainStack(app, 'trading', { owner: 'trading-team' }));
  app.synth();
  return Platform.of(app).notices;
}

/** A job that others wrote, with an image of no version. */
function addFills(trading: DomainStack): NomadJob {
  return new NomadJob(trading, 'fills', jobOf({ ...job('sec-fills', LATEST), Namespace: 'trading' }));
}

function jobOf(json: object) {
  return { job: jobFromApiJson(json).job };
}

const FILE = 'test/cli/check-output.test.ts';

/** The only line of this file that holds a text. */
function lineWith(text: string): number {
  const lines = readFileSync(FILE, 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text) && !line.includes('lineWith')) + 1;
}

/** Changes a JSON file of the output. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test changes what was written
function edit(file: string, change: (json: any) => void): void {
  const path = join(folder.path, 'out', file);
  const json = JSON.parse(readFileSync(path, 'utf8'));
  change(json);
  writeFileSync(path, JSON.stringify(json));
}

describe('kumiki check of the output of a synth', () => {
  test('names the line of the program behind a finding', () => {
    synthesize(addFills);
    expect(check()).toEqual({
      code: 0,
      stderr: '',
      stdout: `warning NOMAD-IMAGE-LATEST at trading/fills (${FILE}:${String(lineWith("new NomadJob(trading, 'fills'"))})
  TaskGroups[0].Tasks[0].Config.image: the tag latest is another image tomorrow
  value: registry.internal/sec/orders:latest
  limit: a digest, or at least a version
  fix: write the image with its digest, name@sha256:…

1 warning; 1 job checked for Nomad 1.11.3 community
`,
    });
  });

  test('says what only the whole of it shows: a call of a service that nobody has', () => {
    const {
      TaskGroups: [group],
    } = job('sec-fills') as { TaskGroups: object[] };
    const upstream = { DestinationName: 'sec-leger', LocalBindPort: 9001 };
    const service = {
      Name: 'sec-fills',
      Provider: 'consul',
      PortLabel: '8080',
      Connect: { SidecarService: { Proxy: { Upstreams: [upstream] } } },
    };
    synthesize((trading) => {
      new NomadJob(trading, 'fills', jobOf({ ...job('sec-fills'), Namespace: 'trading', TaskGroups: [{ ...group, Services: [service] }] }));
    });
    expect(findings().findings).toContainEqual(
      expect.objectContaining({
        code: 'MESH-UPSTREAM-UNKNOWN',
        path: 'trading/fills',
        at: 'TaskGroups[0].Services[0].Connect.SidecarService.Proxy.Upstreams[0]',
        value: 'sec-leger',
      }),
    );
  });

  test('has nothing to say of what constructs make', () => {
    synthesize((trading) => {
      new SecuritiesService(trading, 'quotes', { port: Port.http(9090), cpu: Cpu.mhz(500), memory: Memory.mib(512) });
    });
    expect(findings()).toMatchObject({ findings: [], acknowledged: [], jobs: 1 });
  });

  test('says what the synth said', () => {
    const notices = synthesize((trading) => {
      addFills(trading);
      new NomadJob(trading, 'dividends', jobOf({ ...job('sec-dividends', LATEST), Namespace: 'trading' }));
    });
    const said = notices.map(({ source = '', ...notice }) => ({
      ...notice,
      file: source.split(':')[0],
      line: Number(source.split(':')[1]),
    }));
    expect(said).toHaveLength(2);
    expect(findings().findings).toEqual(said);
  });

  test('lets stand what the program lets stand, and counts it', () => {
    const reason = 'the vendor ships one tag, and we mirror it by date';
    synthesize((trading) => {
      Checks.of(addFills(trading)).acknowledge('NOMAD-IMAGE-LATEST', reason);
    });
    expect(check('--fail-on', 'note')).toEqual({
      code: 0,
      stderr: '',
      stdout: 'no findings, 1 acknowledged; 1 job checked for Nomad 1.11.3 community\n',
    });
    expect(findings()).toMatchObject({
      counts: { error: 0, warning: 0, note: 0 },
      findings: [],
      acknowledged: [{ code: 'NOMAD-IMAGE-LATEST', path: 'trading/fills', reason }],
    });
  });

  test('takes the versions that the platform has, unless the command line names others', () => {
    synthesize(addFills);
    edit('checks/platform.json', (platform) => {
      platform.engines.nomad = '1.10.2';
    });
    expect(findings().engines).toMatchObject({ nomad: '1.10.2', consul: '1.22.7' });
    expect(findings('--nomad', '2.0.5').engines).toMatchObject({ nomad: '2.0.5', consul: '1.22.7' });
  });

  test('reads an output that no checks were written beside, and names its files', () => {
    synthesize(addFills);
    folder.remove('out/checks');
    expect(findings().findings).toEqual([expect.objectContaining({ path: 'trading/fills', file: 'out/stacks/trading/cdk.tf.json' })]);
  });

  test('leaves stacks alone that lie about from an earlier synth', () => {
    synthesize(addFills);
    folder.write('out/stacks/old/cdk.tf.json', 'no JSON');
    expect(check()).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('an output that was edited by hand', () => {
  const T = 'stacks/trading/cdk.tf.json';

  test.each<[string, string, (json: never) => void]>([
    [
      'a resource that is null',
      T,
      (json: { resource: { nomad_job: Record<string, unknown> } }) => (json.resource.nomad_job['sec-fills'] = null),
    ],
    ['resources that are null', T, (json: { resource: unknown }) => (json.resource = null)],
    ['a member that is null', 'mesh/trading.json', (json: { members: unknown }) => (json.members = [null])],
    ['no members', 'mesh/trading.json', (json: { members?: unknown }) => delete json.members],
    ['calls that are null', 'checks/sources.json', (json: { calls: unknown }) => (json.calls = [null])],
    ['acknowledgements that are a text', 'checks/sources.json', (json: { acknowledged: unknown }) => (json.acknowledged = 'all')],
    ['pools that are no list', 'checks/platform.json', (json: { pools: unknown }) => (json.pools = { a: 1 })],
    ['engines that are a text', 'checks/platform.json', (json: { engines: unknown }) => (json.engines = 'all')],
  ])('is refused in a sentence, and not looked at: %s', (_, file, change) => {
    synthesize(addFills);
    edit(file, change as (json: unknown) => void);
    expect(check()).toEqual({ code: 2, stdout: '', stderr: `kumiki: out/${file} is not what a synth writes; synthesize again\n` });
  });

  test.each<[string, unknown]>([
    ['sources that are a text', { Sources: 'all' }],
    ['a source that is null', { Sources: [null] }],
    ['a member that Consul does not know', { Sources: [], sources: [] }],
  ])('has an entry that has not the form of its kind: %s', (_, entry) => {
    synthesize(
      (trading) => new SecuritiesService(trading, 'orders', { port: Port.http(8080), cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
    );
    const entries = 'stacks/trading-access/cdk.tf.json';
    const address = 'service-intentions_sec-orders';
    edit(entries, (json) => (json.resource.consul_config_entry[address].config_json = JSON.stringify(entry)));
    expect(check()).toEqual({
      code: 2,
      stdout: '',
      stderr: `kumiki: out/${entries} has an entry in consul_config_entry.${address} that has not the form of its kind\n`,
    });
  });

  test('has an entry with members that are null, which are not there to Consul', () => {
    synthesize(
      (trading) => new SecuritiesService(trading, 'orders', { port: Port.http(8080), cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
    );
    edit('stacks/trading-access/cdk.tf.json', (json) => {
      json.resource.consul_config_entry['service-intentions_sec-orders'].config_json = '{"Sources":null,"Meta":null}';
    });
    expect(check()).toMatchObject({ code: 0, stderr: '' });
  });

  test('lets nothing stand that an engine refuses', () => {
    synthesize(addFills);
    const break_ = (text: string): string => text.replace('"Driver":"docker"', '"Driver":""');
    edit(T, (json) => {
      json.resource.nomad_job['sec-fills'].jobspec = break_(json.resource.nomad_job['sec-fills'].jobspec);
    });
    const { findings: found } = findings();
    edit(
      'checks/sources.json',
      (json) => (json.acknowledged = found.map((one: object) => ({ ...one, reason: 'because it is said here' }))),
    );
    const { code, stdout } = check();
    expect([code, stdout]).toEqual([1, expect.stringContaining('error NOMAD-DRIVER at trading/fills')]);
  });

  test('has a manifest without a stack in it', () => {
    synthesize(addFills);
    edit('manifest.json', (json) => (json.stacks = {}));
    expect(check()).toMatchObject({ code: 2, stderr: 'kumiki: out/manifest.json names no stacks; synthesize again\n' });
  });
});

describe('an output that is not whole', () => {
  test.each<[string, () => void, string]>([
    [
      'has a stack that is gone',
      () => folder.remove('out/stacks/trading'),
      'out/stacks/trading/cdk.tf.json is not there; synthesize again',
    ],
    [
      'has a stack that is cut short',
      () => folder.write('out/stacks/trading/cdk.tf.json', '{"resource": {'),
      'out/stacks/trading/cdk.tf.json is not JSON; synthesize again',
    ],
    ['has no mesh graph', () => folder.remove('out/mesh'), 'out/mesh/trading.json is not there; synthesize again'],
    [
      'has a mesh graph of another form',
      () => edit('mesh/trading.json', (graph) => (graph.version = 99)),
      'out/mesh/trading.json has a form that this version does not know; synthesize again',
    ],
    [
      'has facts of another form',
      () => edit('checks/platform.json', (platform) => (platform.version = 99)),
      'out/checks/platform.json has a form that this version does not know; synthesize again',
    ],
    ['names no stacks', () => folder.write('out/manifest.json', {}), 'out/manifest.json names no stacks; synthesize again'],
    [
      'has a job in HCL',
      () => edit('stacks/trading/cdk.tf.json', ({ resource }) => (resource.nomad_job['sec-fills'].jobspec = 'job "x" {}')),
      'out/stacks/trading/cdk.tf.json has no job in JSON in nomad_job.sec-fills, or one that only Terraform knows',
    ],
  ])('%s', (_, spoil, sentence) => {
    synthesize(addFills);
    spoil();
    expect(check()).toEqual({ code: 2, stdout: '', stderr: `kumiki: ${sentence}\n` });
  });
});
