import { nearest, type Problem } from '../problems';
import { isContract, type DirectContract, type Grant, type ServiceContract } from './contract';
import type { Call, Member, MeshGraph, Route } from './graph';
import { compareRequests, requestKey, requestText, type RequestMatch } from './rule';

/** What one caller may do at one callee. */
export type Permission = { readonly kind: 'connection' } | { readonly kind: 'requests'; readonly requests: readonly RequestMatch[] };

/** Who may call a destination: caller's service name → permission. */
export type PermissionsOf = ReadonlyMap<string, Permission>;

/** Destination's service name → who may call it. Every member that can be called has an entry, if an empty one. */
export type Permissions = ReadonlyMap<string, PermissionsOf>;

export interface ResolvedMesh {
  readonly permissions: Permissions;
  readonly problems: readonly Problem[];
}

/**
 * The intersection of what callers ask and callees grant. Linear in members, calls, grants and rules.
 * @param fullName short name → Consul service name
 */
export function resolvePermissions(graph: MeshGraph, fullName: (id: string) => string): ResolvedMesh {
  const resolver = new Resolver(graph, fullName);
  for (const call of graph.calls) resolver.call(call);
  for (const route of graph.routes) resolver.route(route);
  resolver.unusedGrants();
  return { permissions: resolver.permissions(), problems: resolver.problems };
}

class Resolver {
  readonly problems: Problem[] = [];
  readonly #graph: MeshGraph;
  readonly #fullName: (id: string) => string;
  readonly #found = new Map<string, Map<string, Map<string, RequestMatch>>>();
  readonly #grants = new Map<string, GrantIndex>();
  readonly #acceptances = new Map<string, ReadonlySet<string>>();

  constructor(graph: MeshGraph, fullName: (id: string) => string) {
    this.#graph = graph;
    this.#fullName = fullName;
    for (const member of graph.members.values()) {
      if (member.protocol !== undefined) this.#found.set(member.name, new Map());
      if (member.grants.length > 0) this.#grants.set(member.name, new GrantIndex(member.grants));
      this.#checkContract(member);
    }
    for (const { edge, domain, hosts } of graph.acceptances) {
      const key = `${edge}\n${domain}`;
      this.#acceptances.set(key, new Set([...(this.#acceptances.get(key) ?? []), ...hosts]));
    }
  }

