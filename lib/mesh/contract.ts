import type { Protocol } from '../values';
import type { Rule } from './rule';

/** What an HTTP-like service offers, by name: the words in which callers ask and the callee grants. */
export type Offers<Name extends string> = Readonly<Record<Name, readonly Rule[]>>;

/**
 * What other domains may use of a service, as a frozen value that holds no state: export it from the owner's
 * `contracts.ts`. Callers name offers of it (`may`), the owner names callers (`callers`); the mesh opens what both say.
 */
export interface ServiceContract<Offer extends string = string> {
  readonly kind: 'service-contract';
  /** Short name of the service in its domain. */
  readonly service: string;
  /** Domain that owns it. */
  readonly domain: string;
  readonly protocol: Protocol;
  readonly offers: Offers<Offer>;
}

/**
 * Contract of an external system that callers reach without the mesh, because its protocol needs its own addresses
 * (Kafka's clients connect to the brokers they are told). The same words of both sides are checked at synth; no engine
 * enforces them, so a firewall has to.
 */
export interface DirectContract {
  readonly kind: 'direct-contract';
  readonly service: string;
  readonly domain: string;
  /** Environment → `host:port` of every entry point. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  /** Why the protocol cannot go through the mesh. */
  readonly reason: string;
}

export const DirectContract = {
  /** @param options.addresses by environment, or `otherwise`; @param options.reason at least 10 characters */
  of: (
    service: string,
    options: { readonly domain: string; readonly addresses: Readonly<Record<string, readonly string[]>>; readonly reason: string },
  ): DirectContract => Object.freeze({ kind: 'direct-contract', service, ...options } as const),
} as const;

/** Structural, as {@link isContract}. */
export function isDirectContract(x: unknown): x is DirectContract {
  return typeof x === 'object' && x !== null && (x as { kind?: unknown }).kind === 'direct-contract';
}

/** Who owns the service a contract speaks of, and what it offers. */
export interface ContractOptions<Offer extends string> {
  /** Id of the owner's DomainStack. */
  readonly domain: string;
  /** Named groups of rules. */
  readonly offers: Offers<Offer>;
}

const httpLike =
  (protocol: Protocol) =>
  <const Offer extends string>(service: string, options: ContractOptions<Offer>): ServiceContract<Offer> =>
    Object.freeze({
      kind: 'service-contract',
      service,
      domain: options.domain,
      protocol,
      offers: Object.freeze({ ...options.offers }),
    } as const);

export const ServiceContract = {
  /** Contract of a service that speaks HTTP/1.1. */
  http: httpLike('http'),
  /** Contract of a service that speaks HTTP/2. */
  http2: httpLike('http2'),
  /** Contract of a gRPC service. */
  grpc: httpLike('grpc'),
  /** Contract of a service of plain connections: it has no offers, a caller may connect or not. */
  tcp: (service: string, options: { readonly domain: string }): ServiceContract<never> =>
    Object.freeze({ kind: 'service-contract', service, domain: options.domain, protocol: 'tcp', offers: {} } as const),
} as const;

/** Structural: a contract may come from another copy of the library. */
export function isContract(x: unknown): x is ServiceContract {
  return typeof x === 'object' && x !== null && (x as { kind?: unknown }).kind === 'service-contract';
}

/** One word of the callee: this caller may use these offers. */
export interface Grant<Offer extends string = string> {
  readonly caller: { readonly service: string } | { readonly domain: string };
  /** Offers of the contract; empty for a tcp service. */
  readonly may: readonly Offer[];
}

/** Words of the callee: who may call. Without one, nobody of another domain may. */
export const Callers = {
  /** One service, worker or batch job by its short name. @param options offers it may use; left out for a tcp service */
  service: <const Offer extends string = never>(service: string, options: { readonly may?: readonly Offer[] } = {}): Grant<Offer> => ({
    caller: { service },
    may: options.may ?? [],
  }),
  /** Everything in a domain. @param options offers it may use; left out for a tcp service */
  domain: <const Offer extends string = never>(domain: string, options: { readonly may?: readonly Offer[] } = {}): Grant<Offer> => ({
    caller: { domain },
    may: options.may ?? [],
  }),
} as const;

/** What services of other domains may use of an edge: a frozen value, as {@link ServiceContract}. */
export interface EdgeContract {
  readonly kind: 'edge-contract';
  /** Short name of the edge. */
  readonly edge: string;
  readonly domain: string;
}

export const EdgeContract = {
  /** @param edge short name of the EdgeLoadBalancer */
  of: (edge: string, options: { readonly domain: string }): EdgeContract =>
    Object.freeze({ kind: 'edge-contract', edge, domain: options.domain } as const),
} as const;

/** One word of an edge: this domain may put services behind these hosts. */
export interface AcceptedDomain {
  readonly domain: string;
  readonly hosts: readonly string[];
}

export const EdgeAcceptance = {
  /** @param domain id of a DomainStack; @param options.hosts lower-case host names, no wildcards */
  of: (domain: string, options: { readonly hosts: readonly [string, ...string[]] }): AcceptedDomain => ({ domain, hosts: options.hosts }),
} as const;
