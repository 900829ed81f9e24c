const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What nobody sees, or what turns the order of letters around: control, format and filler characters, halves of pairs. */
const UNSEEN = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0`;
const UNSEEN_ALONE = new RegExp(`[${UNSEEN}]`, 'gu');
const SPECIAL = new RegExp(`[&<>"'${UNSEEN}]`, 'gu');
/** With the places where a long name may go on in the next line. */
const SPECIAL_OR_BREAK = new RegExp(String.raw`[&<>"'${UNSEEN}/_,=]|\.(?=[A-Z])`, 'gu');
const BREAKS = '/_,=.';

/** Text as the content of an element. What cannot be seen is shown as its code, and looks unlike text that only reads like a code. */
export function escaped(text: string): string {
  return text.replaceAll(SPECIAL, content);
}

/** The same for a name or a path, which has no spaces at which it could be broken. */
export function escapedName(name: string): string {
  return name.replaceAll(SPECIAL_OR_BREAK, (character) => (BREAKS.includes(character) ? `${character}<wbr>` : content(character)));
}

/** Text as the value of an attribute, or of what holds no elements. */
export function escapedPlain(text: string): string {
  return text.replaceAll(SPECIAL, (character) => ENTITIES[character] ?? codeOf(character));
}

/** Text as it is seen in the page, without markup: what has to be measured. */
export function seen(text: string): string {
  return text.replaceAll(UNSEEN_ALONE, codeOf);
}

function content(character: string): string {
  return ENTITIES[character] ?? `<span class="unseen">${codeOf(character)}</span>`;
}

function codeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
  return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
}
