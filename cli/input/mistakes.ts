import { isPlainObject } from '../../lib/model';
import { mistakeIn } from './json-lines';

const HOW = 'nomad job run -output prints what can be checked';

/** What a text that is no JSON is instead; each is the rest of a sentence that the name of the file begins. */
export function notJson(text: string): { readonly mistake: string; readonly line: number } {
  if (isHcl(text)) return { mistake: `is a jobspec in HCL; ${HOW}`, line: 1 };
  const { line, isEnd } = mistakeIn(text) ?? { line: 1, isEnd: false };
  return { mistake: isEnd ? 'is cut short: its JSON does not end' : 'is not JSON', line };
}

/** Why a value cannot be a job of Nomad's API; undefined where it can. */
export function notAJob(json: unknown): string | undefined {
  if (!isPlainObject(json)) return `holds ${kindOf(json)} where a job is meant`;
  if (isPlainObject(json['job']) && json['Job'] === undefined) return `is a jobspec written as JSON, which no API takes; ${HOW}`;
  const job = isPlainObject(json['Job']) ? json['Job'] : json;
  if ('JobSummary' in job && !('TaskGroups' in job)) return 'is a list of jobs without what is in them; read each with GET /v1/job/:id';
  if (Object.keys(job).some((key) => /^(?:id|taskgroups)$/i.test(key))) return undefined;
  return `is JSON, but no job of Nomad's API: it has neither ID nor TaskGroups`;
}

function isHcl(text: string): boolean {
  const code = text.slice(0, 10_000).replace(/^(?:\s+|#.*|\/\/.*|\/\*[\s\S]*?\*\/)+/, '');
  return /^(?:job|variable)\s*"|^(?:locals|variables)\s*\{/.test(code);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
