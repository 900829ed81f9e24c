import type { PageNumber, PageVerdict } from '../../../lib/page';
import { escaped, escapedName } from './escape';
import type { SectionLinks } from './section-links';
import { STYLE_OF_DECISION } from './words';

/** The first thing that is read: what is decided, why, and what has to happen now. */
export function verdictPart({ decision, rule, says, then }: PageVerdict): string {
  const sentences = then.map((sentence) => `<li>${escaped(sentence)}</li>\n`).join('');
  const now = then.length === 0 ? '' : `<h2 class="said">What has to happen now</h2>\n<ul class="then">\n${sentences}</ul>\n`;
  return `<header class="verdict ${STYLE_OF_DECISION[decision]}">
<h1><span class="said">Verdict: </span>${escaped(decision)}</h1>
<p class="says">${escaped(says)} <code class="rule">${escapedName(rule)}</code></p>
${now}</header>
`;
}

/** What it is about, by name. */
export function summaryPart(summary: readonly string[]): string {
  return summary.length === 0 ? '' : `<p class="summary">${summary.map((sentence) => escaped(sentence)).join('; ')}</p>\n`;
}

/** The five numbers, each with its way to the details. */
export function numbersPart(numbers: readonly PageNumber[], links: SectionLinks): string {
  const items = numbers.map(({ label, value, isZero, section }) => {
    const content = `<span class="label">${escaped(label)}</span> <span class="value">${escaped(value)}</span>`;
    return `<li${isZero ? ' class="zero"' : ''}>${links.to(section, content)}</li>\n`;
  });
  return `<section aria-labelledby="numbers">\n<h2 id="numbers" class="said">In numbers</h2>\n<ul class="numbers">\n${items.join('')}</ul>\n</section>\n`;
}