  call(call: Call): void {
    const caller = this.#graph.members.get(call.from);
    if (caller === undefined) return; // its name was taken: reported there
    const contract = call.to.contract;
    const name = contract === undefined ? call.to.service : this.#fullName(contract.service);
    const callee = this.#graph.members.get(name);
    if (callee === undefined) {
      this.#unknownService(call, caller, name);
      return;
    }
    if (callee.name === caller.name) {
      this.#report(call, caller, {
        code: 'MESH-SELF',
        message: `${caller.id} declares itself as an upstream`,
        fix: 'call 127.0.0.1 and the own port instead',
      });
      return;
    }
    if (callee.protocol === undefined) {
      this.#report(call, caller, {
        code: 'MESH-PROTOCOL',
        message: `${callee.id} is a ${callee.kind} and listens on no port`,
        fix: 'make it a SecuritiesService, or call another',
      });
      return;
    }
    if (contract !== undefined && !this.#isOwnersContract(call, caller, callee, contract)) return;
    const requests =
      callee.domain === caller.domain ? this.#ownDomain(call, caller, callee) : this.#acrossDomains(call, caller, callee, contract);
    if (requests === undefined) return;
    const impossible = callee.protocol === 'grpc' ? requests.find(neverGrpc) : undefined;
    if (impossible !== undefined) {
      this.#report(call, caller, {
        code: 'MESH-PROTOCOL',
        message: `${callee.id} speaks grpc, where every call is a POST: this rule never matches`,
        value: requestText(impossible),
        fix: "use GrpcRule.service('package.Service') or GrpcRule.method('package.Service/Method')",
      });
      return;
    }
    this.#allow(callee.name, caller.name, requests);
  }

  route(route: Route): void {
    const edgeName = this.#fullName(route.edge.edge);
    const edge = this.#graph.members.get(edgeName);
    const target = this.#graph.members.get(route.to);
    if (target === undefined) return;
    const at = `exposeThrough(${route.edge.edge})`;
    if (edge?.kind !== 'edge') {
      this.problems.push({
        code: 'STACK-MISSING',
        severity: 'error',
        path: target.path,
        source: route.site.text,
        at,
        message: `no EdgeLoadBalancer ${route.edge.edge} is defined in this app`,
        fix: `define it in the domain ${route.edge.domain}, or correct the contract`,
      });
      return;
    }
    if (target.protocol === undefined || target.protocol === 'tcp') {
      this.problems.push({
        code: 'MESH-PROTOCOL',
        severity: 'error',
        path: target.path,
        source: route.site.text,
        at,
        message: `a route needs a service that speaks http, http2 or grpc`,
        value: target.protocol ?? 'no port',
        fix: 'give the service an http-like port',
      });
      return;
    }
    const hosts = this.#acceptances.get(`${route.edge.edge}\n${target.domain}`);
    if (hosts?.has(route.host) !== true) {
      this.problems.push({
        code: 'EDGE-NOT-ACCEPTED',
        severity: 'error',
        path: target.path,
        source: route.site.text,
        at,
        message: `the edge ${route.edge.edge} does not accept ${route.host} from the domain ${target.domain}`,
        value: route.host,
        limit: hosts === undefined ? `nothing is accepted from ${target.domain}` : [...hosts].sort().join(', '),
        fix: `in ${edge.site.text ?? edge.path} (owner ${edge.owner}) add EdgeAcceptance.of('${target.domain}', { hosts: ['${route.host}'] }) to accepts`,
      });
      return;
    }
    this.#allow(target.name, edgeName, [route.forwarded]);
  }

  /** Grants that no call uses: notes, sorted later with everything else. */
  unusedGrants(): void {
    for (const [name, index] of this.#grants) {
      const member = this.#graph.members.get(name);
      if (member === undefined) continue;
      for (const grant of index.unused()) {
        this.problems.push({
          code: 'MESH-GRANT-UNUSED',
          severity: 'note',
          path: member.path,
          source: member.site.text,
          at: 'callers',
          message: `nobody uses the grant to ${grantText(grant)}`,
          fix: 'remove it, or keep it for a caller that is about to come',
        });
      }
    }
  }

  permissions(): Permissions {
    const result = new Map<string, PermissionsOf>();
    for (const name of [...this.#found.keys()].sort()) {
      const tcp = this.#graph.members.get(name)?.protocol === 'tcp';
      const callers = this.#found.get(name) ?? new Map<string, Map<string, RequestMatch>>();
      const sorted = new Map<string, Permission>();
      for (const caller of [...callers.keys()].sort()) {
        const requests = [...(callers.get(caller)?.values() ?? [])].sort(compareRequests);
        sorted.set(caller, tcp ? { kind: 'connection' } : { kind: 'requests', requests });
      }
      result.set(name, sorted);
    }
    return result;
  }

  #ownDomain(call: Call, caller: Member, callee: Member): readonly RequestMatch[] | undefined {
    if (callee.protocol === 'tcp') {
      if (call.allow.length === 0 && call.offers.length === 0) return [];
      this.#report(call, caller, {
        code: 'MESH-PROTOCOL',
        message: `${callee.id} speaks tcp: Consul would enforce rules with methods and paths as deny`,
        fix: `leave allow out: connectTo(${callee.id})`,
      });
      return undefined;
    }
    const fromOffers = !isContract(callee.contract) ? [] : this.#offered(call, caller, callee.contract, call.offers);
    const requests = [...call.allow, ...fromOffers];
    if (requests.length > 0) return requests;
    this.#report(call, caller, {
      code: 'MESH-EVERYTHING',
      message: `the call to ${callee.id} names no method or path`,
      fix: "add allow: [HttpRule.get('/…')], or say it in words: allow: [HttpRule.everything('reason')]",
    });
    return undefined;
  }

  #acrossDomains(
    call: Call,
    caller: Member,
    callee: Member,
    contract: ServiceContract | DirectContract | undefined,
  ): readonly RequestMatch[] | undefined {
    if (contract === undefined || call.allow.length > 0) {
      this.#report(call, caller, {
        code: 'MESH-NOT-GRANTED',
        message: `${callee.id} belongs to the domain ${callee.domain}: across domains a call goes through its contract`,
        fix: `import the ServiceContract of ${callee.id} and write connectTo(contract, { may: […] }); ${callee.owner} grants it in callers`,
      });
      return undefined;
    }
    const index = this.#grants.get(callee.name);
    if (callee.protocol === 'tcp') {
      if (index?.use(caller, undefined) === true) return [];
      this.#notGranted(call, caller, callee, []);
      return undefined;
    }
    const own = callee.contract;
    if (!isContract(own)) return undefined;
    if (call.offers.length === 0) {
      this.#report(call, caller, {
        code: 'MESH-EVERYTHING',
        message: `the call to ${callee.id} names no offer`,
        limit: Object.keys(own.offers).sort().join(', '),
        fix: "add may: ['…']",
      });
      return undefined;
    }
    const missing = call.offers.filter((offer) => Object.hasOwn(own.offers, offer) && index?.use(caller, offer) !== true);
    if (missing.length > 0) {
      this.#notGranted(call, caller, callee, missing);
      return undefined;
    }
    return this.#offered(call, caller, own, call.offers);
  }

  /** The callee speaks: what an offer opens is what its owner says, whatever value the caller holds under that name. */
  #isOwnersContract(call: Call, caller: Member, callee: Member, contract: ServiceContract | DirectContract): boolean {
    const own = callee.contract;
    if (own === contract) return true;
    if (own === undefined) {
      if (callee.domain === caller.domain) return true;
      this.#report(call, caller, {
        code: 'MESH-NOT-GRANTED',
        message: `${callee.id} has no contract: its owner offers nothing to other domains`,
        fix: `in ${callee.site.text ?? callee.path} (owner ${callee.owner}) give ${callee.id} its contract`,
      });
      return false;
    }
    if (contractText(own, call.offers) === contractText(contract, call.offers)) return true;
    this.#report(call, caller, {
      code: 'VALUE-CONFLICT',
      message: `this is not the contract that the owner of ${callee.id} exports`,
      value: contractText(contract, call.offers),
      limit: contractText(own, call.offers),
      fix: `import the contract of ${callee.owner}, the one given to ${callee.id} in ${callee.site.text ?? callee.path}`,
    });
    return false;
  }

  #offered(call: Call, caller: Member, contract: ServiceContract, offers: readonly string[]): RequestMatch[] {
    return offers.flatMap((offer) => {
      const rules = Object.hasOwn(contract.offers, offer) ? contract.offers[offer] : undefined;
      if (rules !== undefined) return rules.map((rule) => rule.request);
      const known = Object.keys(contract.offers).sort();
      this.#report(call, caller, {
        code: 'MESH-NOT-GRANTED',
        message: `the contract of ${contract.service} has no offer ${offer}`,
        value: `'${offer}'`,
        limit: known.join(', '),
        fix: `name one of its offers${didYouMean(offer, known)}`,
      });
      return [];
    });
  }

  #notGranted(call: Call, caller: Member, callee: Member, missing: readonly string[]): void {
    const may = missing.length === 0 ? '' : `, { may: [${missing.map((offer) => `'${offer}'`).join(', ')}] }`;
    this.#report(call, caller, {
      code: 'MESH-NOT-GRANTED',
      message: `${callee.id} does not name ${caller.id} as a caller${missing.length === 0 ? '' : ` of ${missing.join(', ')}`}`,
      fix: `in ${callee.site.text ?? callee.path} (owner ${callee.owner}) add Callers.service('${caller.id}'${may}) to callers of ${callee.id}`,
    });
  }

  #unknownService(call: Call, caller: Member, name: string): void {
    const known = [...this.#graph.members.keys()];
    const contract = call.to.contract;
    this.#report(call, caller, {
      code: 'MESH-UNKNOWN-SERVICE',
      message: `nothing in this app is called ${name}`,
      fix:
        contract === undefined
          ? `define it${didYouMean(name, known)}`
          : `define ${contract.service} in the domain ${contract.domain}${didYouMean(name, known)}`,
    });
  }

  #checkContract(member: Member): void {
    const contract = member.contract;
    if (contract === undefined) {
      this.#checkGrantedOffers(member, undefined);
      return;
    }
    const wrong =
      contract.service !== member.id
        ? `it is for the service ${contract.service}`
        : contract.domain !== member.domain
          ? `it is for the domain ${contract.domain}`
          : isContract(contract) && contract.protocol !== member.protocol
            ? `it speaks ${contract.protocol}`
            : undefined;
    if (wrong !== undefined) {
      this.problems.push({
        code: 'VALUE-CONFLICT',
        severity: 'error',
        path: member.path,
        source: member.site.text,
        at: 'contract',
        message: `the contract does not fit ${member.id}: ${wrong}`,
        limit: `service ${member.id}, domain ${member.domain}, protocol ${String(member.protocol)}`,
        fix: 'give the service its own contract',
      });
    }
    this.#checkGrantedOffers(member, isContract(contract) ? contract : undefined);
  }

  #checkGrantedOffers(member: Member, contract: ServiceContract | undefined): void {
    const known = Object.keys(contract?.offers ?? {}).sort();
    for (const grant of member.grants) {
      for (const offer of grant.may) {
        if (known.includes(offer)) continue;
        this.problems.push({
          code: 'MESH-NOT-GRANTED',
          severity: 'error',
          path: member.path,
          source: member.site.text,
          at: 'callers',
          message: `${grantText(grant)} names an offer that the contract does not have`,
          value: `'${offer}'`,
          limit: known.length === 0 ? 'no contract with offers' : known.join(', '),
          fix: `name an offer of the contract${didYouMean(offer, known)}`,
        });
      }
    }
  }

  #allow(to: string, from: string, requests: readonly RequestMatch[]): void {
    const callers = this.#found.get(to);
    if (callers === undefined) return;
    const known = callers.get(from) ?? new Map<string, RequestMatch>();
    for (const request of requests) known.set(requestKey(request), request);
    callers.set(from, known);
  }

  #report(call: Call, caller: Member, finding: Pick<Problem, 'code' | 'message' | 'fix'> & Partial<Problem>): void {
    const target = call.to.contract?.service ?? call.to.service;
    this.problems.push({ severity: 'error', path: caller.path, source: call.site.text, at: `connectTo(${target ?? ''})`, ...finding });
  }
}

