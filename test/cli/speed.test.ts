import { Folder, job, kumiki } from './kumiki';

const JOBS = 5000;

/** A thousand a second is promised on one core; this is for a machine that does other things at the same time. */
const MOST_SECONDS = 15;

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

/** Seconds from the command to its end. */
function secondsFor(...words: string[]): number {
  const begin = performance.now();
  const { stdout, stderr } = kumiki(['check', '--fail-on', 'never', ...words], { cwd: folder.path });
  expect([stderr, stdout.slice(stdout.lastIndexOf(';'))]).toEqual(['', `; ${String(JOBS)} jobs checked for Nomad 1.11.3 community\n`]);
  return (performance.now() - begin) / 1000;
}

test('thousands of jobs in one file, a line each, take seconds', () => {
  folder.write('jobs.jsonl', jobs.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const seconds = secondsFor('jobs.jsonl');
  process.stdout.write(`${String(Math.round(JOBS / seconds))} jobs per second from one file\n`);
  expect(seconds).toBeLessThan(MOST_SECONDS);
}, 60_000);

test('thousands of files in a folder take seconds', () => {
  for (const [index, one] of jobs.entries()) folder.write(`jobs/${String(index)}.json`, one);
  const seconds = secondsFor('jobs');
  process.stdout.write(`${String(Math.round(JOBS / seconds))} jobs per second from a folder\n`);
  expect(seconds).toBeLessThan(MOST_SECONDS);
}, 60_000);
