import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CheckedJobs, factsFile, type CheckFacts } from '../lib/checks';

/** A folder for what one synth remembers for the next, or `off`. @default node_modules/.cache/kumiki, where there is a node_modules */
const CACHE = 'KUMIKI_CHECK_CACHE';

const LIBRARY = join(__dirname, '..', 'lib');

/** What is remembered of an environment's jobs from one synth to the next. @internal */
export class CheckedJobsFile {
  readonly jobs: CheckedJobs;
  readonly #file: string;

  private constructor(file: string, facts: CheckFacts) {
    this.#file = file;
    this.jobs = new CheckedJobs(rulesAndFacts(facts), textOf(file));
  }

  /** Undefined where nothing is to be remembered. */
  static of(environment: string, facts: CheckFacts): CheckedJobsFile | undefined {
    const folder = cacheFolder();
    // A bundle has no files by which its rules are known.
    const isKnown = ['js', 'ts'].some((ending) => existsSync(join(LIBRARY, 'checks', `rules.${ending}`)));
    return folder === undefined || !isKnown ? undefined : new CheckedJobsFile(join(folder, `checked-jobs.${environment}.json`), facts);
  }

  /** Keeps it for the next synth. A folder that nobody can write keeps nothing, and the next synth takes its time. */
  write(): void {
    const text = this.jobs.changedText;
    if (text === undefined) return;
    const own = `${this.#file}.${randomUUID()}`;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(own, text);
      // Two synths at a time each leave a whole file.
      renameSync(own, this.#file);
    } catch {
      // It is only time.
    }
  }
}

function cacheFolder(): string | undefined {
  const said = process.env[CACHE] ?? '';
  if (said !== '') return said === 'off' ? undefined : resolve(said);
  return existsSync('node_modules') ? resolve('node_modules', '.cache', 'kumiki') : undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // the first synth
  }
}

/** Names the facts and the rules: by the text of all that rules are made of, and by Node with its time zones. */
function rulesAndFacts(facts: CheckFacts): string {
  const hash = createHash('sha256').update(JSON.stringify([process.versions, factsFile(facts)]));
  const files = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.d)\.[jt]s$/.test(name));
  for (const name of files.sort()) hash.update(`\n${name}\n`).update(readFileSync(join(LIBRARY, name)));
  return hash.digest('base64url');
}
