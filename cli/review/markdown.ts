import type { Page, PageColumn, PageRow, PageSection, Tone } from '../../lib/page';
import { visible } from '../../lib/problems';

/** By this a pipeline finds its own comment again, and updates it. */
export const MARKER = '<!-- kumiki-review -->';

/** Most characters of a comment: GitHub takes 65,536, GitLab 1,000,000. */
export const GITHUB_LIMIT = 65_536;

/**
 * The page as a comment of a pull request. Where it would be longer than the limit, the rows that matter least are left out,
 * and each table says how many: nothing is cut in silence.
 * @param limit most characters, at least 4,000
 */
export function markdownPage(page: Page, { limit = GITHUB_LIMIT }: { readonly limit?: number } = {}): string {
  const head = headOf(page);
  const tail = tailOf(page);
  const filled = page.sections.filter(({ rows }) => rows.length > 0);
  let left = limit - head.length - tail.length;
  const frames = filled.map(frameOf);
  // Every section keeps its title and the word of what is left out.
  for (const { open, close } of frames) left -= open.length + close.length + LEFT_OUT_LENGTH;
  const kept = new Map<PageSection, string[]>();
  for (const section of [...filled].sort((a, b) => urgencyOf(a) - urgencyOf(b))) {
    const rows: string[] = [];
    for (const row of section.rows) {
      const line = rowLine(section.columns, row);
      if (line.length > left) break;
      left -= line.length;
      rows.push(line);
    }
    kept.set(section, rows);
  }
  const bodies = filled.map((section, index) => {
    const { open, close } = frames[index] ?? { open: '', close: '' };
    const rows = kept.get(section) ?? [];
    return `${open}${rows.join('')}${leftOut(section.rows.length - rows.length, section.rows.length)}${close}`;
  });
  return `${head}${bodies.join('')}${tail}`;
}

const LEFT_OUT_LENGTH = 120;

function leftOut(rows: number, of: number): string {
  return rows === 0 ? '' : `\n**${String(rows)} of ${String(of)} rows do not fit into a comment; the HTML page has them all.**\n`;
}

const URGENCY: Readonly<Record<Tone, number>> = { danger: 0, caution: 1, good: 2, plain: 3 };

/** What breaks or broadens first; what is folded last. */
function urgencyOf({ rows, folded }: PageSection): number {
  return rows.reduce((most, { tone }) => Math.min(most, URGENCY[tone]), URGENCY.plain) + (folded ? 4 : 0);
}

const SIGNS = { BLOCK: '⛔', 'NEEDS TWO': '🟠', 'NEEDS ONE': '🟡', AUTO: '🟢' } as const;

function headOf({ verdict, summary, numbers, why, whyMore, unknowns }: Page): string {
  const { decision, rule, says, then } = verdict;
  return [
    MARKER,
    `## ${SIGNS[decision]} ${decision}: ${prose(says)}`,
    '',
    ...then.map((sentence) => `${prose(sentence)}  `),
    `decided by rule ${code(rule)}`,
    '',
    ...(summary.length === 0 ? [] : [summary.map(prose).join('; '), '']),
    `| ${numbers.map(({ label }) => prose(label)).join(' | ')} |`,
    `|${numbers.map(() => ' :-: |').join('')}`,
    `| ${numbers.map(({ value, isZero }) => (isZero ? prose(value) : `**${prose(value)}**`)).join(' | ')} |`,
    ...(why.length === 0 ? [] : ['', '### Why', '']),
    ...why.map(
      ({ class: danger, about, decision: asked, text, source }) =>
        `1. **${danger} ${about}** ${prose(text)} (${asked})${source === undefined ? '' : ` ${code(source)}`}`,
    ),
    ...(whyMore === 0 ? [] : ['', `and ${String(whyMore)} more, below`]),
    ...unknownLines(unknowns),
    '',
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** Unknowns that the head of a comment lists; the number of all is said. */
const UNKNOWNS = 10;

function unknownLines(unknowns: Page['unknowns']): string[] {
  if (unknowns.length === 0) return [];
  const shown = unknowns.slice(0, UNKNOWNS);
  const left = unknowns.length - shown.length;
  return [
    '',
    `### ${String(unknowns.length)} could not be decided, and ${unknowns.length === 1 ? 'is' : 'are'} counted as broadened`,
    '',
    ...shown.map(({ section, subject, why }) => `- ${section} of ${code(subject)}: ${prose(why)}`),
    ...(left === 0 ? [] : [`- and ${String(left)} more, which the HTML page has`]),
  ];
}

function tailOf({ sections, facts }: Page): string {
  const proven = sections.filter(({ rows, proof }) => rows.length === 0 && proof !== undefined);
  return [
    ...(proven.length === 0 ? [] : ['', '### Nothing in', '']),
    ...proven.map(({ title, proof = '' }) => `- ${prose(title)}: ${prose(proof)}`),
    '',
    '<details><summary>What was compared</summary>',
    '',
    '| | |',
    '| :- | :- |',
    ...facts.map(({ label, value }) => `| ${prose(label)} | ${cellCode(value)} |`),
    '',
    '</details>',
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** What stands around the rows of a section. */
function frameOf({ title, proof, columns, rows, folded }: PageSection): { readonly open: string; readonly close: string } {
  const said = proof === undefined ? [] : [prose(proof), ''];
  const table = [
    `| ${columns.map((column) => prose(column.as === 'mark' ? '' : column.title)).join(' | ')} |`,
    `|${columns.map(alignment).join('')}`,
  ];
  const lines = folded
    ? ['', `<details><summary>${prose(title)} (${String(rows.length)})</summary>`, '', ...said, ...table]
    : ['', `### ${prose(title)}`, '', ...said, ...table];
  return { open: lines.map((line) => `${line}\n`).join(''), close: folded ? '\n</details>\n' : '' };
}

function alignment({ as }: PageColumn): string {
  return as === 'number' ? ' -: |' : ' :- |';
}

const TONES: Readonly<Record<Tone, string>> = { danger: '🔴', caution: '🟡', good: '🟢', plain: '' };

function rowLine(columns: readonly PageColumn[], { tone, cells }: PageRow): string {
  const subject = columns.findIndex(({ as }) => as !== 'mark');
  const written = columns.map(({ as }, at) => {
    const lines = (cells[at] ?? []).map((line) => (as === 'name' ? cellCode(line) : prose(line))).join('<br>');
    return at === subject && TONES[tone] !== '' ? `${TONES[tone]} ${lines}` : lines;
  });
  return `| ${written.join(' | ')} |\n`;
}

/** Fixed-width text that nothing in it can end. */
function code(text: string): string {
  const shown = visible(text);
  const ticks = [...shown.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(ticks + 1);
  const pad = ticks === 0 ? '' : ' ';
  return shown.trim() === '' ? '' : `${fence}${pad}${shown}${pad}${fence}`;
}

/** A bar would end the cell of a table even in fixed-width text. A backslash saves it, unless there is one before. */
function cellCode(text: string): string {
  const isSaved = !text.includes('\\') || !text.includes('|');
  return isSaved ? code(text).replaceAll('|', '\\|') : `<code>${prose(text)}</code>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const MARKS = /[&<>]|[\\`*_{}[\]|~]|[@#!](?=\w)|\b(?:https?|www)(?=[:.])/gi;

/** Text in which nothing is markup, mentions somebody, or links to an issue or a page. */
function prose(text: string): string {
  return visible(text).replace(MARKS, (mark) => ENTITIES[mark] ?? (/^[\\`*_{}[\]|~]$/.test(mark) ? `\\${mark}` : `${mark}<!-- -->`));
}
