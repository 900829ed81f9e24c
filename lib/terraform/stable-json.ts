/** Anything JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON text whose bytes depend on the value alone: keys sorted by code unit, members that are undefined or an empty
 * list left out (an empty list in a Nomad job makes new versions without a difference, hashicorp/nomad#20497). Lists
 * keep their order and their empty members.
 */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined || (Array.isArray(member) && member.length === 0)) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${stableJson(member)}`;
  }
  return `{${text}}`;
}
