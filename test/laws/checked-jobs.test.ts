import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Cpu, DomainStack, JobPath, Memory, NomadJob, Platform, Worker, type App } from 'kumiki';
import { appWith, readFiles } from '../support/program';
import { declare, randomPrograms } from '../support/random-program';

const CACHE = 'KUMIKI_CHECK_CACHE';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kumiki-checked-'));
});
afterEach(() => {
  process.env[CACHE] = 'off';
  rmSync(folder, { recursive: true });
});

/** Files and problems of a synth that remembers in a folder, or nowhere. */
function synthesized(program: (app: App) => void, cache: string, own: Parameters<typeof appWith>[0] = {}) {
  process.env[CACHE] = cache;
  const outdir = mkdtempSync(join(tmpdir(), 'kumiki-files-'));
  try {
    const app = appWith(own, outdir);
    program(app);
    let refused: string | undefined;
    try {
      app.synth();
    } catch (error) {
      refused = (error as Error).message;
    }
    return { files: readFiles(outdir), notices: refused === undefined ? Platform.of(app).notices : [], refused };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const size = { cpu: Cpu.mhz(100), memory: Memory.mib(64) };

/** A worker, wrong with a thousand restarts, and a hand-written job, of which something is said with the tag `latest`. */
const office =
  ({ tag = '7.2', attempts = 3 }: { readonly tag?: string; readonly attempts?: number } = {}) =>
  (app: App): void => {
    const domain = new DomainStack(app, 'back-office', { owner: 'back-office' });
    const fax = new Worker(domain, 'fax', size);
    fax.job.override(JobPath.group().field('RestartPolicy', 'Attempts'), attempts, { reason: 'the line is down for a minute a day' });
    const task = { Name: 'main', Driver: 'docker', User: '10001', Resources: { CPU: 100, MemoryMB: 64 } };
    new NomadJob(domain, 'prune', {
      job: {
        ...{ ID: 'prune', Name: 'prune', Namespace: 'back-office', Type: 'batch', Datacenters: ['*'] },
        TaskGroups: [{ Name: 'main', Tasks: [{ ...task, Config: { image: `registry.internal/sec/prune:${tag}` } }] }],
      },
    });
  };

const remembered = (): string => readFileSync(join(folder, 'checked-jobs.production.json'), 'utf8');

describe('a synth that remembers what was clean', () => {
  test('writes and says what one says that remembers nothing, whatever was synthesized before', () => {
    const change = fc.record({
      program: randomPrograms({ size: 4 }),
      tag: fc.constantFrom('latest', '7.1', '7.2'),
      attempts: fc.constantFrom(3, 3, 1000),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 2, maxLength: 3 }), (changes) => {
        for (const { program, tag, attempts } of [...changes, changes[0]!]) {
          const whole = (app: App): void => {
            declare(app, program);
            office({ tag, attempts })(app);
          };
          expect(synthesized(whole, folder)).toEqual(synthesized(whole, 'off'));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('keeps one file for an environment, and does not touch it where nothing changed', () => {
    synthesized(office(), folder);
    const { mtimeNs, ino } = statSync(join(folder, 'checked-jobs.production.json'), { bigint: true });
    synthesized(office(), folder);

    expect(readdirSync(folder)).toEqual(['checked-jobs.production.json']);
    expect(statSync(join(folder, 'checked-jobs.production.json'), { bigint: true })).toMatchObject({ mtimeNs, ino });
  });

  test('keeps no job of which anything was said, even a note', () => {
    expect(synthesized(office({ tag: 'latest' }), folder).notices).toMatchObject([{ code: 'NOMAD-IMAGE-LATEST' }]);
    expect(remembered()).toContain('"sec-fax"');
    expect(remembered()).not.toContain('"prune"');

    // And so it is said again.
    expect(synthesized(office({ tag: 'latest' }), folder).notices).toMatchObject([{ code: 'NOMAD-IMAGE-LATEST' }]);
  });

  test('keeps nothing of a program that was refused', () => {
    expect(synthesized(office({ attempts: 1000 }), folder).refused).toContain('NOMAD-RESTART');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('looks again when the facts are others', () => {
    synthesized(office(), folder);
    const before = remembered();
    const small = synthesized(office(), folder, { namePrefix: 'jp' });

    expect(small).toEqual(synthesized(office(), 'off', { namePrefix: 'jp' }));
    expect(remembered().split('\n')[0]).not.toBe(before.split('\n')[0]);
  });

  test('does without what somebody changed, and without a folder that nobody can write', () => {
    synthesized(office(), folder);
    const file = join(folder, 'checked-jobs.production.json');
    writeFileSync(file, remembered().replace('"services":[]', '"services":7'));
    expect(synthesized(office(), folder)).toEqual(synthesized(office(), 'off'));

    expect(synthesized(office(), join(file, 'below-a-file'))).toEqual(synthesized(office(), 'off'));
  });
});
