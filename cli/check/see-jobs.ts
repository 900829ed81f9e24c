import type { CheckFacts } from '../../lib/checks';
import { isPlainObject, type JsonObject } from '../../lib/model';
import type { ApiJob } from '../../lib/nomad';
import type { Finding, Problem } from '../../lib/problems';
import { chunksOf, codeOf, STANDARD_INPUT, STDIN } from '../input/input';
import { stepsOf } from '../input/json-lines';
import { readJobs, type JobPlace } from '../input/read-jobs';
import { checkedJob, TOO_MUCH } from './checked-job';
import type { Seen } from './seen';

/** Checks jobs in API JSON, each by itself: what they call is somewhere else. */
export async function seeJobs(files: readonly string[], facts: CheckFacts): Promise<Seen> {
  const problems: Problem[] = [];
  const mistakes: string[] = [];
  const jobs: string[] = [];
  const ids = new JobIds();
  for (const file of files) {
    const name = file === STDIN ? STANDARD_INPUT : file;
    const look = (json: JsonObject, place: JobPlace): void => {
      const isWrapped = isPlainObject(json['Job']);
      const checked = checkedJob(json, facts, { inProgram: false });
      if (checked === undefined) {
        mistakes.push(`${name}:${String(place.line)} ${TOO_MUCH}`);
        return;
      }
      const { job, findings } = checked;
      const path = idOf(isWrapped ? json['Job'] : json) ?? name;
      const add = ({ severity = 'error', ...finding }: Finding): void => {
        problems.push({ ...finding, severity, path, source: `${name}:${String(lineOf(finding.at, isWrapped, place))}` });
      };
      const taken = job === undefined ? undefined : ids.take(job, `${name}:${String(place.line)}`);
      if (taken !== undefined) add(taken);
      for (const finding of findings) add(finding);
      jobs.push(path);
    };
    try {
      await readJobs(chunksOf(file), {
        job: look,
        mistake: (mistake, line) => mistakes.push(`${name}${line === undefined ? '' : `:${String(line)}`} ${mistake}`),
      });
    } catch (error) {
      mistakes.push(`${name} cannot be read (${codeOf(error)})`);
    }
  }
  return { problems, acknowledged: [], jobs, engines: facts.engines, mistakes };
}

/** Ids of the jobs that were seen. Two jobs of one id are one job to Nomad. */
class JobIds {
  readonly #places = new Map<string, string>();

  /** @param place where the job stands */
  take({ ID: id = '', Namespace: namespace = 'default', Region: region = 'global' }: ApiJob, place: string): Finding | undefined {
    const key = `${region}/${namespace}/${id}`;
    const known = this.#places.get(key);
    if (known === undefined) {
      this.#places.set(key, place);
      return undefined;
    }
    return {
      code: 'NAME-TAKEN',
      severity: 'warning',
      at: 'ID',
      message: 'another job has this id in the same namespace, and whichever is registered last replaces the other',
      value: `${id} in namespace ${namespace}, also in ${known}`,
      fix: 'give each job an id of its own, or check the jobs of one cluster at a time',
    };
  }
}

/** The id as it is written; a job that cannot be read may have one all the same. */
function idOf(job: unknown): string | undefined {
  const id = isPlainObject(job) ? job['ID'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function lineOf(at: string | undefined, isWrapped: boolean, { line, document, index }: JobPlace): number {
  if (document === undefined) return line;
  return document.lineOf(index, [...(isWrapped ? ['Job'] : []), ...stepsOf(at ?? '')]);
}