/** What a contract says about some offers, by value: it may come from another copy of the library. */
function contractText(contract: ServiceContract | DirectContract, offers: readonly string[]): string {
  const head = `${contract.service} of ${contract.domain}`;
  if (!isContract(contract)) return `${head}, direct to ${JSON.stringify(contract.addresses)}`;
  const texts = [...new Set(offers)].sort().map((offer) => {
    const rules = Object.hasOwn(contract.offers, offer) ? (contract.offers[offer] ?? []) : [];
    return `${offer}: ${rules
      .map(({ request }) => requestText(request))
      .sort()
      .join(', ')}`;
  });
  return `${head}, ${contract.protocol}${texts.map((text) => `; ${text}`).join('')}`;
}

/** A request that no gRPC call can be. */
function neverGrpc({ methods }: RequestMatch): boolean {
  return methods.length > 0 && !methods.includes('POST');
}

/** Grants of one callee, with what was used of them. */
class GrantIndex {
  readonly #byCaller = new Map<string, { readonly grant: Grant; readonly offers: ReadonlySet<string>; used: boolean }[]>();

  constructor(grants: readonly Grant[]) {
    for (const grant of grants) {
      const key = 'service' in grant.caller ? `service ${grant.caller.service}` : `domain ${grant.caller.domain}`;
      const entry = { grant, offers: new Set(grant.may), used: false };
      this.#byCaller.set(key, [...(this.#byCaller.get(key) ?? []), entry]);
    }
  }

  /** Whether the caller may use the offer (undefined: may connect), marking the grants that say so. */
  use(caller: Member, offer: string | undefined): boolean {
    let granted = false;
    for (const key of [`service ${caller.id}`, `domain ${caller.domain}`]) {
      for (const entry of this.#byCaller.get(key) ?? []) {
        if (offer !== undefined && !entry.offers.has(offer)) continue;
        entry.used = true;
        granted = true;
      }
    }
    return granted;
  }

  unused(): Grant[] {
    return [...this.#byCaller.values()]
      .flat()
      .filter((entry) => !entry.used)
      .map((entry) => entry.grant);
  }
}

function grantText(grant: Grant): string {
  return 'service' in grant.caller ? `Callers.service('${grant.caller.service}')` : `Callers.domain('${grant.caller.domain}')`;
}

function didYouMean(word: string, candidates: readonly string[]): string {
  const best = nearest(word, candidates);
  return best === undefined ? '' : `; did you mean ${best}?`;
}
