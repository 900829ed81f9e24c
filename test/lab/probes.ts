import type { DomainGraph, GraphMember, RequestMatch } from 'kumiki';
import { requestMatches } from '../../lib/mesh';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One call that is tried: by whom, to whom, and what; a connection is a call of tcp. */
export interface Probe {
  readonly caller: string;
  readonly callerDomain: string;
  readonly callee: string;
  readonly protocol: string;
  readonly request: Request | 'connection';
}

interface Member extends GraphMember {
  readonly domain: string;
}

/** Kinds that run all the time, with a sidecar, so that a probe can be sent as them. */
const CALLERS = new Set(['service', 'worker']);

const membersOf = (domains: readonly DomainGraph[]): readonly Member[] =>
  domains.flatMap(({ domain, members }) => members.map((member) => ({ ...member, domain })));

/** Calls that the program permits, as many as there are or as are wanted, chosen by the seed. */
export function declaredProbes(domains: readonly DomainGraph[], count: number, seed: number): readonly Probe[] {
  const members = membersOf(domains);
  const domainOf = new Map(members.filter(({ kind }) => CALLERS.has(kind)).map(({ service, domain }) => [service, domain]));
  const all = members
    .filter(({ kind, protocol }) => kind === 'service' && protocol !== undefined)
    .flatMap(({ service: callee, protocol = '', callers = [] }) =>
      callers.flatMap(({ service: caller, requests }) => {
        const callerDomain = domainOf.get(caller);
        if (callerDomain === undefined) return [];
        const samples = requests === 'connection' ? ['connection' as const] : samplesOf(requests);
        return samples.map((request) => ({ caller, callerDomain, callee, protocol, request }));
      }),
    );
  return chosen(all, count, seed);
}

/** Calls that nobody declared: by strangers to the callee, and by its callers of what they did not declare. */
export function undeclaredProbes(domains: readonly DomainGraph[], count: number, seed: number): readonly Probe[] {
  const members = membersOf(domains);
  const callers = members.filter(({ kind }) => CALLERS.has(kind));
  const callees = members.filter(({ kind, protocol }) => kind === 'service' && protocol !== undefined);
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const found = new Map<string, Probe>();
  for (let tries = 0; found.size < count && tries < count * 50; tries++) {
    const callee = pick(callees);
    if (callee === undefined) continue;
    const known = callee.callers ?? [];
    // Half of them are neighbours that ask for more than they may; strangers outnumber them by far.
    const neighbour = random() < 0.5 ? callers.find(({ service }) => service === pick(known)?.service) : undefined;
    const caller = neighbour ?? pick(callers);
    if (caller === undefined || caller.service === callee.service) continue;
    const granted = known.find(({ service }) => service === caller.service)?.requests;
    if (granted === 'connection') continue;
    const request: Probe['request'] =
      callee.protocol === 'tcp' ? 'connection' : (pick(requestsOf(callee)) ?? { method: 'GET', path: '/', headers: {} });
    if (
      request !== 'connection' &&
      granted?.some(({ match }) => requestMatches(match, request.method, request.path, request.headers)) === true
    )
      continue;
    const probe: Probe = {
      caller: caller.service,
      callerDomain: caller.domain,
      callee: callee.service,
      protocol: callee.protocol ?? '',
      request,
    };
    found.set(JSON.stringify(probe), probe);
  }
  return [...found.values()];
}

/** What is asked of a callee by others, and things that nobody asks for. */
function requestsOf({ callers = [], protocol }: Member): Request[] {
  const asked = callers.flatMap(({ requests }) => (requests === 'connection' ? [] : samplesOf(requests)));
  const method = protocol === 'grpc' ? 'POST' : 'GET';
  return [
    ...asked,
    { method, path: '/', headers: {} },
    { method, path: '/nobody/declared/this', headers: {} },
    { method: 'DELETE', path: '/', headers: {} },
  ];
}

/** A request for each rule; of a regular expression nobody can name an example. */
const samplesOf = (requests: readonly { readonly match: RequestMatch }[]): Request[] =>
  requests.filter(({ match }) => match.path.kind !== 'regex').map(({ match }) => sampleOf(match));

/** A request that a rule matches. */
export function sampleOf({ methods, path, headers }: RequestMatch): Request {
  return {
    method: methods[0] ?? 'GET',
    path: samplePath(path.kind, path.value),
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value ?? 'present'])),
  };
}

function samplePath(kind: string, value: string): string {
  if (kind === 'template') return value.replaceAll(/\{[^}]*\}/g, 'x1');
  return kind === 'prefix' ? `${value}x1` : value;
}

function chosen<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const random = randomOf(seed);
  return all
    .map((one) => ({ one, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ one }) => one);
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
