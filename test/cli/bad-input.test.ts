import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Folder, job, kumiki, LATEST } from './kumiki';

let folder: Folder;

beforeEach(() => {
  folder = new Folder();
});

afterEach(() => {
  folder.remove();
});

const check = (...words: string[]) => kumiki(['check', ...words], { cwd: folder.path });

/** What a person reads where nothing could be looked at: sentences, and nothing on standard output. */
const refused = (...sentences: string[]) => ({
  code: 2,
  stdout: '',
  stderr: sentences.map((sentence) => `kumiki: ${sentence}\n`).join(''),
});

const HCL = 'nomad job run -output prints what can be checked';

describe('a file that is no job', () => {
  test.each<[string, string | Buffer | object, string]>([
    ['a jobspec in HCL', '# orders\njob "orders" {\n  type = "service"\n}\n', `bad.json:1 is a jobspec in HCL; ${HCL}`],
    ['a jobspec in HCL that begins with a variable', '/* a\n b */\nvariable "image" {\n}\n', `bad.json:1 is a jobspec in HCL; ${HCL}`],
    [
      'a jobspec written as JSON',
      { job: { orders: { type: 'service' } } },
      `bad.json:1 is a jobspec written as JSON, which no API takes; ${HCL}`,
    ],
    ['JSON that is cut short', '{\n  "ID": "orders",\n  "TaskGroups": [\n', 'bad.json:4 is cut short: its JSON does not end'],
    ['JSON that is cut short in a string', '{\n  "ID": "ord', 'bad.json:2 is cut short: its JSON does not end'],
    ['JSON with a comma too many', '{\n  "ID": "orders",\n}\n', 'bad.json:3 is not JSON'],
    ['something else', 'Hello\n', 'bad.json:1 is not JSON'],
    ['an empty file', '', 'bad.json is empty'],
    ['blank lines', '\n \n', 'bad.json is empty'],
    ['an empty list', [], 'bad.json:1 is an empty list; there is no job in it'],
    ['a number', '42', 'bad.json:1 holds a number where a job is meant'],
    ['null', 'null', 'bad.json:1 holds null where a job is meant'],
    ['a list of lists', [[]], 'bad.json:2 holds a list where a job is meant'],
    [
      'JSON of something else',
      { name: 'kumiki', version: '0.1.0' },
      "bad.json:1 is JSON, but no job of Nomad's API: it has neither ID nor TaskGroups",
    ],
    [
      'the list of GET /v1/jobs',
      [{ ID: 'orders', Name: 'orders', Type: 'service', JobSummary: {} }],
      'bad.json:2 is a list of jobs without what is in them; read each with GET /v1/job/:id',
    ],
    ['a byte that is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'bad.json is not UTF-8; save it as UTF-8'],
    [
      'JSON that is nested too deeply',
      `{"ID": "orders", "TaskGroups": [{"Tasks": [{"Config": ${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}]}]}`,
      'bad.json:1 is nested too deeply to be checked, or holds a text that is too long',
    ],
    ['text that is not UTF-8', Buffer.from('\uFEFF{"ID": "orders"}', 'utf16le'), 'bad.json is not UTF-8; save it as UTF-8'],
  ])('%s is said', (_, content, sentence) => {
    folder.write('bad.json', content);
    expect(check('bad.json')).toEqual(refused(sentence));
  });

  test('is said of standard input as well', () => {
    expect(kumiki(['check', '-'], { input: 'job "orders" {}' })).toEqual(refused(`standard input:1 is a jobspec in HCL; ${HCL}`));
  });

  test('is said with its line where one job a line is meant', () => {
    folder.write('jobs.jsonl', `${JSON.stringify(job('a'))}\n{"ID": "b", "TaskGroups": [\n${JSON.stringify(job('c'))}\n[]\n`);
    expect(check('jobs.jsonl')).toEqual(
      refused('jobs.jsonl:2 is cut short: its JSON does not end', 'jobs.jsonl:4 is an empty list; there is no job in it'),
    );
  });
});

describe('mistakes', () => {
  test('are said all at once, and hide every finding', () => {
    folder.write('good.json', job('sec-orders', LATEST));
    folder.write('hcl.json', 'job "x" {}');
    expect(check('good.json', 'hcl.json', 'nowhere.json', '--nomad', '1.11', '--pool', 'general')).toEqual(
      refused(
        `--nomad "1.11": a version is written with three numbers, for instance '1.11.3'`,
        '--pool general: write name=servers,MHz,MiB of one server, for instance general=12,24000,65536',
        'nowhere.json is not there',
        `hcl.json:1 is a jobspec in HCL; ${HCL}`,
      ),
    );
  });

  test('of the command line are all said', () => {
    const version = (flag: string) => `--${flag} "x": a version is written with three numbers, for instance '1.11.3'`;
    const pool = (text: string) => `--pool ${text}: write name=servers,MHz,MiB of one server, for instance general=12,24000,65536`;
    const pools = ['a=0,1,1', 'a=1,1,99999999999999999999', 'b=1,1,1', 'b=2,2,2'];
    folder.write('good.json', job('sec-orders'));
    expect(check('good.json', '--vault', 'x', '--consul', 'x', ...pools.flatMap((text) => ['--pool', text]))).toEqual(
      refused(
        version('consul'),
        version('vault'),
        pool('a=0,1,1'),
        pool('a=1,1,99999999999999999999'),
        '--pool b=2,2,2: b is named twice; name each pool once',
      ),
    );
  });

  test('are said once each, and nothing in them reaches the terminal', () => {
    expect(check('a\u001b[31m\u202eb', 'a\u001b[31m\u202eb')).toEqual(refused('a\\x1b[31m\\u202eb is not there'));
    expect(kumiki(['explain', '\u001b[2J']).stderr).toBe('kumiki: there is no code \\x1b[2J; kumiki explain lists all of them\n');
  });

  test('of a folder of something else are counted', () => {
    for (let index = 0; index < 30; index++) folder.write(`other/${String(index)}.json`, {});
    const { code, stderr } = check('other');
    expect([code, stderr.trimEnd().split('\n').length, stderr]).toEqual([2, 21, expect.stringMatching(/kumiki: and 10 more\n$/)]);
  });
});

describe('what is named', () => {
  test('is not there', () => {
    expect(check('nowhere.json')).toEqual(refused('nowhere.json is not there'));
  });

  test.each<[string, string, string]>([
    ['below a file', 'good.json/b', 'ENOTDIR'],
    ['a link to itself', 'itself', 'ELOOP'],
    ['longer than a name may be', 'a'.repeat(300), 'ENAMETOOLONG'],
  ])('cannot be looked at: %s', (_, name, code) => {
    folder.write('good.json', job('sec-orders'));
    symlinkSync('itself', join(folder.path, 'itself'));
    expect(check(name)).toEqual(refused(`${name} cannot be read (${code})`));
  });

  test('is a folder with links: files behind them are checked, and folders are not gone into', () => {
    folder.write('real/good.json', job('sec-orders', LATEST));
    folder.write('jobs/other.json', job('sec-fills'));
    symlinkSync('../real/good.json', join(folder.path, 'jobs/linked.json'));
    symlinkSync('..', join(folder.path, 'jobs/up.json'));
    expect(check('jobs').stdout).toMatch(/^warning NOMAD-IMAGE-LATEST at sec-orders \(jobs\/linked.json[^]*2 jobs checked/);
    symlinkSync('nowhere', join(folder.path, 'jobs/broken.json'));
    expect(check('jobs')).toEqual(refused('jobs/broken.json cannot be read (ENOENT)'));
  });

  test('is one file twice, and looked at once', () => {
    folder.write('good.json', job('sec-orders'));
    expect(check('good.json', './good.json').stdout).toMatch(/^no findings; 1 job checked/);
  });

  test('is nothing, where no output is', () => {
    expect(check()).toEqual(refused('cdktf.out is not there; synthesize, or name jobs in API JSON'));
  });

  test('is a folder without jobs', () => {
    folder.write('empty/README.md', 'nothing');
    expect(check('empty')).toEqual(refused('empty has no job in it: no .json or .jsonl file, and no output of a synth'));
  });

  test('is the folder of a project', () => {
    folder.write('project/cdktf.json', {});
    expect(check('project')).toEqual(refused('project is a project; name the folder that its synth wrote, project/cdktf.out'));
  });

  test('is an output beside other things', () => {
    folder.write('out/manifest.json', { stacks: {} });
    folder.write('good.json', job('sec-orders'));
    expect(check('out', 'good.json')).toEqual(refused('out is the output of a synth; check it by itself'));
  });
});

describe('a command line', () => {
  test.each([
    ['with an option that is not there', ['check', '--formt', 'json'], "kumiki: unknown option '--formt'\n(Did you mean --format?)\n"],
    ['with a command that is not there', ['chekc'], "kumiki: unknown command 'chekc'\n(Did you mean check?)\n"],
    [
      'with a format that is not there',
      ['check', '--format', 'xml'],
      "kumiki: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, sarif, junit.\n",
    ],
    [
      'with an edition that is not there',
      ['check', '--edition', 'oss'],
      "kumiki: option '--edition <edition>' argument 'oss' is invalid. Allowed choices are community, enterprise.\n",
    ],
  ])('%s is refused', (_, words, stderr) => {
    expect(kumiki(words)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('that asks for help gets it', () => {
    expect(kumiki(['check', '--help'])).toEqual({ code: 0, stderr: '', stdout: expect.stringContaining('Usage: kumiki check') });
  });

  test('that asks for the version gets it', () => {
    expect(kumiki(['--version'])).toEqual({ code: 0, stderr: '', stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

test('a fault of the command itself is a sentence, and no finding', () => {
  const preload = folder.write(
    'fault.js',
    "require('fs').existsSync = (path) => { if (path === 'cdktf.out') throw new Error('a fault'); return true; };",
  );
  const { code, stdout, stderr } = kumiki(['check'], { cwd: folder.path, env: { NODE_OPTIONS: `--require ${preload}` } });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^kumiki: this is a fault of kumiki \d+\.\d+\.\d+, please report it: Error: a fault at .*\n$/);
});

describe('two jobs of one id', () => {
  test('in one namespace are a warning: the one that is registered last is the one that runs', () => {
    folder.write('a.json', job('sec-orders'));
    folder.write('b.json', job('sec-orders'));
    const { code, stdout } = check('a.json', 'b.json');
    expect([code, stdout]).toEqual([
      0,
      `warning NAME-TAKEN at sec-orders (b.json:2)
  ID: another job has this id in the same namespace, and whichever is registered last replaces the other
  value: sec-orders in namespace default, also in a.json:1
  fix: give each job an id of its own, or check the jobs of one cluster at a time

1 warning; 2 jobs checked for Nomad 1.11.3 community
`,
    ]);
  });

  test('in two namespaces are two jobs', () => {
    folder.write('a.json', job('sec-orders'));
    folder.write('b.json', { ...job('sec-orders'), Namespace: 'trading' });
    expect(check('a.json', 'b.json').stdout).toMatch(/^no findings; 2 jobs/);
  });
});

describe('a large input', () => {
  const MEGABYTES_50 = 50_000_000;
  /** Different jobs of 50 KB; one in a hundred has a finding. */
  const lines = (): string[] =>
    Array.from({ length: MEGABYTES_50 / 50_000 }, (_, index) =>
      JSON.stringify({
        ...job(`sec-${String(index)}`, index % 100 === 0 ? LATEST : undefined),
        Meta: { notes: 'what this is for '.repeat(2950) },
      }),
    );

  test('of 50 MB in one document is read', () => {
    const jobs = lines();
    folder.write('large.json', `[${jobs.join(',')}]`);
    const { code, stderr, stdout } = check('large.json', '--fail-on', 'never', '--format', 'json');
    const { counts, jobs: checked } = JSON.parse(stdout);
    expect([code, stderr, checked, counts.warning]).toEqual([0, '', jobs.length, jobs.length / 100]);
  }, 120_000);

  test('of one job a line takes no more memory than a job', () => {
    const jobs = lines();
    const { code, stderr, stdout } = kumiki(['check', '-'], {
      input: jobs.join('\n'),
      // Less than the text itself.
      env: { NODE_OPTIONS: '--max-old-space-size=40' },
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`; ${String(jobs.length)} jobs checked`);
  }, 120_000);
});
