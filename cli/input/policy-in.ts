import { readFileSync } from 'node:fs';
import { readPolicy, type Policy } from '../../lib/policy';
import { formatProblems } from '../../lib/problems';
import { codeOf } from './input';

/** The policy in a file, or why there is none: everything that is wrong with it. */
export function policyIn(file: string): { readonly policy: Policy } | { readonly mistake: string } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { mistake: `${file} cannot be read (${codeOf(error)}); without a policy nothing may be applied` };
  }
  const read = readPolicy(text);
  if ('policy' in read) return read;
  return {
    mistake: `${file} is no policy\n${formatProblems(read.findings.map((finding) => ({ severity: 'error', ...finding, path: file }))).trimEnd()}`,
  };
}
