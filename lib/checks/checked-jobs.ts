import { createHash } from 'node:crypto';
import type { JobDigest } from './job-digest';

/** What the rules about the whole estate need of a job, wherever its construct stands. */
type KnownJob = Omit<JobDigest, 'path'>;

/**
 * Jobs in which the rules found nothing at all. What rules say of a job follows from its text, from the facts and from the
 * rules themselves, so a text that was clean under the same of both is clean, and is not looked at again.
 */
export class CheckedJobs {
  readonly #under: string;
  /** Digests as text: most of a synth goes on before a rule about the estate looks at them. */
  readonly #known: ReadonlyMap<string, string>;
  readonly #used = new Set<string>();
  readonly #new = new Map<string, KnownJob>();

  /** @param under names rules and facts; @param text what an earlier run kept: of other rules or facts, or changed since, it is nothing */
  constructor(under: string, text = '') {
    this.#under = under;
    this.#known = knownJobs(under, text);
  }

  /** Reads a job's digest, where its text is known to be clean. @param key {@link keyOfJob} of its text */
  find(path: string, key: string): (() => JobDigest) | undefined {
    const text = this.#known.get(key);
    if (text === undefined) return undefined;
    this.#used.add(key);
    return () => ({ ...(JSON.parse(text) as KnownJob), path });
  }

  /** A job in which nothing was found. */
  add(key: string, { path: _path, ...job }: JobDigest): void {
    if (!this.#known.has(key)) this.#new.set(key, job);
  }

  /** What a later run can start from: the jobs of this one. Undefined where that is what this one started from. */
  get changedText(): string | undefined {
    if (this.#new.size === 0 && this.#used.size === this.#known.size) return undefined;
    const lines = [
      ...[...this.#used].map((key) => `${key} ${this.#known.get(key) ?? ''}`),
      ...[...this.#new].map(([key, job]) => `${key} ${JSON.stringify(job)}`),
    ];
    const jobs = lines.sort().join('\n');
    return `${seal(this.#under, jobs)}\n${jobs}`;
  }
}

/** By which the text of a job is known. */
export function keyOfJob(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Of what was kept under these rules and facts, and of nothing else. */
function seal(under: string, jobs: string): string {
  return createHash('sha256').update(under).update('\n').update(jobs).digest('base64url');
}

/** A line each: the key, and the digest in JSON. */
function knownJobs(under: string, text: string): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  const end = text.indexOf('\n');
  const jobs = text.slice(end + 1);
  if (end < 0 || text.slice(0, end) !== seal(under, jobs)) return known;
  for (const line of jobs === '' ? [] : jobs.split('\n')) {
    const space = line.indexOf(' ');
    known.set(line.slice(0, space), line.slice(space + 1));
  }
  return known;
}
