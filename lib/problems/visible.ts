/** Control and format characters, halves of pairs, and what parts lines or paragraphs. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text for a terminal: nothing in it moves the cursor, turns the order of letters around or is not seen, and what has
 * several lines stays below its first one.
 */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (character) => (character === '\n' ? '\n    ' : codeOf(character.codePointAt(0) ?? 0)));
}

function codeOf(point: number): string {
  if (point < 0x100) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\u{${point.toString(16)}}`;
}
