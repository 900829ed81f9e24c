import colours from 'picocolors';
import type { Decision } from '../../lib/review';
import type { Page, PageRow, PageSection, Tone } from '../../lib/page';
import { visible } from '../../lib/problems';

/** What a person reads in a terminal. Rows stand below each other, since no terminal is as wide as the tables. */
export function textPage(page: Page, { colour }: { readonly colour: boolean }): string {
  const paint = paintsOf(colour);
  const { decision, rule, says, then } = page.verdict;
  const width = Math.max(...page.numbers.map(({ value }) => value.length));
  const empty = page.sections.filter(({ rows }) => rows.length === 0);
  return [
    `${paint.decision(decision)}  ${rule}: ${visible(says)}`,
    ...then.map((sentence) => `  ${visible(sentence)}`),
    '',
    ...(page.summary.length === 0 ? [] : [`  ${page.summary.map(visible).join('; ')}`, '']),
    ...page.numbers.map(({ label, value, isZero }) => (isZero ? paint.dim : paint.bold)(`  ${value.padEnd(width)}  ${label}`)),
    ...whyLines(page, paint),
    ...page.unknowns.flatMap(({ section, subject, why }, index) => [
      ...(index === 0 ? ['', paint.bold('Could not be decided, and is counted as broadened')] : []),
      `  ${section} of ${visible(subject)}: ${visible(why)}`,
    ]),
    ...page.sections.filter(({ rows }) => rows.length > 0).flatMap((section) => sectionLines(section, paint)),
    ...(empty.length === 0 ? [] : ['', paint.bold('Nothing in')]),
    ...empty.map(({ title, proof }) => paint.dim(`  ${title}${proof === undefined ? '' : `: ${visible(proof)}`}`)),
    '',
    ...page.facts.map(({ label, value }) => paint.dim(`${`${label}:`.padEnd(20)} ${visible(value)}`)),
    '',
  ].join('\n');
}

/** Rows of a section that a terminal shows; of one that is folded. Deletions are shown all. */
const ROWS = 100;
const FOLDED_ROWS = 20;

function whyLines({ why, whyMore }: Page, paint: Paints): string[] {
  if (why.length === 0) return [];
  return [
    '',
    paint.bold('Why'),
    ...why.map(
      ({ class: danger, about, decision, text, source }) =>
        `  ${danger} ${about} ${paint.decision(decision)}  ${visible(text)}${source === undefined ? '' : `  ${paint.dim(visible(source))}`}`,
    ),
    ...(whyMore === 0 ? [] : [`  and ${String(whyMore)} more`]),
  ];
}

function sectionLines(section: PageSection, paint: Paints): string[] {
  const { name, title, proof, rows, folded } = section;
  const shown = name === 'deletions' ? rows : rows.slice(0, folded ? FOLDED_ROWS : ROWS);
  const left = rows.length - shown.length;
  return [
    '',
    `${paint.bold(title)}${proof === undefined ? '' : paint.dim(`  ${visible(proof)}`)}`,
    ...shown.flatMap((row) => rowLines(section, row, paint)),
    ...(left === 0 ? [] : [`  and ${String(left)} more, which the page has`]),
  ];
}

/** What it is about on the first line, everything else below it, by the title of its column. */
function rowLines({ columns }: PageSection, { tone, cells }: PageRow, paint: Paints): string[] {
  const marks = columns.flatMap(({ as }, at) => (as === 'mark' ? (cells[at] ?? []) : []));
  const subject = columns.findIndex(({ as }) => as !== 'mark');
  const rest = columns.flatMap(({ title, as }, at) => {
    const lines = cells[at] ?? [];
    return at === subject || as === 'mark' || lines.length === 0
      ? []
      : [`      ${paint.dim(`${title}:`)} ${lines.map(visible).join('; ')}`];
  });
  return [`  ${paint.tone(`${marks.join('') || '·'} ${(cells[subject] ?? []).map(visible).join(' ')}`, tone)}`, ...rest];
}

interface Paints {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly decision: (decision: Decision) => string;
  readonly tone: (text: string, tone: Tone) => string;
}

function paintsOf(colour: boolean): Paints {
  const { bold, dim, green, red, yellow } = colours.createColors(colour);
  const plain = (text: string): string => text;
  const tones: Readonly<Record<Tone, (text: string) => string>> = { danger: red, caution: yellow, good: green, plain };
  const decisions: Readonly<Record<Decision, (text: string) => string>> = {
    BLOCK: red,
    'NEEDS TWO': red,
    'NEEDS ONE': yellow,
    AUTO: green,
  };
  return { bold, dim, decision: (decision) => bold(decisions[decision](decision)), tone: (text, tone) => tones[tone](text) };
}
