/**
 * What a whole synth costs, kumiki against plain cdktf that makes the same resources: processor time (user and system)
 * and the largest resident set of the process, medians of alternating runs.
 *
 *     npm run bench -- [--sizes 70,700,3000] [--runs 5] [--json file]
 *
 * Both programs run as compiled JavaScript with the same flags. scripts/bench/plain-program.ts says what the plain one may
 * leave out. Last, one file of stacks/ is edited and synthesized again, from the command to the files.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { transformFileSync } from '@swc/core';
import { differingStacks, resourceCounts, writeReadyStacks } from './bench/ready-stacks';
import type { Usage } from './bench/usage';

const ROOT = resolve(__dirname, '..');
const PROGRAMS = ['kumiki', 'plain'] as const;
const SOURCES = ['kumiki-program', 'plain-program', 'review-program', 'usage'].map((name) => require.resolve(`./bench/${name}`));
type Program = (typeof PROGRAMS)[number];

/** One line of the table. */
export interface Measurement {
  readonly services: number;
  readonly resources: number;
  readonly plain: Usage;
  readonly kumiki: Usage;
  /** kumiki through plain. */
  readonly ratio: Usage;
  /** kumiki with its checks left out. */
  readonly unchecked: Usage;
  /** kumiki once more after a change of ten services: it remembers which jobs were clean. */
  readonly again: Usage;
}

/** What a review uses. */
export interface ReviewUsage extends Usage {
  readonly services: number;
  /** Wall time, seconds. */
  readonly elapsed: number;
}

/** Services that a change touches, before a review and before a second synth. */
const CHANGED = 10;

/** A folder with both programs, compiled, and what they write. */
export class Bench {
  readonly #folder: string;

  /** @param folder emptied first; below the repository, so that packages are found */
  constructor(folder: string) {
    this.#folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    compilePackage(folder);
    for (const file of SOURCES) compile(file, folder);
  }

