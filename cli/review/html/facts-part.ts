import type { PageFact } from '../../../lib/page';
import { escaped, escapedName } from './escape';

/** Its name within the page. */
export const FACTS = 'facts';

/** What is compared, and what an approval is bound to: in full, because it is compared letter by letter. */
export function factsPart(facts: readonly PageFact[]): string {
  const items = facts.map(({ label, value }) => `<div><dt>${escaped(label)}</dt><dd>${escapedName(value)}</dd></div>\n`);
  return `<footer aria-labelledby="${FACTS}">\n<h2 id="${FACTS}">What is compared</h2>\n<dl class="facts">\n${items.join('')}</dl>\n</footer>\n`;
}
