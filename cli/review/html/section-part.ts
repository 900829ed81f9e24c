import { counted } from '../../../lib/review';
import type { PageSection } from '../../../lib/page';
import { escaped } from './escape';
import { rowsTable } from './rows-table';

/** An open section with more rows than {@link LONG} shows so many, and has the rest below a fold. */
const SHOWN = 50;
const LONG = 60;
/** A fold with more rows is closed on paper too, and says so there: nobody wants a hundred pages by accident. */
const PRINTED = 200;

/** A section that has something to show. Deletions are shown whole, whatever the page says of folding. */
export function sectionPart(section: PageSection): string {
  const { name, rows, title, proof, folded } = section;
  const heading = `<h2 id="${name}-title">${escaped(title)} <span class="count">${counted(rows.length, 'row')}</span></h2>`;
  const proven = proof === undefined ? '' : `<p class="proof">${escaped(proof)}</p>\n`;
  if (folded && name !== 'deletions') {
    // The name is inside the fold: a browser that goes there opens it.
    const content = `<div id="${name}">\n${proven}${rowsTable(section, rows)}</div>\n`;
    return `<section class="section" aria-labelledby="${name}-title">\n${fold(heading, rows.length, content)}</section>\n`;
  }
  const isLong = rows.length > LONG && name !== 'deletions';
  const shown = isLong ? rows.slice(0, SHOWN) : rows;
  const rest = isLong ? fold(counted(rows.length - SHOWN, 'more row'), rows.length - SHOWN, rowsTable(section, rows.slice(SHOWN))) : '';
  return `<section class="section" id="${name}" aria-labelledby="${name}-title">\n${heading}\n${proven}${rowsTable(section, shown)}${rest}</section>\n`;
}

/** @param summary markup @param content markup */
function fold(summary: string, rows: number, content: string): string {
  const style = rows > PRINTED ? ' class="long"' : '';
  return `<details${style}>\n<summary>${summary} <span class="unprinted">not printed: open it before printing</span></summary>\n${content}</details>\n`;
}

/** Sections in which nothing is: what was looked at, so that silence is proven. */
export function silencePart(sections: readonly PageSection[], more: readonly string[]): string {
  if (sections.length + more.length === 0) return '';
  const items = sections.map(({ name, title, proof }) => {
    const words = proof === undefined ? 'nothing' : escaped(proof);
    return `<div id="${name}"><dt>${escaped(title)}</dt><dd>${words}</dd></div>\n`;
  });
  return `<section class="silence" aria-labelledby="silence">
<h2 id="silence">Looked at, nothing found</h2>
<dl>
${items.join('')}${more.join('')}</dl>
</section>
`;
}
