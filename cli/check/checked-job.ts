import { checkApiJob, type ApiJobFindings, type CheckFacts, type CheckJobOptions } from '../../lib/checks';
import type { JsonObject } from '../../lib/model';

/** Why a job that is JSON was not checked; the rest of a sentence that names it. */
export const TOO_MUCH = 'is nested too deeply to be checked, or holds a text that is too long';

/** What is found in a job; undefined where it is more than this process can go over. */
export function checkedJob(json: JsonObject, facts: CheckFacts, options: CheckJobOptions): ApiJobFindings | undefined {
  try {
    return checkApiJob(json, facts, options);
  } catch (error) {
    // The stack is full, or the one of a regular expression.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
