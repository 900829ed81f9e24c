import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Bench, checksLine, formatTable } from '../../scripts/bench';

const folder = join(resolve(__dirname, '..', '..'), '.cache', 'bench-test');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// Not the times: they depend on the machine, and a test must not.
test('both programs of the bench make the same resources', () => {
  const { counts, differing } = new Bench(folder).prepare(20);
  expect(differing).toEqual([]);
  expect(counts.plain).toEqual(counts.kumiki);
  expect(counts.kumiki).toMatchObject({
    // 20 services, 2 workers, 2 batch jobs and the edge.
    nomad_job: 25,
    vault_policy: 21,
    nomad_namespace: 3,
  });
}, 120_000);

const usage = (cpu: number, memory: number): { cpu: number; memory: number } => ({ cpu, memory: memory * 2 ** 20 });

test('the table gives what each further service costs', () => {
  const table = formatTable([
    {
      services: 100,
      resources: 1000,
      plain: usage(1, 100),
      kumiki: usage(0.5, 90),
      ratio: { cpu: 0.5, memory: 0.9 },
      unchecked: usage(0.4, 80),
      again: usage(0.42, 85),
    },
    {
      services: 200,
      resources: 2000,
      plain: usage(2, 200),
      kumiki: usage(1.5, 190),
      ratio: { cpu: 0.75, memory: 0.95 },
      unchecked: usage(1.2, 180),
      again: usage(1.26, 184),
    },
  ]);
  const [header = '', ...rows] = table.split('\n').map((line) => line.trim().split(/\s{2,}/));
  expect(header).toContain('ms/service');
  expect(rows).toEqual([
    ['100', '1000', '1.00', '0.50', '0.50', '100', '90', '0.90'],
    ['200', '2000', '2.00', '1.50', '0.75', '200', '190', '0.95', '10.00', '1024'],
  ]);
});

test('a line says what the checks add', () => {
  const measurement = { services: 200, resources: 2000, plain: usage(2, 200), kumiki: usage(1.38, 190), ratio: usage(1, 1) };
  expect(checksLine({ ...measurement, unchecked: usage(1.2, 180), again: usage(1.26, 184) })).toBe(
    'checks of 200 services on 1.20 s: first 0.18 s, 15 %, 10 MiB; after a change of 10 0.06 s, 5 %, 4 MiB',
  );
});
