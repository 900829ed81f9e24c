import type { Finding } from '../problems';
import { show } from '../values';
import { stableJson } from './stable-json';

/**
 * Terraform reads every JSON string as a template. This is the one place that turns literal text into a string
 * Terraform evaluates back to the same text: `${` and `%{` are doubled.
 */
export function templateText(literal: string): string {
  // A function as replacement: in a replacement string `$$` would mean one `$`.
  return literal.includes('{') ? literal.replace(/[$%](?=\{)/g, (introducer) => introducer + introducer) : literal;
}

/** The text that {@link templateText} was given. */
export function literalText(template: string): string {
  // Looked for first: nearly no text has one, and a whole job is one text.
  return template.includes('$${') || template.includes('%%{') ? template.replace(/([$%])\1\{/g, '$1{') : template;
}

/** Whether a text has a part that Terraform fills in, `${…}` or `%{…}`: nobody else knows what it says. */
export function isTemplate(text: string): boolean {
  return /(?<!\$)\$\{|(?<!%)%\{/.test(text);
}

/** What JSON in a text of Terraform says, without members that are null: to the engines they are not there. Throws where it is no JSON. */
export function jsonText(template: string): unknown {
  const text = literalText(template);
  return NULL_MEMBER.test(text) ? (JSON.parse(text, withoutNull) as unknown) : (JSON.parse(text) as unknown);
}

/** Looked for first, because few texts have one and to take it out is slow. It may stand in a text, as `/dev/null` does not. */
const NULL_MEMBER = /:\s*null\b/;

function withoutNull(this: unknown, _: string, value: unknown): unknown {
  return value === null && !Array.isArray(this) ? undefined : value;
}

/** Stable JSON of a value as Terraform text: auth method settings. */
export function templateJson(value: unknown): string {
  return templateText(stableJson(value));
}

/** cdktf's markers for a value that only Terraform will know: text, lists, maps; a number is one far out of use. */
const TEXT_TOKEN = /[$#&]\{TfToken\[/;
const NUMBER_TOKEN_LIMIT = -1.888e289;

/** Length of `${TfToken[0]}`. */
const SHORTEST_TOKEN = 12;

/** Finding for each cdktf token inside a value that must be literal, with its address. */
export function tokenFindings(value: unknown): Finding[] {
  return mayHoldToken(value) ? findTokens(value, '') : [];
}

/** Whether it is worth to look closer: nearly no value holds a token, and addresses cost more than the walk. */
function mayHoldToken(value: unknown): boolean {
  if (typeof value === 'string') return value.length >= SHORTEST_TOKEN && value.includes('{TfToken[');
  if (typeof value === 'number') return value <= NUMBER_TOKEN_LIMIT;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(mayHoldToken);
  if (Object.getPrototypeOf(value) !== Object.prototype && 'resolve' in value) return true;
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (key === 'resolve' || (key.length >= SHORTEST_TOKEN && mayHoldToken(key)) || mayHoldToken(member)) return true;
  }
  return false;
}

function findTokens(value: unknown, at: string): Finding[] {
  if (typeof value === 'string') return TEXT_TOKEN.test(value) ? [tokenFinding(value, at)] : [];
  if (typeof value === 'number') return value <= NUMBER_TOKEN_LIMIT ? [tokenFinding(value, at)] : [];
  if (Array.isArray(value)) return value.flatMap((member: unknown, index) => findTokens(member, `${at}[${String(index)}]`));
  if (typeof value !== 'object' || value === null) return [];
  if (typeof (value as { resolve?: unknown }).resolve === 'function') return [tokenFinding(value, at)];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(TEXT_TOKEN.test(key) ? [tokenFinding(key, at)] : []),
    ...findTokens(member, at === '' ? key : `${at}.${key}`),
  ]);
}

function tokenFinding(value: unknown, at: string): Finding {
  return {
    code: 'VALUE-TOKEN',
    at,
    message: 'a Terraform token is not allowed here: it would hide the whole difference from the reviewer as known after apply',
    value: show(value),
    limit: 'a literal known at synth',
    fix: 'join by name: write the name of the thing, not its attribute',
  };
}
