import type { Finding } from '../problems';

/** Forms that are secrets wherever they stand, with the name people know. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['a Vault token', /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/],
  ['a JSON web token', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}\b/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20}/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['a password in a URL', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@{}$]+:[^\s/:@{}$]{3,}@/i],
];

/** A part that every one of the forms has. */
const PART_OF_A_FORM = /-----BEGIN |hv[sbr]\.|eyJ|A[KS]IA|gh[pousr]_|glpat-|xox[abprs]-|:\/\//;

/** Names whose value is a secret when it is no reference. */
const SECRET_NAME = /(?:^|[_.-])(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|token|credentials?)$/i;

/** Values under such a name that are none: references, flags, paths, names of things. */
const HARMLESS =
  /^$|^(?:true|false|none|null|\d{1,4})$|^\$\{[^}]+\}$|\{\{.*\}\}|^(?:\.{0,2}\/)?(?:[\w.-]+\/)+[\w.-]*$|^[a-z][a-z0-9]*(?:[-_.][a-z][a-z0-9]*)*$/;

const MINIMUM_ENTROPY_BITS = 4.2;

/** Findings for secrets anywhere inside content that becomes JSON: a key names what its value is. */
export function secretLiteralsIn(at: string, name: string | undefined, content: unknown): Finding[] {
  if (typeof content === 'string') {
    const finding = secretLiteralFinding(at, name, content);
    return finding === undefined ? [] : [finding];
  }
  if (Array.isArray(content)) return content.flatMap((member, index) => secretLiteralsIn(`${at}[${String(index)}]`, name, member));
  if (typeof content !== 'object' || content === null) return [];
  return Object.entries(content).flatMap(([key, member]) => secretLiteralsIn(`${at}.${key}`, key, member));
}

/**
 * Finding for a literal that looks like a secret, in an environment variable, an argument, a template or a key. What is
 * written into a job also lies in Terraform's state and in Nomad's raft.
 * @param name name of the variable or key, undefined for plain text
 */
export function secretLiteralFinding(at: string, name: string | undefined, value: string): Finding | undefined {
  const what =
    (PART_OF_A_FORM.test(value) ? FORMS.find(([, form]) => form.test(value))?.[0] : undefined) ??
    named(name, value) ??
    assigned(value) ??
    random(value);
  if (what === undefined) return undefined;
  return {
    code: 'SECRET-LITERAL',
    at,
    message: `this looks like ${what}; as a literal it would stand in the code, the plan, the state and Nomad's raft`,
    value: `${value.slice(0, 3)}… (${String(value.length)} characters)`,
    fix: "put it into Vault and read it: addSecretEnv(VaultSecret.kv('…'), { NAME: 'field' })",
  };
}

function named(name: string | undefined, value: string): string | undefined {
  return name !== undefined && SECRET_NAME.test(name) && !HARMLESS.test(value) ? `the secret that ${name} names` : undefined;
}

/** `password = …` in an ini file, `--password=…` among arguments, `"password": "…"` in JSON. */
function assigned(value: string): string | undefined {
  if (!/pass|pwd|secret|key|token|credential/i.test(value)) return undefined;
  for (const [, name = '', word = ''] of value.matchAll(/([A-Za-z][\w.-]{2,40})["']?\s*[:=]\s*["']?([^\s"',;}]+)/g)) {
    const what = /^(?:\{\{|\$)/.test(word) ? undefined : named(name, word);
    if (what !== undefined) return what;
  }
  return undefined;
}

/** A long word of mixed letters and digits with the entropy of a generated key. Hashes of images and paths are none. */
function random(value: string): string | undefined {
  if (value.length < 32) return undefined;
  for (const word of value.match(/[A-Za-z0-9+/_=-]{32,}/g) ?? []) {
    if (/^[0-9a-f]+$/.test(word) || !/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/\d/.test(word) || word.split('/').length > 3) continue;
    if (entropy(word) >= MINIMUM_ENTROPY_BITS) return 'a generated key';
  }
  return undefined;
}

function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / word.length) * Math.log2(count / word.length);
  return bits;
}
