import type { PageColumn, PageRow, PageSection } from '../../../lib/page';
import { escaped, escapedName, escapedPlain } from './escape';
import { SIGN_OF_TONE, WORD_OF_MARK } from './words';

/** Rows of a section as a table; where the screen is narrow each cell has the title of its column before it. */
export function rowsTable({ columns, title }: PageSection, rows: readonly PageRow[]): string {
  const shapes = columns.map((column) => ({
    column,
    label: column.as === 'mark' ? '' : ` data-label="${escapedPlain(column.title)}"`,
  }));
  const head = columns.map((column) => `<th scope="col" class="${column.as}">${escaped(column.title)}</th>`).join('');
  const headed = headingColumn(columns);
  const lines = rows.map(({ tone, cells }) => {
    const parts = shapes.map(({ column, label }, index) => {
      const content = `${index === 0 ? toneSign(tone) : ''}${cellContent(column, cells[index] ?? [])}`;
      const style = column.as === 'name' && isShort(cells[index] ?? []) ? 'name short' : column.as;
      if (index === headed) return `<th scope="row" class="${style}"${label}>${content}</th>`;
      return `<td class="${style}"${content === '' ? '' : label}>${content}</td>`;
    });
    return `<tr class="${tone}">${parts.join('')}</tr>\n`;
  });
  return `<div class="table"><table>
<caption class="said">${escaped(title)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${lines.join('')}</tbody>
</table></div>
`;
}

/** The column that says what a row is about. */
function headingColumn(columns: readonly PageColumn[]): number {
  return columns.findIndex(({ as }) => as !== 'mark');
}

/** Whether a name is kept on one line: `sec-orders` is not to be broken at its hyphen to give room to a sentence. */
function isShort(lines: readonly string[]): boolean {
  return lines.every((line) => line.length <= 22);
}

function cellContent({ as }: PageColumn, lines: readonly string[]): string {
  const texts = lines.map((line) => (as === 'mark' ? markContent(line) : as === 'name' ? escapedName(line) : escaped(line)));
  if (texts.length < 2) return texts.join('');
  return `<ul>${texts.map((text) => `<li>${text}</li>`).join('')}</ul>`;
}

function markContent(mark: string): string {
  const word = WORD_OF_MARK[mark];
  return word === undefined ? escaped(mark) : `<span aria-hidden="true">${mark}</span><span class="said">${word}</span>`;
}

function toneSign(tone: PageRow['tone']): string {
  const sign = SIGN_OF_TONE[tone];
  return sign === undefined
    ? ''
    : `<span class="sign" title="${sign.word}" aria-hidden="true">${sign.shape}</span><span class="said">${sign.word} </span>`;
}
