import { order, type Comparison, type Member } from './comparison';
import { writesFirst } from './spoken';
import type { CallChange, ExposureChange, GraphEdge, GraphNode, GraphSection } from './model';

/** Nodes of a picture that says something. */
const NODES = 80;
/** Nodes up to which one hop is drawn around everything. */
const READABLE = 12;

/** The changed part of the mesh: services that come or go, calls and public paths that change, and one hop around it. */
export function reviewGraph(
  { members, jobs }: Comparison,
  calls: readonly CallChange[],
  exposure: readonly ExposureChange[],
): GraphSection {
  const edges = new Map<string, GraphEdge>();
  const put = (edge: GraphEdge): void => {
    const key = `${edge.from} ${edge.to}`;
    if (!edges.has(key)) edges.set(key, edge);
  };
  for (const { from, to, change, effect, opened, closed, after } of calls)
    put({ from, to, state: change, effect, label: short(change === 'removed' ? closed : opened.length > 0 ? opened : after) });
  for (const { what, change, effect, at, host = '', method = '', path = '' } of exposure)
    if (what === 'route') put({ from: 'public', to: at, state: change, effect, label: `${method} ${host}${path}`.trim() });

  const states = new Map<string, GraphNode['state']>();
  for (const service of new Set([...members.base.keys(), ...members.head.keys()])) {
    if (!members.base.has(service)) states.set(service, 'added');
    else if (!members.head.has(service)) states.set(service, 'removed');
  }
  for (const { id } of jobs) if (members.head.has(id) && !states.has(id)) states.set(id, 'changed');
  const changed = new Set([...states.keys(), ...[...edges.values()].flatMap(({ from, to }) => [from, to])]);
  const drawn = new Set([...changed].sort(order).slice(0, NODES));
  let left = changed.size - drawn.size;
  const everywhere = new Set([...drawn].flatMap((service) => callsAround(service, members.head).flat()));
  const near = everywhere.size > READABLE ? around(states, [...edges.values()]) : () => true;
  for (const service of [...drawn].filter(near)) {
    for (const [from, to] of callsAround(service, members.head)) {
      const other = from === service ? to : from;
      if (!drawn.has(other) && drawn.size >= NODES) left++;
      else {
        drawn.add(other);
        put({ from, to, state: 'context', effect: 'neutral', label: '' });
      }
    }
  }
  const nodeOf = (id: string): GraphNode => {
    const member = members.head.get(id) ?? members.base.get(id);
    const kind = member?.kind ?? (id === 'public' ? 'public' : id === '*' ? 'everybody' : 'unknown');
    return { id, kind, ...(member === undefined ? {} : { domain: member.domain }), state: states.get(id) ?? 'context' };
  };
  return {
    nodes: [...drawn].sort(order).map(nodeOf),
    edges: [...edges.values()]
      .filter(({ from, to }) => drawn.has(from) && drawn.has(to))
      .sort((a, b) => order(`${a.from} ${a.to}`, `${b.from} ${b.to}`)),
    left,
  };
}

/**
 * Around what one hop is drawn where around everything would be too much: what comes or goes, and what is called by others
 * than before. A caller of these has many calls that stay as they are, and so has a job with other settings.
 */
function around(states: ReadonlyMap<string, GraphNode['state']>, edges: readonly GraphEdge[]): (service: string) => boolean {
  const called = new Set(edges.map(({ to }) => to));
  const is = (service: string): boolean => states.get(service) === 'added' || states.get(service) === 'removed' || called.has(service);
  return [...states.keys(), ...called].some(is) ? is : () => true;
}

function callsAround(service: string, members: ReadonlyMap<string, Member>): (readonly [from: string, to: string])[] {
  const member = members.get(service);
  return [
    ...(member?.calls ?? []).map(({ to }) => [service, to] as const),
    ...(member?.callers ?? []).map((caller) => [caller.service, service] as const),
  ];
}

function short(requests: readonly string[]): string {
  const [first = ''] = writesFirst(requests);
  return requests.length > 1 ? `${first} and ${String(requests.length - 1)} more` : first;
}
