import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Jobs of other people, never in the repository: where `KUMIKI_CORPORA` says, or in a folder beside it. */
const FOLDER = process.env['KUMIKI_CORPORA'] ?? resolve(__dirname, '../../../../shared/data');

export interface RealJob {
  readonly job: unknown;
  readonly server_valid: boolean;
}

export interface MutantJob extends RealJob {
  readonly mutation: string;
}

export function realJobs(): RealJob[] {
  return lines('real-jobs.jsonl.gz') as RealJob[];
}

export function mutantJobs(): MutantJob[] {
  return lines('mutant-jobs.jsonl.gz') as MutantJob[];
}

/** Whether jobs of other people are on this machine. */
export function corporaHere(): boolean {
  return existsSync(FOLDER);
}

/** `describe`, or its skipping form with the reason said, where the corpora are absent. */
export function describeWithCorpora(name: string, body: () => void): void {
  if (corporaHere()) {
    describe(name, body);
  } else {
    process.stderr.write(`skipped: ${name}: no jobs of other people here (KUMIKI_CORPORA names no folder of them)\n`);
    describe.skip(name, body);
  }
}

function lines(file: string): unknown[] {
  const text = gunzipSync(readFileSync(join(FOLDER, file))).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}
