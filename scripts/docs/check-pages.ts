// The pages of docs/checks/: one for every rule, written from the rule itself, and an index.
import { exampleFindings, RULES, type Rule } from '../../lib/checks';
import { formatProblems, PROBLEM_CODES } from '../../lib/problems';
import { ALL_CODES, codeFacts, exampleText, placeText, severityText } from '../../lib/report';
import { fence } from './estate';
import { parsePage, type Page } from './page';
import { table } from './source';

const FOLDER = 'docs/checks/';
/** Lines of a page fit beside the contents of a site. */
const WIDTH = 100;

/** Pages that rules still have to get, empty; and those whose rule is gone. */
export function changedRulePages(pages: readonly Page[]): { readonly missing: readonly Page[]; readonly gone: readonly Page[] } {
  const wanted = new Map(RULES.map(({ code }) => [codeFacts(code).page, code] as const));
  const known = new Set(pages.map(({ path }) => path));
  return {
    missing: [...wanted]
      .filter(([path]) => !known.has(path))
      .map(([path, code]) => parsePage(path, `# ${code}\n\n<!-- generated: rule ${code} -->\n\n<!-- /generated -->\n`)),
    gone: pages.filter(({ path }) => path.startsWith(FOLDER) && path !== `${FOLDER}README.md` && !wanted.has(path)),
  };
}

/** What a rule protects from, what trips it, and what it says then. */
export function rulePage(code: string): string {
  const rule = RULES.find((known) => known.code === code);
  if (rule === undefined) throw new Error(`there is no rule ${code}`);
  const found = exampleFindings(rule, 'trips').filter((problem) => problem.code === code);
  const { title } = codeFacts(rule.code);
  return [
    `${capital(title)}.`,
    `**Severity:** ${severityText(rule)}.`,
    rule.protects,
    `Known from: ${rule.source}.`,
    ...factsPart(rule),
    '## What trips it',
    `${capital(placeText(rule))}, in the words of the API:`,
    fence('json', exampleText(rule.trips, WIDTH)),
    'It says:',
    fence('text', formatProblems(found)),
    '## What does not',
    fence('json', exampleText(rule.passes, WIDTH)),
  ].join('\n\n');
}

/** Every code: rules lead to their page, the others to the page of problems where it has a section for them. */
export function codesIndex(problems: Page): string {
  const sections = new Set([...problems.text.matchAll(/^### ([A-Z-]+)$/gm)].map(([, code = '']) => code));
  return table(
    ['code', 'severity', 'what it means'],
    ALL_CODES.map((code) => {
      const { title, rule, page } = codeFacts(code);
      const name = `\`${code}\``;
      if (rule !== undefined) return [`[${name}](${page.slice(FOLDER.length)})`, severityText(rule), title];
      return [sections.has(code) ? `[${name}](../problems.md#${code.toLowerCase()})` : name, '', title];
    }),
  );
}

/** The table of docs/problems.md. */
export function codesTable(): string {
  return table(
    ['code', 'what it means'],
    Object.entries(PROBLEM_CODES).map(([code, title]) => {
      const { rule, page } = codeFacts(code as keyof typeof PROBLEM_CODES);
      return [rule === undefined ? `\`${code}\`` : `[\`${code}\`](${page.replace(/^docs\//, '')})`, title];
    }),
  );
}

function factsPart(rule: Rule): string[] {
  if (rule.on === 'estate' || rule.facts === undefined) return [];
  return ['The examples need these facts of the platform:', fence('json', exampleText(rule.facts, WIDTH))];
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
