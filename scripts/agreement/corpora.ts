import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A job and what a running server said of it. */
export interface JudgedJob {
  readonly job: unknown;
  readonly server_valid: boolean;
  readonly server_errors: readonly string[] | null;
  /** What was done to it; of a job that is as people wrote it, nothing. */
  readonly mutation?: string;
}

/** Jobs of other people, never in the repository: where `KUMIKI_CORPORA` says, or in a folder beside it. */
export const CORPORA = process.env['KUMIKI_CORPORA'] ?? resolve(__dirname, '../../../shared/data');

const FILES = ['real-jobs.jsonl.gz', 'mutant-jobs.jsonl.gz'] as const;
type CorpusFile = (typeof FILES)[number];

/** Why there are no corpora; undefined where they are. */
export function missingCorpora(): string | undefined {
  const missing = FILES.filter((file) => !existsSync(join(CORPORA, file)));
  if (missing.length === 0) return undefined;
  return `no jobs of other people here: ${missing.join(' and ')} not found in ${CORPORA}; KUMIKI_CORPORA names the folder that has them`;
}

export function corpus(file: CorpusFile): JudgedJob[] {
  const text = gunzipSync(readFileSync(join(CORPORA, file))).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JudgedJob);
}
