import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, Folder, job, kumiki, LATEST } from './kumiki';

/** What is said of the job in orders.json. */
const found = () => `warning NOMAD-IMAGE-LATEST at sec-orders (orders.json:${String(lineIn('orders.json'))})
  TaskGroups[0].Tasks[0].Config.image: the tag latest is another image tomorrow
  value: registry.internal/sec/orders:latest
  limit: a digest, or at least a version
  fix: write the image with its digest, name@sha256:…

1 warning; 1 job checked for Nomad 1.11.3 community
`;

let folder: Folder;

/** The line of a file on which the image stands. */
function lineIn(file: string, nth = 1): number {
  const lines = readFileSync(join(folder.path, file), 'utf8').split('\n');
  return [...lines.entries()].filter(([, line]) => line.includes(':latest'))[nth - 1]![0] + 1;
}

beforeEach(() => {
  folder = new Folder();
});

afterEach(() => {
  folder.remove();
});

const check = (...words: string[]) => kumiki(['check', ...words], { cwd: folder.path });

describe('kumiki check', () => {
  test('says what it found, and at which line of the file', () => {
    folder.write('orders.json', job('sec-orders', LATEST));
    expect(check('orders.json')).toEqual({ code: 0, stdout: found(), stderr: '' });
  });

  test('says that nothing was found', () => {
    folder.write('orders.json', job('sec-orders'));
    expect(check('orders.json')).toEqual({ code: 0, stdout: 'no findings; 1 job checked for Nomad 1.11.3 community\n', stderr: '' });
  });

  test('reads a job with the outer Job that nomad job run -output prints, and its lines', () => {
    folder.write('orders.json', { Job: job('sec-orders', LATEST) });
    expect(check('orders.json').stdout).toContain(`sec-orders (orders.json:${String(lineIn('orders.json'))})`);
  });

  test('reads a list of jobs, and the line of each', () => {
    folder.write('jobs.json', [job('sec-orders', LATEST), job('sec-quotes'), job('sec-fills', LATEST)]);
    const { stdout } = check('jobs.json');
    expect(stdout.match(/at sec-\w+ \(.+\)/g)).toEqual([
      `at sec-fills (jobs.json:${String(lineIn('jobs.json', 2))})`,
      `at sec-orders (jobs.json:${String(lineIn('jobs.json'))})`,
    ]);
    expect(stdout).toMatch(/2 warnings; 3 jobs checked/);
  });

  test('reads one job a line', () => {
    const lines = [job('sec-orders'), { Job: job('sec-fills', LATEST) }].map((one) => JSON.stringify(one));
    folder.write('jobs.jsonl', `${lines[0]!}\n\n${lines[1]!}\n`);
    expect(check('jobs.jsonl').stdout).toMatch(/at sec-fills \(jobs\.jsonl:3\)[\s\S]*2 jobs checked/);
  });

  test('reads a folder and what is below it, in the same order everywhere', () => {
    folder.write('jobs/b.json', job('sec-b', LATEST));
    folder.write('jobs/deeper/a.json', job('sec-a', LATEST));
    folder.write('jobs/notes.txt', 'not a job');
    folder.write('jobs/node_modules/other/package.json', {});
    const { code, stdout } = check('jobs');
    expect([code, stdout.match(/\(.+(?=:\d+\))/g)]).toEqual([0, ['(jobs/deeper/a.json', '(jobs/b.json']]);
  });

  test('reads standard input', () => {
    const { code, stdout } = kumiki(['check', '-'], { input: JSON.stringify(job('sec-orders', LATEST)) });
    expect([code, stdout]).toEqual([0, expect.stringContaining('at sec-orders (standard input:1)')]);
  });

  test('reads several files at once', () => {
    folder.write('a.json', job('sec-a', LATEST));
    folder.write('b.json', job('sec-b', LATEST));
    expect(check('b.json', 'a.json').stdout).toMatch(/at sec-a[\s\S]*at sec-b[\s\S]*2 warnings; 2 jobs/);
  });

  test('reads a file that begins with a byte order mark', () => {
    folder.write('orders.json', `\uFEFF${JSON.stringify(job('sec-orders'))}`);
    expect(check('orders.json').code).toBe(0);
  });
});

describe('the exit code', () => {
  test.each([
    ['error', 0],
    ['warning', 1],
    ['note', 1],
    ['never', 0],
  ])('with a warning and --fail-on %s is %i', (severity, code) => {
    folder.write('orders.json', job('sec-orders', LATEST));
    expect(check('orders.json', '--fail-on', severity).code).toBe(code);
  });

  test('is 0 where nothing was found, whatever --fail-on says', () => {
    folder.write('orders.json', job('sec-orders'));
    expect(check('orders.json', '--fail-on', 'note').code).toBe(0);
  });
});

describe('the versions that verdicts are for', () => {
  test('are those of the command line', () => {
    folder.write('orders.json', job('sec-orders'));
    expect(check('orders.json', '--nomad', '2.0.5', '--edition', 'enterprise').stdout).toBe(
      'no findings; 1 job checked for Nomad 2.0.5 enterprise\n',
    );
  });

  test('are in the JSON, the others as tested', () => {
    folder.write('orders.json', job('sec-orders'));
    const { engines } = JSON.parse(
      check('orders.json', '--format', 'json', '--consul', '1.20.1', '--vault', '1.18.0', '--envoy', '1.33.2').stdout,
    );
    expect(engines).toMatchObject({ nomad: '1.11.3', consul: '1.20.1', vault: '1.18.0', envoy: '1.33.2', edition: 'community' });
  });
});

