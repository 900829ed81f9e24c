/** JSON for people: what fits on a line stands on a line. @param width longest line */
export function readableJson(value: unknown, width = 110): string {
  return write(value, '', 0, width);
}

/** @param before how much of the line the key takes */
function write(value: unknown, indent: string, before: number, width: number): string {
  const flat = oneLine(value);
  if (typeof value !== 'object' || value === null || indent.length + before + flat.length < width) return flat;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((member) => `${inner}${write(member, inner, 0, width)}`)
    : Object.entries(value).map(([key, member]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${inner}${name}${write(member, inner, name.length, width)}`;
      });
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open ?? ''}\n${lines.join(',\n')}\n${indent}${close ?? ''}`;
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${oneLine(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
