import { counted, type GraphSection } from '../../../lib/review';

/** The picture of the mesh with what its lines mean; nothing where nothing of the mesh is different. @param drawing of `drawGraph` */
export function meshPart({ nodes, left }: GraphSection, drawing: string): string {
  if (nodes.length === 0) return '';
  const leftOut = left === 0 ? '' : `<p class="proof">${counted(left, 'neighbour')} left out: a picture of hundreds says nothing.</p>\n`;
  const picture =
    drawing === ''
      ? `<p class="nothing">${counted(nodes.length, 'service')}, not drawn.</p>\n`
      : `${LEGEND}<div class="picture" tabindex="0" role="group" aria-label="Picture of the mesh, scrolls">\n${drawing}</div>\n`;
  return `<section aria-labelledby="mesh">
<h2 id="mesh">The changed part of the mesh <span class="count">${counted(nodes.length, 'service')}</span></h2>
${leftOut}${picture}</section>
`;
}

/** In the list of what is silent. */
export const SILENT_MESH = '<div id="mesh"><dt>The changed part of the mesh</dt><dd>no service and no call is different</dd></div>\n';

const LEGEND = `<ul class="legend" aria-label="What the lines mean">
<li class="added"><span aria-hidden="true">+ ───</span> added</li>
<li class="removed"><span aria-hidden="true">− ╌╌╌</span> removed</li>
<li class="changed"><span aria-hidden="true">~ ───</span> changed</li>
<li class="context"><span aria-hidden="true">───</span> as before</li>
<li><b aria-hidden="true">━━━</b> thick: opens something</li>
</ul>
`;
