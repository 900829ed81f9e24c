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
  readonly #known: ReadonlyMap<string, KnownJob>;
  readonly #used = new Map<string, KnownJob>();
  #hasNew = false;

  /** @param under names rules and facts; @param text what an earlier run kept: of other rules or facts, or changed since, it is nothing */
  constructor(under: string, text = '') {
    this.#under = under;
    this.#known = knownJobs(under, text);
  }

  /** A job's digest, where its text is known to be clean. @param key {@link keyOfJob} of its text */
  find(path: string, key: string): JobDigest | undefined {
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    this.#used.set(key, known);
    return { ...known, path };
  }

  /** A job in which nothing was found. */
  add(key: string, { path: _path, ...job }: JobDigest): void {
    this.#used.set(key, job);
    this.#hasNew = true;
  }

  /** What a later run can start from: the jobs of this one. Undefined where that is what this one started from. */
  get changedText(): string | undefined {
    if (!this.#hasNew && this.#used.size === this.#known.size) return undefined;
    const jobs = JSON.stringify(Object.fromEntries([...this.#used].sort(([a], [b]) => (a < b ? -1 : 1))));
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

function knownJobs(under: string, text: string): ReadonlyMap<string, KnownJob> {
  const end = text.indexOf('\n');
  const jobs = text.slice(end + 1);
  if (end < 0 || text.slice(0, end) !== seal(under, jobs)) return new Map();
  return new Map(Object.entries(JSON.parse(jobs) as Record<string, KnownJob>));
}
