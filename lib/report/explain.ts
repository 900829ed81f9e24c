import { exampleFindings, type Rule } from '../checks';
import { formatProblems, type ProblemCode } from '../problems';
import { ALL_CODES, codeFacts, severityText } from './code-facts';
import { readableJson } from './readable-json';

/** One code as a person reads of it in a terminal. @param manual where the pages of docs/ are served */
export function explainCode(code: ProblemCode, manual?: string): string {
  const { title, rule, page } = codeFacts(code);
  const parts = [`${code}: ${title}`, ...(rule === undefined ? [WITHOUT_RULE] : ruleParts(rule)), `page: ${pageUrl(page, manual)}`];
  return `${parts.join('\n\n')}\n`;
}

/** Every code with its severity and title, a line each. */
export function explainAll(): string {
  const lines = ALL_CODES.map((code) => {
    const { title, rule } = codeFacts(code);
    return `${code.padEnd(WIDTH)}  ${(rule?.severity ?? '').padEnd('warning'.length)}  ${title}\n`;
  });
  return `${lines.join('')}\nkumiki explain CODE says more of one.\n`;
}

/** Address of a page of the manual. @param page below the repository, `docs/problems.md` */
export function pageUrl(page: string, manual: string | undefined): string {
  return manual === undefined ? page : `${manual.replace(/\/$/, '')}/${page.replace(/^docs\//, '')}`;
}

const WIDTH = Math.max(...ALL_CODES.map((code) => code.length));

/** What constructs and models say has no rule of its own. */
const WITHOUT_RULE = 'It is said where a program or a job is read, with the place, the limit and the change to make.';

function ruleParts(rule: Rule): string[] {
  const { protects, source, trips, passes } = rule;
  const found = exampleFindings(rule, 'trips').filter(({ code }) => code === rule.code);
  return [
    `${severityText(rule)}. ${protects}`,
    `source: ${source}`,
    `This ${placeText(rule)} trips it:`,
    indented(exampleText(trips)),
    'It says:',
    indented(formatProblems(found)),
    'This one does not:',
    indented(exampleText(passes)),
  ];
}

/** What the examples of a rule are parts of. */
export function placeText({ on }: Rule): string {
  return on === 'estate' ? 'estate' : `part of a ${on}`;
}

/** An example as JSON for people. */
export function exampleText(example: object, width?: number): string {
  const plain: unknown = JSON.parse(JSON.stringify(example, (_, value: unknown) => (value instanceof Map ? [...value] : value)));
  return readableJson(plain, width);
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}
