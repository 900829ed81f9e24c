import { once } from '../model';
import { isContract } from './contract';
import { destinationOf, type Call, type Member, type MeshGraph, type Route } from './graph';
import type { Permissions } from './permissions';
import { requestText, type RequestMatch } from './rule';

/** Version of the form below: a change that readers must know of raises it. */
export const GRAPH_VERSION = 1;

/** A request as the file has it: the text people read, and what it is made of. */
export interface GraphRequest {
  /** For people and reviews: `GET /accounts/{id}/balance`. */
  readonly text: string;
  /** For programs. */
  readonly match: RequestMatch;
}

/** One service, worker, batch job, edge, gateway, agent or external system of a domain. */
export interface GraphMember {
  /** Consul service name, `sec-orders`. */
  readonly service: string;
  /** What it is: `service`, `worker`, `batch`, `agent`, `edge`, `egress` or `external`. */
  readonly kind: string;
  /** Construct path, `trading/orders`. */
  readonly path: string;
  /** Absent where nobody can call. */
  readonly protocol?: string;
  /** Reached without the mesh. */
  readonly direct?: true;
  /** Offer → requests. */
  readonly offers?: Readonly<Record<string, readonly GraphRequest[]>>;
  /** The callee's word. */
  readonly grants?: readonly {
    /** `service` or `domain` → its name. */
    readonly caller: Readonly<Record<string, string>>;
    /** Offers, sorted; empty for tcp. */
    readonly may: readonly string[];
  }[];
  /** The caller's word. */
  readonly calls?: readonly {
    /** Consul service name of the destination. */
    readonly to: string;
    /** Offers of its contract, sorted. Absent where none is named. */
    readonly may?: readonly string[];
    /** Requests within the domain. Absent where none is named. */
    readonly allow?: readonly GraphRequest[];
  }[];
  /** Both words together: who may call this, as the intentions say it. `connection` stands for a whole tcp connection. */
  readonly callers?: readonly {
    /** Consul service name of the caller. */
    readonly service: string;
    /** What it may ask. */
    readonly requests: readonly GraphRequest[] | 'connection';
  }[];
  /** Public ways in. */
  readonly routes?: readonly {
    /** Consul service name of the edge. */
    readonly edge: string;
    /** Host name. */
    readonly host: string;
    /** What is routed, as the client sends it. */
    readonly request: GraphRequest;
  }[];
  /** What the job reads in Vault. */
  readonly secrets?: readonly {
    /** Path in Vault, `database/creds/orders-rw`. */
    readonly path: string;
    /** What the job's policy allows there. */
    readonly capabilities: readonly string[];
  }[];
  /** What the job reads in Consul. */
  readonly keys?: readonly string[];
}

/** What one domain says in the mesh, as plain data: `mesh/<domain>.json`. */
export interface DomainGraph {
  /** Version of this form; a reader refuses one that it does not know. */
  readonly version: typeof GRAPH_VERSION;
  /** Id of the DomainStack. */
  readonly domain: string;
  /** The team that answers for the domain. */
  readonly owner: string;
  /** Nomad namespace of its jobs. */
  readonly namespace: string;
  /** Everything of the domain that has an identity in the mesh, sorted by Consul service name. */
  readonly members: readonly GraphMember[];
}

/** An index of the graph by domain, made once for all domains. */
interface GraphIndex {
  readonly members: ReadonlyMap<string, readonly Member[]>;
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  readonly routes: ReadonlyMap<string, readonly Route[]>;
}

/** The part of a sealed graph that one domain answers for. */
export function domainGraph(
  graph: MeshGraph,
  domain: string,
  { owner, namespace }: { readonly owner: string; readonly namespace: string },
  permissions: Permissions,
  fullName: (id: string) => string,
): DomainGraph {
  const index = indexOf(graph);
  const members = (index.members.get(domain) ?? []).map((member): GraphMember => {
    const calls = index.calls.get(member.name) ?? [];
    const routes = index.routes.get(member.name) ?? [];
    const callers = permissions.get(member.name);
    const secrets = graph.secretReads.get(member.name);
    const keys = graph.keyReads.get(member.name);
    return {
      service: member.name,
      kind: member.kind,
      path: member.path,
      ...(member.protocol === undefined ? {} : { protocol: member.protocol }),
      ...(member.direct ? { direct: true as const } : {}),
      ...(isContract(member.contract) && Object.keys(member.contract.offers).length > 0
        ? { offers: offersOf(member.contract.offers) }
        : {}),
      ...(member.grants.length === 0
        ? {}
        : { grants: member.grants.map(({ caller, may }) => ({ caller: { ...caller }, may: [...may].sort() })).sort(byJson) }),
      ...(calls.length === 0 ? {} : { calls: mergeCalls(calls, fullName) }),
      ...(callers === undefined
        ? {}
        : {
            callers: [...callers].map(([service, permission]) => ({
              service,
              requests: permission.kind === 'connection' ? ('connection' as const) : permission.requests.map(graphRequest),
            })),
          }),
      ...(routes.length === 0
        ? {}
        : {
            routes: routes
              .map(({ edge, host, request }) => ({ edge: fullName(edge.edge), host, request: graphRequest(request) }))
              .sort(byJson),
          }),
      ...(secrets === undefined ? {} : { secrets: unique(secrets.map(({ path, capabilities }) => ({ path, capabilities }))) }),
      ...(keys === undefined ? {} : { keys }),
    };
  });
  return { version: GRAPH_VERSION, domain, owner, namespace, members };
}

const indexOf = once((graph: MeshGraph): GraphIndex => ({
  members: groupBy(graph.sortedMembers(), ({ domain }) => domain),
  calls: groupBy(graph.calls, ({ from }) => from),
  routes: groupBy(graph.routes, ({ to }) => to),
}));

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function offersOf(offers: Readonly<Record<string, readonly { readonly request: RequestMatch }[]>>): Record<string, GraphRequest[]> {
  return Object.fromEntries(
    Object.keys(offers)
      .sort()
      .map((name) => [name, (offers[name] ?? []).map(({ request }) => graphRequest(request)).sort(byJson)]),
  );
}

/** One line per destination, however often it was said. */
function mergeCalls(calls: readonly Call[], fullName: (id: string) => string): NonNullable<GraphMember['calls']> {
  const byTarget = groupBy(calls, ({ to }) => destinationOf(to, fullName));
  return [...byTarget.keys()].sort().map((to) => {
    const said = byTarget.get(to) ?? [];
    const may = [...new Set(said.flatMap(({ offers }) => offers))].sort();
    const allow = unique(said.flatMap((call) => call.allow.map(graphRequest)));
    return { to, ...(may.length === 0 ? {} : { may }), ...(allow.length === 0 ? {} : { allow }) };
  });
}

function graphRequest(match: RequestMatch): GraphRequest {
  return { text: requestText(match), match };
}

function unique<T>(items: readonly T[]): T[] {
  const byText = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byText.keys()].sort().flatMap((key) => byText.get(key) ?? []);
}

function byJson(a: unknown, b: unknown): number {
  const left = JSON.stringify(a);
  const right = JSON.stringify(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
