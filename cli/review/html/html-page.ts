import { createHash } from 'node:crypto';
import type { Page } from '../../../lib/page';
import { escaped, escapedPlain } from './escape';
import { FACTS, factsPart } from './facts-part';
import { meshPart, SILENT_MESH } from './mesh-part';
import { unknownsPart, whyPart } from './reasons-part';
import { SectionLinks } from './section-links';
import { sectionPart, silencePart } from './section-part';
import { STYLE } from './style';
import { numbersPart, summaryPart, verdictPart } from './verdict-part';
import { SIGN_OF_TONE, WORD_OF_MARK } from './words';

/** Only the style below is let in: a page that somebody is sent can neither run nor load anything, whatever stands in it. */
const CONTENT_SECURITY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The page of a review as one file that needs nothing else: no script, nothing from the network. The same page is the same bytes.
 * @param drawing the graph as `drawGraph` draws it
 */
export function htmlPage(page: Page, drawing: string): string {
  const { facts, graph, numbers, sections, summary, unknowns, verdict } = page;
  const links = new SectionLinks(page);
  const spoken = sections.filter(({ rows }) => rows.length > 0);
  const silent = sections.filter(({ rows }) => rows.length === 0);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapedPlain(`${verdict.decision}: ${verdict.says} (${verdict.rule})`)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#why">Skip to the reasons</a>
${verdictPart(verdict)}<main>
${summaryPart(summary)}${numbersPart(numbers, links)}${whyPart(page, links)}${unknownsPart(unknowns, links)}${contents(page)}${spoken.length === 0 ? '' : SIGNS}${spoken.map(sectionPart).join('')}${meshPart(graph, drawing)}${silencePart(silent, graph.nodes.length === 0 ? [SILENT_MESH] : [])}</main>
${factsPart(facts)}</body>
</html>
`;
}

/** Ways to everything that has something to show. */
function contents({ sections, graph }: Page): string {
  const spoken = sections.filter(({ rows }) => rows.length > 0);
  const silent = sections.length > spoken.length || graph.nodes.length === 0;
  const items = [
    ...spoken.map(({ name, title, rows }) => [name, `${escaped(title)} <span class="count">${String(rows.length)}</span>`] as const),
    ...(graph.nodes.length === 0 ? [] : [['mesh', 'The changed part of the mesh'] as const]),
    ...(silent ? [['silence', 'Looked at, nothing found'] as const] : []),
    [FACTS, 'What is compared'] as const,
  ];
  return `<nav aria-label="Sections"><ul>\n${items.map(([id, title]) => `<li><a href="#${id}">${title}</a></li>\n`).join('')}</ul></nav>\n`;
}

/** How rows are marked, once for all tables. */
const SIGNS = `<ul class="legend signs" aria-label="How rows are marked">
${Object.entries(SIGN_OF_TONE)
  .map(([tone, sign]) =>
    sign === undefined ? '' : `<li class="${tone}"><span aria-hidden="true">${sign.shape}</span> ${sign.word}</li>\n`,
  )
  .join('')}${Object.entries(WORD_OF_MARK)
  .map(([mark, word]) => `<li><span aria-hidden="true">${mark}</span> ${word}</li>\n`)
  .join('')}</ul>
`;
