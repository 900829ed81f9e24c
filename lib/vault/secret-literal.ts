import type { Finding } from '../problems';

/** Forms that are secrets wherever they stand, with the name people know. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['a Vault token', /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/],
  ['a JSON web token', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{30,})\b/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20}/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{10,}/],
  ['a Slack webhook', /\bhooks\.slack\.com\/services\/T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{20,}/],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{35}\b/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a SendGrid key', /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/],
  ['a DigitalOcean token', /\bdo[por]_v1_[0-9a-f]{64}\b/],
  ['a Terraform token', /\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}/],
  ['an Azure account key', /\bAccountKey=[A-Za-z0-9+/]{60,}={0,2}/],
  ['a password in a URL', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@{}$]*:[^\s/:@{}$]{3,}@/i],
];

/** A part that every one of the forms has, but a password in a URL. */
const PART_OF_A_FORM =
  /-----BEGIN |hv[sbr]\.|eyJ|A[KS]IA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hooks\.slack|AIza|k_live_|npm_|SG\.|_v1_|\.atlasv1\.|AccountKey=/;

/** Names whose value is a password when it is no reference: nobody calls anything else by them. */
const PASSWORD_NAME = /(?:^|[_.-]|^pg|^mysql)(?:password|passwd|passphrase|pwd|pass)$|[a-z0-9]Pass(?:word|phrase)$/;
/** Names whose value may also be the name of a secret, or of a kind of one. */
const SECRET_NAME =
  /(?:^|[_.-])(?:secret|(?:api|access|private|secret|encryption|signing|master)[_-]?key|secret_key_base|token|credentials?)$|[a-z0-9](?:Secret|(?:Api|Access|Private|Secret)Key|Token|Credentials?)$/;

/** A part that every one of the names has. */
const PART_OF_A_NAME = /pass|pwd|secret|key|token|credential|authorization/i;

/** Values that are no secret under any name: references, flags, paths, and what stands for a value that is still to come. */
const REFERENCE =
  /^$|^(?:true|false|none|null|\d{1,4})$|\$\{[^}]+\}|\$\([^)]+\)|\{\{.*\}\}|^(?:\.{0,2}\/)?(?:[\w.-]+\/)+[\w.-]*$|^<[^>]*>$|^[*x.]+$|^(?:example|placeholder|redacted|your[-_ ].*|change[-_ ]?me.*|todo)$/i;
/** A name of something: words in lower case. */
const NAME_OF_A_THING = /^[a-z][a-z0-9]*(?:[-_.][a-z][a-z0-9]*)*$/;
/** How a header says who asks. */
const AUTHORIZATION = /^(?:Basic|Bearer) [\w+/=.-]{8,}$/;

/** What everybody may read, in PEM, its lines perhaps escaped as in JSON: it looks as random as a key does. */
const PUBLIC_BLOCK = /-----BEGIN ((?:[A-Z0-9]+ )*(?:CERTIFICATE|PUBLIC KEY))-----(?:[A-Za-z0-9+/=\s]|\\[nr])*-----END \1-----/g;

const MINIMUM_ENTROPY_BITS = 4.2;

/**
 * Findings for literals that look like secrets, anywhere inside content that becomes JSON: an environment variable, an
 * argument, a template or a key. What is written into a job also lies in Terraform's state and in Nomad's raft.
 * @param name name of the variable or key, undefined for plain text; inside of the content a key names what its value is
 */
export function secretLiteralsIn(at: string, name: string | undefined, content: unknown): Finding[] {
  const findings: Finding[] = [];
  addSecretLiterals(findings, () => at, name, content);
  return findings;
}

/** Adds the same to others. @param at hardly any content has a secret, so no address is written before one is there */
export function addSecretLiterals(findings: Finding[], at: () => string, name: string | undefined, content: unknown): void {
  if (typeof content === 'string') {
    const what = content === '' ? undefined : kindOfSecret(name, content);
    if (what !== undefined) findings.push(finding(what, at(), content));
  } else if (Array.isArray(content)) {
    content.forEach((member: unknown, index) => {
      addSecretLiterals(findings, () => `${at()}[${String(index)}]`, name, member);
    });
  } else if (typeof content === 'object' && content !== null) {
    for (const key in content)
      addSecretLiterals(findings, () => `${at()}.${key}`, key, (content as Readonly<Record<string, unknown>>)[key]);
  }
}

/** What kind of secret a text looks like; undefined for nearly every text. */
function kindOfSecret(name: string | undefined, value: string): string | undefined {
  const mayHaveForm = PART_OF_A_FORM.test(value) || (value.includes('@') && value.includes('://'));
  const form = mayHaveForm ? FORMS.find(([, one]) => one.test(value))?.[0] : undefined;
  if (form !== undefined) return form;
  const rest = value.includes('-----BEGIN ') ? value.replace(PUBLIC_BLOCK, '<public>') : value;
  return named(name, rest) ?? assigned(rest) ?? random(rest);
}

function finding(what: string, at: string, value: string): Finding {
  return {
    code: 'SECRET-LITERAL',
    at,
    message: `this looks like ${what}; as a literal it would stand in the code, the plan, the state and Nomad's raft`,
    value: `… (${String(value.length)} characters)`,
    fix: "put it into Vault and read it: addSecretEnv(VaultSecret.kv('…'), { NAME: 'field' })",
  };
}

/** Where a shell is, and was: no password, though the name is short for one. */
const WORKING_DIRECTORY = /^(?:OLD)?PWD$/;

/** @param inText whether it was found in a text, where a word in lower case may be anything */
function named(name: string | undefined, value: string, inText = false): string | undefined {
  if (name === undefined || !PART_OF_A_NAME.test(name) || REFERENCE.test(value)) return undefined;
  if (WORKING_DIRECTORY.test(name) && value.startsWith('/')) return undefined;
  if (/^authorization$/i.test(name)) return AUTHORIZATION.test(value) ? 'credentials in a header' : undefined;
  const isPassword = isNamed(PASSWORD_NAME, name);
  if (!isPassword && !isNamed(SECRET_NAME, name)) return undefined;
  return (inText || !isPassword) && NAME_OF_A_THING.test(value) ? undefined : `the secret that ${name} names`;
}

/** Either by its words, whatever their case, or by the capitals inside of it. */
function isNamed(form: RegExp, name: string): boolean {
  return form.test(name) || form.test(name.toLowerCase());
}

/** `password = …` in an ini file, `--password=…` among arguments, `"password": "…"` in JSON. */
function assigned(value: string): string | undefined {
  if (!/pass|pwd|secret|key|token|credential/i.test(value)) return undefined;
  for (const [, name = '', word = ''] of value.matchAll(/([A-Za-z][\w.-]{2,40})["']?[^\S\n]*[:=][^\S\n]*["']?([^\s"',;}]+)/g)) {
    const what = /^(?:\{\{|\$)/.test(word) ? undefined : named(name, word, true);
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
