import type { DomainGraph, GraphMember, GraphRequest } from './domain-graph';
import { compareRequests } from './rule';

/**
 * What two releases say of one domain, together: everything that one of them permits. Where both speak of one thing in
 * words that cannot be joined (owner, kind, path), the second has its way.
 */
export function uniteGraphs(deployed: DomainGraph, wanted: DomainGraph): DomainGraph {
  return { ...wanted, members: joined(deployed.members, wanted.members, ({ service }) => service, uniteMembers) };
}

function uniteMembers(deployed: GraphMember, wanted: GraphMember): GraphMember {
  const { service, kind, path } = wanted;
  const protocol = wanted.protocol ?? deployed.protocol;
  const direct = wanted.direct ?? deployed.direct;
  return {
    service,
    kind,
    path,
    ...(protocol === undefined ? {} : { protocol }),
    ...(direct === undefined ? {} : { direct }),
    ...given('offers', uniteOffers(deployed.offers, wanted.offers)),
    ...given('grants', both(deployed.grants, wanted.grants, byJson)),
    ...given(
      'calls',
      both(deployed.calls, wanted.calls, ({ to }) => to, uniteCalls),
    ),
    ...given(
      'callers',
      both(deployed.callers, wanted.callers, (caller) => caller.service, uniteCallers),
    ),
    ...given('routes', both(deployed.routes, wanted.routes, byJson)),
    ...given('secrets', both(deployed.secrets, wanted.secrets, byJson)),
    ...given(
      'keys',
      both(deployed.keys, wanted.keys, (key) => key),
    ),
  };
}

type Call = NonNullable<GraphMember['calls']>[number];
type Caller = NonNullable<GraphMember['callers']>[number];

function uniteCalls(deployed: Call, wanted: Call): Call {
  return {
    to: wanted.to,
    ...given(
      'may',
      both(deployed.may, wanted.may, (offer) => offer),
    ),
    ...given('allow', both(deployed.allow, wanted.allow, byJson)),
  };
}

function uniteCallers(deployed: Caller, wanted: Caller): Caller {
  if (deployed.requests === 'connection' || wanted.requests === 'connection') return { service: wanted.service, requests: 'connection' };
  const requests = joined(deployed.requests, wanted.requests, byJson);
  return { service: wanted.service, requests: [...requests].sort((a, b) => compareRequests(a.match, b.match)) };
}

function uniteOffers(deployed: GraphMember['offers'], wanted: GraphMember['offers']): GraphMember['offers'] {
  if (deployed === undefined || wanted === undefined) return wanted ?? deployed;
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(deployed)])].sort();
  return Object.fromEntries(
    names.map((name): [string, readonly GraphRequest[]] => [name, both(deployed[name], wanted[name], byJson) ?? []]),
  );
}

function given<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}

const byJson = (item: unknown): string => JSON.stringify(item);

/** One list of two that may not be there. */
function both<T>(
  deployed: readonly T[] | undefined,
  wanted: readonly T[] | undefined,
  keyOf: (item: T) => string,
  unite?: (deployed: T, wanted: T) => T,
): readonly T[] | undefined {
  return deployed === undefined || wanted === undefined ? (wanted ?? deployed) : joined(deployed, wanted, keyOf, unite);
}

/** Both lists by key, in the order of the keys, as the graph has them. */
function joined<T>(
  deployed: readonly T[],
  wanted: readonly T[],
  keyOf: (item: T) => string,
  unite: (deployed: T, wanted: T) => T = (_deployed, own) => own,
): readonly T[] {
  const before = new Map(deployed.map((item) => [keyOf(item), item]));
  const own = new Set(wanted.map(keyOf));
  const kept = deployed.filter((item) => !own.has(keyOf(item)));
  const united = wanted.map((item) => {
    const old = before.get(keyOf(item));
    return old === undefined ? item : unite(old, item);
  });
  if (kept.length === 0) return united;
  return [...united, ...kept].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
