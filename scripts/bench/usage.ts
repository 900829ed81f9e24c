import { writeFileSync } from 'node:fs';

/** What a whole process used. */
export interface Usage {
  /** User and system time of all its threads, seconds. */
  readonly cpu: number;
  /** Largest resident set, bytes. */
  readonly memory: number;
}

let uncounted = 0;

/** Time that belongs to the bench and not to the program: `body` is not counted. */
export function withoutCounting<T>(body: () => T): T {
  const before = process.cpuUsage();
  const result = body();
  const { user, system } = process.cpuUsage(before);
  uncounted += user + system;
  return result;
}

/** Writes what this process used into the file that the bench named, when it ends. */
export function reportUsage(): void {
  const file = process.env['BENCH_USAGE'];
  if (file === undefined) return;
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage: Usage = { cpu: (userCPUTime + systemCPUTime - uncounted) / 1e6, memory: maxRSS * 1024 };
    writeFileSync(file, JSON.stringify(usage));
  });
}
