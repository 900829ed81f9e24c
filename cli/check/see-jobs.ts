import { checkJob, type CheckFacts } from '../../lib/checks';
import { isPlainObject, type JsonObject } from '../../lib/model';
import { canonicalJob } from '../../lib/nomad';
import type { Problem } from '../../lib/problems';
import { chunksOf, STANDARD_INPUT, STDIN } from '../input/input';
import { stepsOf } from '../input/json-lines';
import { readJobs, type JobPlace } from '../input/read-jobs';
import type { Seen } from './seen';

/** Checks jobs in API JSON, each by itself: what they call is somewhere else. */
export async function seeJobs(files: readonly string[], facts: CheckFacts): Promise<Seen> {
  const problems: Problem[] = [];
  const mistakes: string[] = [];
  const jobs: string[] = [];
  for (const file of files) {
    const name = file === STDIN ? STANDARD_INPUT : file;
    await readJobs(chunksOf(file), {
      job: (json, place) => {
        const isWrapped = isPlainObject(json['Job']);
        const job = isWrapped ? (json['Job'] as JsonObject) : json;
        const path = typeof job['ID'] === 'string' && job['ID'] !== '' ? job['ID'] : name;
        jobs.push(path);
        for (const { severity = 'error', ...finding } of checkJob(canonicalJob(job), facts, { inProgram: false })) {
          const line = lineOf(finding.at, isWrapped, place);
          problems.push({ ...finding, severity, path, source: `${name}:${String(line)}` });
        }
      },
      mistake: (mistake, line) => mistakes.push(`${name}${line === undefined ? '' : `:${String(line)}`} ${mistake}`),
    });
  }
  return { problems, acknowledged: [], jobs, engines: facts.engines, mistakes };
}

function lineOf(at: string | undefined, isWrapped: boolean, { line, document, index }: JobPlace): number {
  if (document === undefined) return line;
  return document.lineOf(index, [...(isWrapped ? ['Job'] : []), ...stepsOf(at ?? '')]);
}
