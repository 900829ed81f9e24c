/**
 * What nobody sees, or what turns the order of letters around: control, format and filler characters, halves of pairs. For a
 * class of a regular expression with the flag u.
 */
export const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0`;

const UNSEEN_ALONE = new RegExp(`[${UNSEEN}]`, 'gu');

/** Text on one line in which nothing is hidden, so that no name looks like another: what would not be seen is written as `\u202e`. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN_ALONE, codeOf);
}

/** The same for a text that may have several lines: they stay below its first one. */
export function visibleLines(text: string): string {
  return text.replaceAll(UNSEEN_ALONE, (character) => (character === '\n' ? '\n    ' : codeOf(character)));
}

/** How an unseen character is written: `\x1b`, `\u202e`, `\u{e0041}`. */
export function codeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x100) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\u{${point.toString(16)}}`;
}
