import type { CallSite } from '../problems';
import type { Protocol } from '../values';
import type { DirectContract, EdgeContract, Grant, ServiceContract } from './contract';
import type { RequestMatch } from './rule';

/** What kind of thing has an identity in the mesh. */
export type MemberKind = 'service' | 'worker' | 'batch' | 'agent' | 'edge' | 'egress' | 'external';

/** A thing with a mesh identity: its Consul service name. */
export interface Member {
  /** Consul service name, `sec-orders`: unique in the app, because Consul Community has no namespaces. */
  readonly name: string;
  /** Short name, `orders`: what contracts and callers use. */
  readonly id: string;
  readonly kind: MemberKind;
  readonly domain: string;
  readonly owner: string;
  /** Construct path. */
  readonly path: string;
  /** Undefined for what nobody can call. */
  readonly protocol: Protocol | undefined;
  /** Reached without the mesh: its words are checked, no intention is written. */
  readonly direct: boolean;
  readonly contract: ServiceContract | DirectContract | undefined;
  readonly grants: readonly Grant[];
  readonly site: CallSite;
}

/** A caller's word: it wants to call. */
export interface Call {
  readonly from: string;
  readonly to: CallTarget;
  /** Offers of the contract the caller asks for (`may`). */
  readonly offers: readonly string[];
  /** Rules said inline (`allow`), within one domain. */
  readonly allow: readonly RequestMatch[];
  readonly site: CallSite;
}

/** Who is called: a construct of the same app by name, or a contract. */
export type CallTarget =
  | { readonly service: string; readonly contract?: undefined }
  | { readonly service?: undefined; readonly contract: ServiceContract | DirectContract };

/** Consul service name of who is called. */
export function destinationOf({ service, contract }: CallTarget, fullName: (id: string) => string): string {
  return contract === undefined ? service : fullName(contract.service);
}

/** A public way in: an edge passes requests for a host and path to a service. */
export interface Route {
  readonly edge: EdgeContract;
  /** Consul service name of the target. */
  readonly to: string;
  readonly host: string;
  /** What the edge matches. */
  readonly request: RequestMatch;
  /** What the intention from the edge allows: the matched request, as the edge sends it on. */
  readonly forwarded: RequestMatch;
  readonly site: CallSite;
}

/** What an edge accepts from a domain. */
export interface EdgeHosts {
  readonly edge: string;
  readonly domain: string;
  readonly hosts: readonly string[];
}

/** A secret a job reads. */
export interface SecretRead {
  /** Vault path, `secret/data/trading/orders/fix`. */
  readonly path: string;
  readonly capabilities: readonly string[];
}

/**
 * Whole-app facts of the mesh: who exists, who asks, who grants. Constructs write while the program runs; then it is
 * read once and written no more. Lists keep what was said; nothing here depends on the order in which it was said.
 */
export class MeshGraph {
  readonly members = new Map<string, Member>();
  readonly calls: Call[] = [];
  readonly routes: Route[] = [];
  readonly acceptances: EdgeHosts[] = [];
  /** Member → secrets its job reads. */
  readonly secretReads = new Map<string, readonly SecretRead[]>();
  /** Member → Consul keys its job reads. */
  readonly keyReads = new Map<string, readonly string[]>();

  /** The member of this name that was there first, if any; the new one is then left out. */
  addMember(member: Member): Member | undefined {
    const taken = this.members.get(member.name);
    if (taken === undefined) this.members.set(member.name, member);
    return taken;
  }

  /** Calls of each caller, callers sorted. */
  callsByCaller(): [from: string, calls: Call[]][] {
    const callers = new Map<string, Call[]>();
    for (const call of this.calls) {
      const calls = callers.get(call.from);
      if (calls === undefined) callers.set(call.from, [call]);
      else calls.push(call);
    }
    return [...callers].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Members sorted by name. */
  sortedMembers(): Member[] {
    return [...this.members.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }
}
