import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isPlainObject } from '../../lib/model';
import type { Plans } from '../../lib/review';
import { codeOf } from '../input/input';

/** Plans by stack, and what could not be read, a whole sentence each. */
export interface ReadPlans {
  /** Undefined where none was named. */
  readonly plans: Plans | undefined;
  readonly mistakes: readonly string[];
}

/**
 * Reads what `terraform show -json` printed of each stack's plan.
 * @param words `stack=file`, or a file that bears the name of its stack: `trading.json`, `trading.plan.json`
 * @param stacks of both outputs
 */
export function readPlans(words: readonly string[], stacks: ReadonlySet<string>): ReadPlans {
  const plans = new Map<string, unknown>();
  const mistakes: string[] = [];
  for (const word of words) {
    const [, named, path] = /^([^=/]+)=(.+)$/.exec(word) ?? [];
    const file = path ?? word;
    const stack = named ?? basename(file).replace(/\..*$/, '');
    const read = planOf(file);
    if ('mistake' in read) mistakes.push(read.mistake);
    else if (!stacks.has(stack))
      mistakes.push(`${file} is a plan of ${stack}, and neither output has such a stack; write --plan STACK=${file}`);
    else if (plans.has(stack)) mistakes.push(`${file} is a second plan of ${stack}; name one for each stack`);
    else plans.set(stack, read.plan);
  }
  return { plans: words.length === 0 ? undefined : plans, mistakes };
}

function planOf(file: string): { readonly plan: object } | { readonly mistake: string } {
  let plan: unknown;
  try {
    plan = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) return { mistake: `${file} cannot be read (${codeOf(error)})` };
    return { mistake: `${file} is not JSON; write what terraform show -json prints of a saved plan` };
  }
  if (!isPlainObject(plan) || typeof plan['format_version'] !== 'string' || typeof plan['terraform_version'] !== 'string')
    return { mistake: `${file} is no plan; write what terraform show -json prints of a saved plan` };
  if (!plan['format_version'].startsWith('1.'))
    return { mistake: `${file} has format ${plan['format_version']} of a plan, and this version knows 1` };
  if (plan['errored'] === true) return { mistake: `${file} is a plan that failed; plan again` };
  return { plan };
}
