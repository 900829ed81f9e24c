import type { Protocol } from '../values';
import type { Rule } from './rule';

/** What an HTTP-like service offers, by name: the words in which callers ask and the callee grants. */
export type Offers<Name extends string> = Readonly<Record<Name, readonly Rule[]>>;

/**
 * What other domains may use of a service, as a frozen value that holds no state: export it from the owner's
 * `contracts.ts`. Callers name offers of it (`may`), the owner names callers (`callers`); the mesh opens what both say.
 */
export interface ServiceContract<Offer extends string = string> {
  /** Tells a contract from other values, across two copies of the library. */
  readonly kind: 'service-contract';
  /** Short name of the service in its domain. */
  readonly service: string;
  /** Domain that owns it. */
  readonly domain: string;
  /** What the service speaks; its `port` must say the same. */
  readonly protocol: Protocol;
  /** Offer → rules. Empty for a tcp service. */
  readonly offers: Offers<Offer>;
}

/**
 * Contract of an external system that callers reach without the mesh, because its protocol needs its own addresses
 * (Kafka's clients connect to the brokers they are told). The same words of both sides are checked at synth; no engine
 * enforces them, so a firewall has to.
 */
export interface DirectContract {
  /** Tells a contract from other values, across two copies of the library. */
  readonly kind: 'direct-contract';
  /** Short name of the external system. */
  readonly service: string;
  /** Domain that owns it. */
  readonly domain: string;
  /** Environment → `host:port` of every entry point. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  /** Why the protocol cannot go through the mesh. */
  readonly reason: string;
}

/** Makes the contract of an external system that is reached without the mesh. */
export const DirectContract = {
  /** Contract of one external system. @param service short name of the system */
  of: (
    service: string,
    options: {
      /** Id of the owner's DomainStack. */
      readonly domain: string;
      /** Environment, or `otherwise` → `host:port` of every entry point. */
      readonly addresses: Readonly<Record<string, readonly string[]>>;
      /** Why the protocol cannot go through the mesh, at least 10 characters. */
      readonly reason: string;
    },
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

/** Copies, so that nobody who holds the contract can widen it. */
function frozen<Name extends string>(offers: Offers<Name>): Offers<Name> {
  return Object.freeze(
    Object.fromEntries(Object.entries<readonly Rule[]>(offers).map(([name, rules]) => [name, Object.freeze(Array.from(rules))])),
  ) as Offers<Name>;
}

const httpLike =
  (protocol: Protocol) =>
  <const Offer extends string>(service: string, options: ContractOptions<Offer>): ServiceContract<Offer> =>
    Object.freeze({
      kind: 'service-contract',
      service,
      domain: options.domain,
      protocol,
      offers: frozen(options.offers),
    } as const);

/** Makes the contract of a service, one way for each protocol. */
export const ServiceContract = {
  /** Contract of a service that speaks HTTP/1.1. */
  http: httpLike('http'),
  /** Contract of a service that speaks HTTP/2. */
  http2: httpLike('http2'),
  /** Contract of a gRPC service. */
  grpc: httpLike('grpc'),
  /** Contract of a service of plain connections: it has no offers, a caller may connect or not. */
  tcp: (
    service: string,
    options: {
      /** Id of the owner's DomainStack. */
      readonly domain: string;
    },
  ): ServiceContract<never> =>
    Object.freeze({ kind: 'service-contract', service, domain: options.domain, protocol: 'tcp', offers: {} } as const),
} as const;

/** Structural: a contract may come from another copy of the library. */
export function isContract(x: unknown): x is ServiceContract {
  return typeof x === 'object' && x !== null && (x as { kind?: unknown }).kind === 'service-contract';
}

/** One word of the callee: this caller may use these offers. */
export interface Grant<Offer extends string = string> {
  /** One caller by its short name, or every caller of a domain. */
  readonly caller:
    | {
        /** Short name of a service, worker, batch job or agent. */
        readonly service: string;
      }
    | {
        /** Id of a DomainStack. */
        readonly domain: string;
      };
  /** Offers of the contract; empty for a tcp service. */
  readonly may: readonly Offer[];
}

/** Words of the callee: who may call. Without one, nobody of another domain may. */
export const Callers = {
  /** One service, worker or batch job. @param service its short name */
  service: <const Offer extends string = never>(
    service: string,
    options: {
      /** Offers it may use. Left out for a tcp service. */
      readonly may?: readonly Offer[];
    } = {},
  ): Grant<Offer> => ({
    caller: { service },
    may: options.may ?? [],
  }),
  /** Everything in a domain. @param domain id of its DomainStack */
  domain: <const Offer extends string = never>(
    domain: string,
    options: {
      /** Offers they may use. Left out for a tcp service. */
      readonly may?: readonly Offer[];
    } = {},
  ): Grant<Offer> => ({
    caller: { domain },
    may: options.may ?? [],
  }),
} as const;

/** What services of other domains may use of an edge: a frozen value, as {@link ServiceContract}. */
export interface EdgeContract {
  /** Tells a contract from other values, across two copies of the library. */
  readonly kind: 'edge-contract';
  /** Short name of the edge. */
  readonly edge: string;
  /** Domain that owns it. */
  readonly domain: string;
}

/** Makes the contract of an edge. */
export const EdgeContract = {
  /** Contract of one edge. @param edge short name of the EdgeLoadBalancer */
  of: (
    edge: string,
    options: {
      /** Id of the owner's DomainStack. */
      readonly domain: string;
    },
  ): EdgeContract => Object.freeze({ kind: 'edge-contract', edge, domain: options.domain } as const),
} as const;

/** One word of an edge: this domain may put services behind these hosts. */
export interface AcceptedDomain {
  /** Id of a DomainStack. */
  readonly domain: string;
  /** Lower-case host names, no wildcards. */
  readonly hosts: readonly string[];
}

/** Words of an edge: who may put services behind it. Without one, nobody may (EDGE-NOT-ACCEPTED). */
export const EdgeAcceptance = {
  /** The services of one domain. @param domain id of a DomainStack */
  of: (
    domain: string,
    options: {
      /** Full lower-case host names without wildcards (EDGE-RULE). */
      readonly hosts: readonly [string, ...string[]];
    },
  ): AcceptedDomain => ({ domain, hosts: options.hosts }),
} as const;
