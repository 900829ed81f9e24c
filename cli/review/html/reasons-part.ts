import type { Page, PageReason } from '../../../lib/page';
import { counted, type Unknown } from '../../../lib/review';
import { escaped, escapedName } from './escape';
import type { SectionLinks } from './section-links';
import { STYLE_OF_DECISION } from './words';

/** Why it is decided like this: the most dangerous things, each with its way to the details. */
export function whyPart({ why, whyMore, sections }: Page, links: SectionLinks): string {
  const more = counted(whyMore, 'more reason');
  const hasAll = sections.some(({ name, rows }) => name === 'dangers' && rows.length > 0);
  const rest = whyMore === 0 ? '' : `<p class="more">${hasAll ? `<a href="#dangers">${more}</a>` : more}</p>\n`;
  const order = why.length === 0 ? '' : ' <span class="aside">worst first; of the classes D5 is the worst</span>';
  const list =
    why.length === 0
      ? '<p class="nothing">Nothing of what differs is dangerous.</p>\n'
      : `<ol class="why">\n${why.map((reason) => reasonItem(reason, links)).join('')}</ol>\n`;
  return `<section aria-labelledby="why">
<h2 id="why">Why${order}</h2>
${list}${rest}</section>
`;
}

function reasonItem(reason: PageReason, links: SectionLinks): string {
  const { decision, rule, section, source, text } = reason;
  const place = source === undefined ? '' : ` <code class="source">${escapedName(source)}</code>`;
  return `<li><span class="badge ${STYLE_OF_DECISION[decision]}"><span class="said">class </span>${escaped(reason.class)}</span>
<div><p class="text">${links.to(section, escaped(text))}</p>
<p class="meta"><span>${escaped(reason.about)}</span> <span>${escaped(decision)}</span> <code>${escapedName(rule)}</code>${place}</p></div></li>
`;
}

/** What could not be decided: said also where it is nothing, because then the rest can be believed. */
export function unknownsPart(unknowns: readonly Unknown[], links: SectionLinks): string {
  if (unknowns.length === 0) return '<p class="nothing" id="unknowns">Everything could be decided: nothing is unknown.</p>\n';
  const items = unknowns.map(({ section, subject, why }) => {
    return `<li>${links.to(section, escapedName(subject), ' class="name"')}: <span>${escaped(why)}</span> <span class="meta">· ${escaped(links.titleOf(section))}</span></li>\n`;
  });
  return `<section class="unknowns" aria-labelledby="unknowns">
<h2 id="unknowns">Not decided <span class="aside">${counted(unknowns.length, 'thing')}, each counted as broadened</span></h2>
<ul>
${items.join('')}</ul>
</section>
`;
}
