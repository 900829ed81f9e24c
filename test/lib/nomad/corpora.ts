import { corpus, missingCorpora, type JudgedJob } from '../../../scripts/agreement/corpora';

export interface MutantJob extends JudgedJob {
  readonly mutation: string;
}

export function realJobs(): JudgedJob[] {
  return corpus('real-jobs.jsonl.gz');
}

export function mutantJobs(): MutantJob[] {
  return corpus('mutant-jobs.jsonl.gz') as MutantJob[];
}

/** `describe`, or its skipping form with the reason said, where the corpora are absent. */
export function describeWithCorpora(name: string, body: () => void): void {
  const missing = missingCorpora();
  if (missing === undefined) {
    describe(name, body);
  } else {
    process.stderr.write(`skipped: ${name}: ${missing}\n`);
    describe.skip(name, body);
  }
}
