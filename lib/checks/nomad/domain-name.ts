const MAX_LABEL = 63;
const MAX_NAME = 256;
const DIGITS = /^\d{3}/;

/**
 * Whether a text is a domain name for Nomad, which looks at lengths and dots alone: labels of any characters, of at most 63
 * bytes; a backslash escapes the character after it.
 */
export function isDomainName(text: string): boolean {
  if (text === '') return false;
  const bytes = [...new TextEncoder().encode(text)];
  if (!endsWithDot(text)) bytes.push(DOT);
  let total = 0;
  let begin = 0;
  let afterDot = false;
  let escaping = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === BACKSLASH) {
      escaping = !escaping;
      if (total + 1 > MAX_NAME) return false;
      const skipped = DIGITS.test(String.fromCharCode(...bytes.slice(index + 1, index + 4))) ? 3 : 1;
      index += skipped;
      begin += skipped;
      afterDot = false;
    } else if (byte === DOT) {
      escaping = false;
      if ((index === 0 && bytes.length > 1) || afterDot) return false;
      afterDot = true;
      if (index - begin > MAX_LABEL) return false;
      total += 1 + index - begin;
      if (total > MAX_NAME) return false;
      begin = index + 1;
    } else {
      escaping = false;
      afterDot = false;
    }
  }
  return !escaping;
}

const DOT = 0x2e;
const BACKSLASH = 0x5c;

/** A dot behind an odd number of backslashes is a character of the name; Nomad counts the bytes of the character before, too. */
function endsWithDot(text: string): boolean {
  const match = /([^\\]?)(\\*)\.$/u.exec(text);
  if (match === null) return false;
  const [, before = '', backslashes = ''] = match;
  if (backslashes === '') return true;
  const width = before === '' ? 1 : new TextEncoder().encode(before).length;
  return (width + backslashes.length) % 2 !== 0;
}