  /** Makes the output of kumiki for a size once, and what the plain program starts from; says how they differ. */
  prepare(services: number): {
    readonly counts: Readonly<Record<Program, Readonly<Record<string, number>>>>;
    readonly differing: readonly string[];
  } {
    this.run('kumiki', services, { KUMIKI_CHECK_CACHE: this.#remembered(services) });
    writeReadyStacks(this.outdir('kumiki', services), this.#ready(services));
    this.run('plain', services);
    const [kumiki, plain] = [this.outdir('kumiki', services), this.outdir('plain', services)];
    return { counts: { kumiki: resourceCounts(kumiki), plain: resourceCounts(plain) }, differing: differingStacks(kumiki, plain) };
  }

  /** One synth in a process of its own. @param env beside what the bench asks for: BENCH_CHECKS=off leaves the checks of kumiki out */
  run(program: Program, services: number, env: Readonly<Record<string, string>> = {}): Usage {
    const usage = join(this.#folder, 'usage.json');
    const outdir = this.outdir(program, services);
    rmSync(outdir, { recursive: true, force: true });
    const input = program === 'kumiki' ? String(services) : this.#ready(services);
    execute(process.execPath, [join(this.#folder, `${program}-program.js`), input, outdir], this.#folder, {
      BENCH_USAGE: usage,
      ...env,
    });
    return JSON.parse(readFileSync(usage, 'utf8')) as Usage;
  }

  /** Medians of alternating runs. */
  measure(services: number, runs: number): Pick<Measurement, 'plain' | 'kumiki' | 'unchecked' | 'again'> {
    const usages: Record<Program | 'unchecked' | 'again', Usage[]> = { kumiki: [], plain: [], unchecked: [], again: [] };
    const cache = join(this.#folder, 'check-cache');
    for (let run = 0; run < runs; run++) {
      for (const program of PROGRAMS) usages[program].push(this.run(program, services));
      usages.unchecked.push(this.run('kumiki', services, { BENCH_CHECKS: 'off' }));
      rmSync(cache, { recursive: true, force: true });
      cpSync(this.#remembered(services), cache, { recursive: true });
      usages.again.push(this.run('kumiki', services, { KUMIKI_CHECK_CACHE: cache, BENCH_CHANGED: String(CHANGED) }));
    }
    return {
      plain: medianOf(usages.plain),
      kumiki: medianOf(usages.kumiki),
      unchecked: medianOf(usages.unchecked),
      again: medianOf(usages.again),
    };
  }

  /** Reviews of a change of ten services, from two outputs to all formats: medians. */
  measureReview(services: number, runs: number): ReviewUsage {
    const [base, head] = ['base', 'head'].map((side) => join(this.#folder, `review-${side}-${String(services)}`)) as [string, string];
    for (const [folder, changed] of [
      [base, '0'],
      [head, String(CHANGED)],
    ] as const) {
      rmSync(folder, { recursive: true, force: true });
      execute(process.execPath, [join(this.#folder, 'kumiki-program.js'), String(services), folder], this.#folder, {
        BENCH_CHANGED: changed,
      });
    }
    const file = join(this.#folder, 'usage.json');
    const seen = Array.from({ length: runs }, () => {
      const begin = performance.now();
      const words = [join(this.#folder, 'review-program.js'), base, head, join(this.#folder, 'review')];
      execute(process.execPath, words, this.#folder, { BENCH_USAGE: file });
      const elapsed = (performance.now() - begin) / 1000;
      return { elapsed, usage: JSON.parse(readFileSync(file, 'utf8')) as Usage };
    });
    return { services, elapsed: median(seen.map(({ elapsed }) => elapsed)), ...medianOf(seen.map(({ usage }) => usage)) };
  }

  outdir(program: Program, services: number): string {
    return join(this.#folder, `${program}-${String(services)}`);
  }

  /** What the first synth of a size remembers for a second one. */
  #remembered(services: number): string {
    return join(this.#folder, `remembered-${String(services)}`);
  }

  #ready(services: number): string {
    return join(this.#folder, `ready-${String(services)}`);
  }
}

/** The package as it is published, from the sources at hand. */
function compilePackage(folder: string): void {
  // Not from typescript's own bin: its place differs between versions.
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
  spawnSync(tsc, ['-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist'), '--declaration', 'false'], { cwd: ROOT, stdio: 'ignore' });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'kumiki', exports: { '.': './dist/constructs/index.js' } }));
}

function compile(file: string, folder: string): void {
  const { code } = transformFileSync(file, {
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  writeFileSync(join(folder, file.replace(/^.*[\\/]/, '').replace(/\.ts$/, '.js')), code);
}

function execute(command: string, args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): void {
  // A synth remembers nothing of another, unless that is what is measured.
  const { status, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, KUMIKI_CHECK_CACHE: 'off', ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr.slice(0, 10_000)}`);
}

function medianOf(usages: readonly Usage[]): Usage {
  return { cpu: median(usages.map(({ cpu }) => cpu)), memory: median(usages.map(({ memory }) => memory)) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Wall time, milliseconds. The best is what the machine can do, the median also what else it does. */
interface Elapsed {
  readonly median: number;
  readonly best: number;
}

/** From the command to the files after an edit of one file of stacks/; undefined while there are no stacks. */
function measureEdit(folder: string, runs: number): Readonly<Record<string, Elapsed>> | undefined {
  if (!existsSync(join(ROOT, 'stacks', 'main.ts'))) return undefined;
  const copy = join(folder, 'edit');
  mkdirSync(copy, { recursive: true });
  for (const name of ['stacks', 'package.json']) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  for (const name of ['constructs', 'lib', 'scripts']) symlinkSync(join(ROOT, name), join(copy, name));
  const edited = longestFile(join(copy, 'stacks'));
  const node = ['--conditions=kumiki-source', '--require', './scripts/run-typescript.js', 'stacks/main.ts'];
  const commands: readonly (readonly [string, string, readonly string[]])[] = [
    ['node', process.execPath, node],
    ['npm run synth', 'npm', ['run', '--silent', 'synth']],
  ];
  // As where the packages lie in the folder of the program.
  const remembering = { KUMIKI_CHECK_CACHE: join(copy, 'check-cache') };
  execute(process.execPath, node, copy, remembering);
  const text = readFileSync(edited, 'utf8');
  return Object.fromEntries(
    commands.map(([name, command, args]): [string, Elapsed] => {
      const times = Array.from({ length: runs }, (_, run) => {
        writeFileSync(edited, `${text}\n// ${name} ${String(run)}\n`);
        const begin = performance.now();
        execute(command, args, copy, remembering);
        return performance.now() - begin;
      });
      return [name, { median: median(times), best: Math.min(...times) }];
    }),
  );
}

/** The file of a folder that takes longest to compile. */
function longestFile(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
  const [longest = ''] = files.sort((a, b) => readFileSync(b).length - readFileSync(a).length);
  return longest;
}

/** The table people read. */
export function formatTable(measurements: readonly Measurement[]): string {
  const header = ['services', 'resources', 'plain s', 'kumiki s', 'ratio', 'plain MiB', 'kumiki MiB', 'ratio', 'ms/service', 'KiB/service'];
  const rows = measurements.map(({ services, resources, plain, kumiki, ratio }, index) => {
    const before = measurements[index - 1];
    const added = before === undefined ? undefined : services - before.services;
    return [
      String(services),
      String(resources),
      plain.cpu.toFixed(2),
      kumiki.cpu.toFixed(2),
      ratio.cpu.toFixed(2),
      (plain.memory / 2 ** 20).toFixed(0),
      (kumiki.memory / 2 ** 20).toFixed(0),
      ratio.memory.toFixed(2),
      // What each further service costs since the size before.
      before === undefined || added === undefined ? '' : (((kumiki.cpu - before.kumiki.cpu) / added) * 1000).toFixed(2),
      before === undefined || added === undefined ? '' : ((kumiki.memory - before.kumiki.memory) / added / 1024).toFixed(0),
    ];
  });
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  return [header, ...rows].map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}

/** What the checks add to a synth. */
export function checksLine({ services, kumiki, unchecked, again }: Measurement): string {
  const added = ({ cpu, memory }: Usage) => {
    const seconds = cpu - unchecked.cpu;
    const share = `${((seconds / unchecked.cpu) * 100).toFixed(0)} %`;
    return `${seconds.toFixed(2)} s, ${share}, ${((memory - unchecked.memory) / 2 ** 20).toFixed(0)} MiB`;
  };
  return `checks of ${String(services)} services on ${unchecked.cpu.toFixed(2)} s: first ${added(kumiki)}; after a change of ${String(CHANGED)} ${added(again)}`;
}

/** What a review costs. */
export function reviewLine({ services, elapsed, cpu, memory }: ReviewUsage): string {
  const used = `${elapsed.toFixed(2)} s, ${cpu.toFixed(2)} s of processor time, ${(memory / 2 ** 20).toFixed(0)} MiB`;
  return `review of ${String(CHANGED)} changed services of ${String(services)}, all formats: ${used}`;
}

function main(): void {
  const { values } = parseArgs({
    options: { sizes: { type: 'string', default: '70,700,3000' }, runs: { type: 'string', default: '5' }, json: { type: 'string' } },
  });
  const runs = Number(values.runs);
  const folder = join(ROOT, '.cache', 'bench');
  const bench = new Bench(folder);
  const measurements = values.sizes.split(',').map((size): Measurement => {
    const services = Number(size);
    const { counts, differing } = bench.prepare(services);
    if (differing.length > 0) throw new Error(`the two programs do not make the same: ${differing.join(', ')}`);
    const { plain, kumiki, unchecked, again } = bench.measure(services, runs);
    const resources = Object.values(counts.kumiki).reduce((sum, count) => sum + count, 0);
    const ratio = { cpu: kumiki.cpu / plain.cpu, memory: kumiki.memory / plain.memory };
    return { services, resources, plain, kumiki, unchecked, again, ratio };
  });
  process.stdout.write(`${formatTable(measurements)}\n`);
  for (const measurement of measurements) process.stdout.write(`${checksLine(measurement)}\n`);
  const reviews = measurements.map(({ services }) => bench.measureReview(services, runs));
  for (const review of reviews) process.stdout.write(`${reviewLine(review)}\n`);
  const edit = measureEdit(folder, runs);
  for (const [command, elapsed] of Object.entries(edit ?? {})) {
    const [middle, best] = [elapsed.median, elapsed.best].map((milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`);
    process.stdout.write(`one service edited, ${command}: ${middle ?? ''}, at best ${best ?? ''}\n`);
  }
  const result = { node: process.version, runs, measurements, reviews, edit };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, undefined, 2)}\n`);
}

if (require.main === module) main();
