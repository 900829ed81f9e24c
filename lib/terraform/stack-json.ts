/**
 * Terraform JSON of a whole stack, byte for byte as cdktf writes it: keys sorted, two spaces, a line break in what is
 * empty.
 */
export function stackText(value: unknown, indent = '\n'): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((item: unknown) => `${inner}${stackText(item, inner)}`)
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => `${inner}${JSON.stringify(key)}: ${stackText(member, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}${members.join(',')}${indent}${close}`;
}
