import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Folder, job, kumiki } from './kumiki';

const JOBS = 3000;

/** What is promised on one core. Measured is processor time: other things run on the machine of a test. */
const JOBS_PER_SECOND = 1000;
/** Half of it must be reached wherever tests run; the numbers themselves are printed. */
const LEAST = JOBS_PER_SECOND / 2;

let folder: Folder;

beforeAll(() => {
  folder = new Folder();
});

afterAll(() => {
  folder.remove();
});

/** A job of some size: a sidecar with upstreams, templates, a sidecar task. */
function sizableJob(id: string): object {
  const { TaskGroups, ...rest } = job(id) as { TaskGroups: { Tasks: object[] }[] };
  const [group] = TaskGroups;
  const Upstreams = Array.from({ length: 6 }, (_, index) => ({
    DestinationName: `${id}-${String(index)}`,
    LocalBindAddress: '127.0.0.1',
    LocalBindPort: 16_001 + index,
  }));
  const Templates = Array.from({ length: 4 }, (_, index) => ({
    EmbeddedTmpl: `LIMIT_${String(index)}={{ key "trading/shared/limit-${String(index)}" }}\n`,
    DestPath: `local/limit-${String(index)}.env`,
    Envvars: true,
    ChangeMode: 'restart',
  }));
  const Services = [{ Name: id, Provider: 'consul', PortLabel: '8080', Connect: { SidecarService: { Proxy: { Upstreams } } } }];
  return { ...rest, TaskGroups: [{ ...group, Services, Tasks: group!.Tasks.map((task) => ({ ...task, Templates })) }] };
}

const jobs = Array.from({ length: JOBS }, (_, index) => sizableJob(`sec-${String(index)}`));

/** Jobs per second of processor time, from the command to its end. */
function rate(what: string, ...words: string[]): number {
  const usage = join(folder.path, 'usage.json');
  const env = { NODE_OPTIONS: `--require ${join(__dirname, 'report-usage.js')}`, USAGE: usage };
  const { stdout, stderr } = kumiki(['check', '--fail-on', 'never', ...words], { cwd: folder.path, env });
  expect([stderr, stdout.slice(stdout.lastIndexOf(';'))]).toEqual(['', `; ${String(JOBS)} jobs checked for Nomad 1.11.3 community\n`]);
  const found = Math.round(JOBS / JSON.parse(readFileSync(usage, 'utf8')).seconds);
  process.stdout.write(`${String(found)} jobs per second ${what}\n`);
  return found;
}

test('a thousand jobs a second are checked, one a line', () => {
  folder.write('jobs.jsonl', jobs.map((one) => `${JSON.stringify(one)}\n`).join(''));
  expect(rate('from one file', 'jobs.jsonl')).toBeGreaterThan(LEAST);
}, 120_000);

test('a thousand jobs a second are checked, one a file', () => {
  for (const [index, one] of jobs.entries()) folder.write(`jobs/${String(index)}.json`, one);
  expect(rate('from a folder', 'jobs')).toBeGreaterThan(LEAST);
}, 120_000);
