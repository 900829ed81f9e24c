import { counted, type GraphEdge, type GraphNode, type GraphSection } from '../../../lib/review';
import { escapedPlain } from './escape';
import { graphLayout, type Box, type EdgeLayout, type Layout, type Point } from './graph-layout';
import { edgeText, nodeText } from './graph-text';

/** The changed part of the mesh as SVG without colours: these are the page's, light and dark. Empty where nothing is to be drawn. */
export async function drawGraph(graph: GraphSection): Promise<string> {
  return graph.nodes.length === 0 ? '' : svgOf(await graphLayout(graph), graph);
}

function svgOf({ width, height, domains, nodes, edges }: Layout, graph: GraphSection): string {
  const [w, h] = [String(Math.ceil(width + 2 * MARGIN)), String(Math.ceil(height + 2 * MARGIN))];
  const box = `${String(-MARGIN)} ${String(-MARGIN)} ${w} ${h}`;
  // What changes lies above what does not, and no line crosses out a text.
  const lowFirst = [...edges].sort((a, b) => Number(isChanged(a.edge)) - Number(isChanged(b.edge)));
  const shapes = [
    ...domains.map(({ domain, box: around }) => domainShape(domain, around)),
    ...lowFirst.map(edgeShape),
    ...nodes.map(({ node, box: around }) => nodeShape(node, around)),
    ...lowFirst.map(edgeLabel),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="mesh" role="img" aria-labelledby="mesh-name mesh-words" width="${w}" height="${h}" viewBox="${box}">
<title id="mesh-name">The changed part of the mesh</title>
<desc id="mesh-words">${escapedPlain(inWords(graph))}</desc>
${shapes.join('')}</svg>
`;
}

/** What the lines leave at the border. */
const MARGIN = 8;

/** The picture for those who do not see it: how much it shows, and every call that changes. */
function inWords({ nodes, edges }: GraphSection): string {
  const changed = [...nodes.filter(({ state }) => state !== 'context').map(nodeWords), ...edges.filter(isChanged).map(edgeWords)];
  return `${counted(nodes.length, 'service')} and ${counted(edges.length, 'call')}. ${changed.map((words) => `${words}.`).join(' ')}`.trim();
}

function isChanged({ state }: GraphEdge): boolean {
  return state !== 'context';
}

function nodeWords({ id, kind, domain, state }: GraphNode): string {
  const words = [kind, ...(domain === undefined ? [] : [`of ${domain}`]), ...(state === 'context' ? [] : [state])];
  return `${id}: ${words.join(', ')}`;
}

function edgeWords({ from, to, state, effect, label }: GraphEdge): string {
  const words = [...(state === 'context' ? [] : [state]), ...(effect === 'neutral' ? [] : [effect]), ...(label === '' ? [] : [label])];
  return words.length === 0 ? `${from} → ${to}` : `${from} → ${to}: ${words.join(', ')}`;
}

function domainShape(domain: string, box: Box): string {
  return `<g class="domain"><rect ${rectangle(box)} rx="6"/><text ${at([box.x + 9, box.y + 14])}>${escapedPlain(domain)}</text></g>\n`;
}

function nodeShape(node: GraphNode, box: Box): string {
  const [name, kind] = nodeText(node);
  const middle = box.x + box.width / 2;
  // What is not a service of its own stands out by its form.
  const round = node.id === 'public' || node.id === '*' ? box.height / 2 : 5;
  return `<g class="node ${node.state}"><title>${escapedPlain(nodeWords(node))}</title><rect ${rectangle(box)} rx="${String(round)}"/><text ${at([middle, box.y + 17])}>${escapedPlain(name)}</text><text class="kind" ${at([middle, box.y + 30])}>${escapedPlain(kind)}</text></g>\n`;
}

function edgeShape({ edge, curve, tip }: EdgeLayout): string {
  const [start = tip, ...rest] = curve;
  const path = `M${pair(start)}C${rest.map(pair).join(' ')}`;
  return `<g class="edge ${edge.state} ${edge.effect}"><title>${escapedPlain(edgeWords(edge))}</title><path d="${path}"/><polygon points="${arrow(rest.at(-1) ?? start, tip)}"/></g>\n`;
}

function edgeLabel({ edge, label }: EdgeLayout): string {
  return label === undefined ? '' : `<text class="call ${edge.state}" ${at(label)}>${escapedPlain(edgeText(edge))}</text>\n`;
}

function arrow([x, y]: Point, tip: Point): string {
  const length = Math.hypot(tip[0] - x, tip[1] - y) || 1;
  const across: Point = [((tip[1] - y) / length) * 3.5, ((x - tip[0]) / length) * 3.5];
  return [tip, [x + across[0], y + across[1]] as const, [x - across[0], y - across[1]] as const].map(pair).join(' ');
}

function rectangle({ x, y, width, height }: Box): string {
  return `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
}

function at([x, y]: Point): string {
  return `x="${short(x)}" y="${short(y)}"`;
}

function pair([x, y]: Point): string {
  return `${short(x)},${short(y)}`;
}

/** A tenth of a point is finer than anybody sees. */
function short(length: number): string {
  return String(Math.round(length * 10) / 10);
}
