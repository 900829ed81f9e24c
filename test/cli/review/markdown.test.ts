import fc from 'fast-check';
import { GITHUB_LIMIT, MARKER, markdownPage } from '../../../cli/review/markdown';
import { pageOf, type Page, type PageRow } from '../../../lib/page';
import { firm } from '../../support/firm';
import { reviewOf } from '../../support/releases';

const opened = pageOf(reviewOf(firm(), firm({ posting: true })));

/** A page whose calls have so many rows. */
function pageWith(count: number, row: (index: number) => PageRow): Page {
  const sections = opened.sections.map((section) =>
    section.name === 'calls' ? { ...section, rows: Array.from({ length: count }, (_, index) => row(index)) } : section,
  );
  return { ...opened, sections };
}

const call = (text: string): PageRow => ({ tone: 'danger', cells: [['+'], [text], [text], [], ['broadened'], []] });

/** Cells of a row as GitHub parts them: a backslash keeps the character behind it, whatever it is. */
const cellsOf = (row: string): string[] => [...row.matchAll(/((?:\\.|[^|\\])*)\|/g)].slice(1).map(([, cell = '']) => cell);

/** Text of cells and sentences as GitHub shows it: without what only marks up. */
const shown = (markdown: string): string =>
  markdown
    .replaceAll('<!-- -->', '')
    .replaceAll(/\\([\\`*_{}[\]|~])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

test('begins with the mark by which a pipeline finds its comment, and the verdict', () => {
  const [first, second] = markdownPage(opened).split('\n');
  expect([first, second]).toEqual([MARKER, '## 🟠 NEEDS TWO: a service of one domain may ask more of a service of another']);
});

test('has a table of every section that has rows, and the proof of every other', () => {
  const text = markdownPage(opened);
  const filled = opened.sections.filter(({ rows }) => rows.length > 0);
  const empty = opened.sections.filter(({ rows }) => rows.length === 0);
  for (const { title } of filled) expect(text).toMatch(new RegExp(`(?:### |<summary>)${title}`));
  for (const { title, proof } of empty) expect(shown(text)).toContain(`- ${title}: ${proof ?? ''}`);
  expect(text).toContain('`sec-orders (trading) → sec-ledger (settlement)`');
});

test('stays within the limit of GitHub, and says how many rows it left out', () => {
  const text = markdownPage(pageWith(3000, (index) => call(`sec-caller-${String(index)} → sec-callee`)));
  expect(text.length).toBeLessThanOrEqual(GITHUB_LIMIT);
  const kept = text.match(/🔴 `sec-caller-\d+/g)?.length ?? 0;
  expect(kept).toBeGreaterThan(200);
  expect(text).toContain(`**${String(3000 - kept)} of 3000 rows do not fit into a comment; the HTML page has them all.**`);
});

test('leaves out what matters least: raw differences before calls', () => {
  const text = markdownPage(
    pageWith(400, (index) => call(`sec-caller-${String(index)} → sec-callee`)),
    { limit: 45_000 },
  );
  expect(text).toContain('sec-caller-399 → sec-callee');
});

test('shows all of a large change where the limit is that of GitLab', () => {
  const text = markdownPage(
    pageWith(3000, (index) => call(`sec-caller-${String(index)} → sec-callee`)),
    { limit: 1_000_000 },
  );
  expect(text).toContain('sec-caller-2999');
  expect(text).not.toContain('do not fit');
});

test.each([
  ['markup', '<img src=x onerror=alert(1)> **bold** [link](https://evil.example)'],
  ['a bar and a line end', 'a | b\nc'],
  ['ticks', '``` `a` ```'],
  ['a mention', '@everybody and #12'],
  ['an order that turns', 'sec-\u202eevil'],
])('%s in a name changes nothing around it', (_, name) => {
  const lines = markdownPage(pageWith(1, () => call(name))).split('\n');
  const row = lines.find((line) => line.startsWith('| +')) ?? '';
  // Bars that end cells: six columns.
  expect(cellsOf(row)).toHaveLength(6);
  expect(row).not.toMatch(/\u202e/);
});

test('no text, whatever is in it, adds a cell, a line, a tag or a mention', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...'|`\\<>&@#!*_~[]()\n\r\u202e ahttps://w.'.split('')), maxLength: 30 });
  fc.assert(
    fc.property(hostile, hostile, (name, sentence) => {
      const page = pageWith(1, () => ({ tone: 'plain', cells: [['+'], [name], [], [], [sentence], []] }));
      const rows = markdownPage(page)
        .split('\n')
        .filter((line) => line.startsWith('| +'));
      expect(rows).toHaveLength(1);
      expect(cellsOf(rows[0] ?? '')).toHaveLength(6);
      const prose = cellsOf(rows[0] ?? '').at(-2) ?? '';
      expect(prose.replaceAll('<!-- -->', '')).not.toMatch(/[<>]/);
      expect(prose).not.toMatch(/@\w|#\w/);
    }),
  );
});