describe('--output', () => {
  test('writes the report to a file, and nothing to the terminal', () => {
    folder.write('orders.json', job('sec-orders', LATEST));
    const { code, stdout, stderr } = check('orders.json', '--output', 'report.txt');
    expect([code, stdout, stderr, readFileSync(join(folder.path, 'report.txt'), 'utf8')]).toEqual([0, '', '', found()]);
  });

  test('leaves no file where nothing could be looked at', () => {
    expect(check('orders.json', '--output', 'report.txt').code).toBe(2);
    expect(existsSync(join(folder.path, 'report.txt'))).toBe(false);
  });

  test('that cannot be written is said', () => {
    folder.write('orders.json', job('sec-orders'));
    expect(check('orders.json', '--output', 'no/folder/report.txt')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'kumiki: no/folder/report.txt cannot be written (ENOENT)\n',
    });
  });
});

describe('colours', () => {
  const red = '\u001b[';

  test.each([
    ['are not written to what is no terminal', [], {}, false],
    ['are not written to what is no terminal, also in a pipeline', [], { CI: 'true', FORCE_COLOR: '1' }, false],
    ['are written when asked for', ['--color'], {}, true],
    ['are written when asked for, whatever NO_COLOR says', ['--color'], { NO_COLOR: '1' }, true],
    ['are not written after --no-color', ['--no-color'], {}, false],
  ])('%s', (_, words, env, coloured) => {
    folder.write('orders.json', job('sec-orders', LATEST));
    const { stdout } = kumiki(['check', 'orders.json', ...words], { cwd: folder.path, env });
    expect(stdout.includes(red)).toBe(coloured);

    expect(stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(found());
  });
});

describe('the JSON', () => {
  test('has every finding in parts, with its file and line', () => {
    folder.write('orders.json', job('sec-orders', LATEST));
    const report = JSON.parse(check('orders.json', '--format', 'json').stdout);
    expect(report).toEqual({
      version: 1,
      kumiki: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      engines: expect.objectContaining({ nomad: '1.11.3' }),
      jobs: 1,
      counts: { error: 0, warning: 1, note: 0 },
      findings: [
        {
          code: 'NOMAD-IMAGE-LATEST',
          severity: 'warning',
          path: 'sec-orders',
          file: 'orders.json',
          line: lineIn('orders.json'),
          at: 'TaskGroups[0].Tasks[0].Config.image',
          message: 'the tag latest is another image tomorrow',
          value: LATEST,
          limit: 'a digest, or at least a version',
          fix: 'write the image with its digest, name@sha256:…',
        },
      ],
      acknowledged: [],
    });
  });

  test('is the same whatever order the files are named in', () => {
    for (const id of ['sec-a', 'sec-b', 'sec-c']) folder.write(`${id}.json`, job(id, LATEST));
    const names = ['sec-a.json', 'sec-b.json', 'sec-c.json'];
    expect(check('--format', 'json', ...names).stdout).toBe(check('--format', 'json', ...names.reverse()).stdout);
  });
});

describe('the JUnit report', () => {
  test('has a suite for each job, and a case for each finding', () => {
    folder.write('jobs.json', [job('sec-orders', LATEST), job('sec-quotes')]);
    const { stdout } = check('jobs.json', '--format', 'junit', '--fail-on', 'warning');
    expect(stdout.match(/<(?:testsuites|testsuite|testcase|failure) .*?(?=>)/g)).toEqual([
      '<testsuites name="kumiki check" tests="2" failures="1" errors="0" skipped="0"',
      '<testsuite name="sec-orders" tests="1" failures="1" errors="0" skipped="0"',
      '<testcase classname="sec-orders" name="NOMAD-IMAGE-LATEST TaskGroups[0].Tasks[0].Config.image" file="jobs.json"',
      '<failure message="the tag latest is another image tomorrow" type="NOMAD-IMAGE-LATEST"',
      '<testsuite name="sec-quotes" tests="1" failures="0" errors="0" skipped="0"',
      '<testcase classname="sec-quotes" name="no findings"/',
    ]);
  });

  test('fails no case for what --fail-on lets pass, and shows it all the same', () => {
    folder.write('orders.json', job('sec-orders', LATEST));
    const { code, stdout } = check('orders.json', '--format', 'junit');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/failures="0"[\s\S]*<system-out>.*warning NOMAD-IMAGE-LATEST at sec-orders/)]);
  });

  test('stays XML whatever a job is called', () => {
    folder.write('orders.json', job('a<&"\u0001]]>', `x\u0000]]>y]]>:latest`));
    const { stdout } = check('orders.json', '--format', 'junit', '--fail-on', 'note');

    expect(stdout).not.toMatch(/[\u0000-\u0008]/);
    expect(stdout).toContain('name="a&lt;&amp;&quot;]]');
    const outside = stdout.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '').replaceAll(/"[^"]*"/g, '');
    expect(outside).not.toContain(']]>');
  });
});

test('a reader that stops early ends the command without a word', () => {
  const text = JSON.stringify(job('sec-orders', LATEST));
  folder.write(
    'jobs.jsonl',
    Array.from({ length: 2000 }, (_, index) => text.replaceAll('sec-orders', `sec-${String(1000 + index)}`)).join('\n'),
  );
  const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${BIN}" check jobs.jsonl | head -n 1`], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  expect([stdout, stderr]).toEqual(['warning NOMAD-IMAGE-LATEST at sec-1000 (jobs.jsonl:1)\n', '']);
});
