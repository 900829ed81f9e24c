import type { Finding } from '../problems';
import { show } from './value';

const LABEL = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/** Names Nomad, Consul or Envoy use themselves inside a job or catalog. */
const RESERVED = new Set(['alloc', 'consul', 'nomad', 'vault', 'envoy', 'default', 'global']);

/** Longest name in Consul DNS (RFC 1123 label). */
export const MAX_NAME_LENGTH = 63;

/**
 * Finding for a name that cannot be a Nomad job, a Consul service and part of an environment variable at once: RFC 1123
 * label, lower case, starting with a letter, with its prefix at most 63 characters.
 */
export function nameProblem(what: string, name: unknown, prefix = ''): Finding | undefined {
  const limit = `lower-case letters, digits and single dashes, starting with a letter${prefix === '' ? '' : `, at most ${String(MAX_NAME_LENGTH - prefix.length)} characters after ${prefix}`}`;
  if (typeof name !== 'string' || !LABEL.test(name) || name.includes('--')) {
    return {
      code: 'NAME-INVALID',
      message: `${what} is not a name that Nomad and Consul both take`,
      value: show(name),
      limit,
      fix: `for instance ${suggestion(name)}`,
    };
  }
  if (prefix.length + name.length > MAX_NAME_LENGTH) {
    return {
      code: 'NAME-INVALID',
      message: `${what} is too long for Consul DNS`,
      value: `${show(name)} (${String(prefix.length + name.length)} characters with its prefix)`,
      limit: `${String(MAX_NAME_LENGTH)} characters`,
      fix: 'shorten the name',
    };
  }
  if (RESERVED.has(name)) {
    return {
      code: 'NAME-INVALID',
      message: `${what} is reserved by the engines`,
      value: show(name),
      limit: `not one of ${[...RESERVED].sort().join(', ')}`,
      fix: 'choose another name',
    };
  }
  return undefined;
}

function suggestion(name: unknown): string {
  const text = String(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');
  return text === '' ? 'orders' : text;
}

/** The name as part of an environment variable, as Nomad writes it: `-` becomes `_`. */
export function environmentForm(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, '_');
}
