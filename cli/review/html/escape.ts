import { codeOf, UNSEEN } from '../../../lib/problems';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

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

function content(character: string): string {
  return ENTITIES[character] ?? `<span class="unseen">${codeOf(character)}</span>`;
}
