/** Anything JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * JSON text whose bytes depend on the value alone: keys sorted by code unit, undefined members left out. Lists keep their
 * order. Empty lists are the model's business: Nomad must not see them, Consul gives some back.
 */
export function stableJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  if (Array.isArray(value)) {
    let list = '';
    for (let index = 0; index < value.length; index++) list += (index === 0 ? '' : ',') + stableJson(value[index]);
    return `[${list}]`;
  }
  let text = '';
  for (const key of sortedKeys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${stableJson(member)}`;
  }
  return `{${text}}`;
}

/** Keys by code unit. Most objects have theirs in order already, and looking costs less than sorting. */
export function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index++) if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return keys.sort();
  return keys;
}

/** A key as JSON text. */
function quoted(key: string): string {
  return /^[\w.-]*$/.test(key) ? `"${key}"` : JSON.stringify(key);
}
