import type * as Viz from '@viz-js/viz';
import type { GraphEdge, GraphNode, GraphSection } from '../../../lib/review';
import { visible } from '../../../lib/problems';
import { NODE_LETTER, nodeText, edgeText, lettersOf } from './graph-text';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

/** Where everything lies, in points from the top left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly domains: readonly { readonly domain: string; readonly box: Box }[];
  readonly nodes: readonly { readonly node: GraphNode; readonly box: Box }[];
  readonly edges: readonly EdgeLayout[];
}

export interface EdgeLayout {
  readonly edge: GraphEdge;
  /** Start and control points of the curve, up to the arrow. */
  readonly curve: readonly Point[];
  readonly tip: Point;
  /** Middle of the label. */
  readonly label?: Point;
}

/** What Graphviz answers, as far as it is read. */
interface Answer {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos?: string; readonly bb?: string }[];
  readonly edges?: readonly { readonly id: string; readonly pos: string; readonly lp?: string }[];
}

const INCH = 72;
const NODE_HEIGHT = 38;

/** Graphviz places, and nothing else: it gets sizes instead of texts, so nothing that somebody wrote is ever read by it. */
export async function graphLayout({ nodes, edges }: GraphSection): Promise<Layout> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- takes longer to load than all the rest of a review
  const { instance } = require('@viz-js/viz') as typeof Viz;
  const viz = await instance();
  const answer = JSON.parse(viz.renderString(question(nodes, edges), { format: 'json', engine: 'dot', yInvert: true })) as Answer;
  return layoutOf(answer, nodes, edges);
}

function question(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Viz.Graph {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${String(index)}`]));
  const domains = domainsOf(nodes);
  return {
    directed: true,
    graphAttributes: { rankdir: 'LR', nodesep: 0.22, ranksep: 0.7, fontname: 'Courier', fontsize: 11 },
    nodeAttributes: { shape: 'box', fixedsize: true, label: '' },
    edgeAttributes: { fontname: 'Courier', fontsize: 10, arrowsize: 0.7 },
    nodes: nodes.map((node, index) => ({
      name: `n${String(index)}`,
      attributes: { width: widthOf(node) / INCH, height: NODE_HEIGHT / INCH },
    })),
    edges: edges.flatMap((edge, index) => {
      const [tail, head] = [names.get(edge.from), names.get(edge.to)];
      if (tail === undefined || head === undefined) return [];
      const label = 'x'.repeat(lettersOf(edgeText(edge)));
      return [{ tail, head, attributes: { id: String(index), ...(label === '' ? {} : { label }) } }];
    }),
    subgraphs: domains.map((domain, index) => ({
      name: `cluster_${String(index)}`,
      graphAttributes: { label: 'x'.repeat(lettersOf(visible(domain))), margin: 10 },
      nodes: nodes.flatMap((node, at) => (node.domain === domain ? [{ name: `n${String(at)}` }] : [])),
    })),
  };
}

function widthOf(node: GraphNode): number {
  return Math.max(...nodeText(node).map(lettersOf)) * NODE_LETTER + 24;
}

function domainsOf(nodes: readonly GraphNode[]): string[] {
  return [...new Set(nodes.flatMap(({ domain }) => (domain === undefined ? [] : [domain])))].sort();
}

function layoutOf({ bb, objects = [], edges: places = [] }: Answer, nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Layout {
  const whole = boxOf(bb);
  const found = new Map(objects.map((object) => [object.name, object]));
  return {
    width: whole.width,
    height: whole.height,
    domains: domainsOf(nodes).flatMap((domain, index) => {
      const corners = found.get(`cluster_${String(index)}`)?.bb;
      return corners === undefined ? [] : [{ domain, box: boxOf(corners) }];
    }),
    nodes: nodes.map((node, index) => {
      const [x, y] = pointOf(found.get(`n${String(index)}`)?.pos ?? '');
      const width = widthOf(node);
      return { node, box: { x: x - width / 2, y: y - NODE_HEIGHT / 2, width, height: NODE_HEIGHT } };
    }),
    edges: places.flatMap(({ id, pos, lp }) => {
      const edge = edges[Number(id)];
      // `e,x,y` is the tip of the arrow; the rest is the curve.
      const [tip = '', ...curve] = pos.split(' ');
      if (edge === undefined || curve.length === 0) return [];
      return [
        { edge, curve: curve.map(pointOf), tip: pointOf(tip.replace('e,', '')), ...(lp === undefined ? {} : { label: pointOf(lp) }) },
      ];
    }),
  };
}

function pointOf(text: string): Point {
  const [x = 0, y = 0] = text.split(',').map(Number);
  return [x, y];
}

function boxOf(text: string): Box {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = text.split(',').map(Number);
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
}
