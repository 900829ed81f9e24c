/**
 * What nobody sees, or what turns the order of letters around: control, format and filler characters, halves of pairs. For a
 * class of a regular expression with the flag u.
 */
export const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0`;

const UNSEEN_ALONE = new RegExp(`[${UNSEEN}]`, 'gu');

/** Text in which nothing is hidden, so that no name looks like another: what would not be seen is written as `\u202e`. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN_ALONE, codeOf);
}

/** How an unseen character is written. */
export function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
  return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
}
