import { normalizedRequest, RAW_REQUESTS, re2WholeMatch, type RequestNormalization, type SeenRequest } from '../envoy';
import { once } from '../model';
import type { IntentionAction, IntentionPermission, ServiceIntentionsConfigEntry, SourceIntention } from './config-entry.generated';
import { requestMatcher, type MeshRequest, type RequestMatcher } from './request-matcher';

/** In an intention, and asked of the evaluator: every service that no intention names. */
export const ANYBODY = '*';

/** What is known beside the intentions. */
export interface IntentionFacts {
  /** What holds where no intention speaks. @default deny */
  readonly defaultPolicy?: IntentionAction;
  /** Protocol of a destination; permissions are a denial where it is tcp. @default - all speak http */
  readonly protocolOf?: (destination: string) => string | undefined;
  /** How the proxy in front of a destination puts requests into one form. @default - not at all */
  readonly normalizationOf?: (destination: string) => RequestNormalization;
}

/** `unknown` where a token decides, or a regular expression that cannot be read here. */
export type Verdict = IntentionAction | 'unknown';

/** What holds between two services; with permissions, the first that fits a request decides. */
export type Decision =
  | Verdict
  | {
      readonly permissions: readonly IntentionPermission[];
      /** For requests that no permission fits: the default policy, and not a less exact intention. */
      readonly otherwise: IntentionAction;
    };

/** Who may call, and what. */
export interface PermittedCaller {
  /** Consul service name; {@link ANYBODY} for all that are not named. */
  readonly source: string;
  readonly decision: Exclude<Decision, 'deny'>;
}

/** The members of one `service-intentions` entry, by the name of its destination. */
export interface DestinationIntentions {
  readonly name: string;
  readonly entry: Pick<ServiceIntentionsConfigEntry, 'Sources' | 'JWT'>;
}

/**
 * Who may call whom, as the sidecars of the destinations decide it with what Consul makes of the intentions. Indexed once,
 * linear in the sources.
 *
 * Consul's own word for a pair is the most exact intention alone ({@link check}). Sidecars differ from it in one case: an
 * intention of this caller for every destination is not taken back by a less exact caller of this destination. Where both
 * speak, the one that differs from the default policy wins.
 */
export class IntentionEvaluator {
  readonly #byDestination = new Map<string, Sources>();
  readonly #everywhere: Sources | undefined;
  readonly #default: IntentionAction;
  readonly #facts: IntentionFacts;

  constructor(entries: Iterable<DestinationIntentions>, facts: IntentionFacts = {}) {
    for (const { name, entry } of entries) this.#byDestination.set(name, new Sources(entry));
    this.#everywhere = this.#byDestination.get(ANYBODY);
    this.#default = facts.defaultPolicy ?? 'deny';
    this.#facts = facts;
  }

  /** Names of the destinations that have intentions of their own. */
  get destinations(): readonly string[] {
    return [...this.#byDestination.keys()].filter((name) => name !== ANYBODY);
  }

  /** The answer of `/v1/connect/intentions/check`, for which an intention with permissions is a denial. */
  check(source: string, destination: string): boolean {
    const own = this.#byDestination.get(destination);
    const deciding = own?.called(source) ?? own?.called(ANYBODY) ?? this.#everywhere?.called(source) ?? this.#everywhere?.called(ANYBODY);
    if (deciding === undefined) return this.#default === 'allow';
    return deciding.permissions === undefined && deciding.action === 'allow';
  }

  /** What the destination's sidecar does with a caller. @param source {@link ANYBODY} for a service that no intention names */
  decide(source: string, destination: string): Decision {
    const speaksHttp = this.#speaksHttp(destination);
    const lists: (readonly IntentionPermission[])[] = [];
    let byToken = false;
    for (const intention of this.#speaking(source, destination)) {
      const { permissions } = intention;
      if (permissions !== undefined && speaksHttp) {
        if (permissions.some((permission) => actionOf(permission) !== this.#default)) lists.push(permissions);
      } else if ((permissions === undefined ? intention.action : 'deny') !== this.#default) {
        if (!intention.needsToken || !speaksHttp) return opposite(this.#default);
        byToken = true;
      }
    }
    const [list, ...more] = lists;
    if (byToken || more.length > 0) return 'unknown';
    return list === undefined ? this.#default : { permissions: list, otherwise: this.#default };
  }

  /** Whether a request is let through; without a request, whether every one is. */
  permits(source: string, destination: string, request?: MeshRequest): Verdict {
    const decision = this.decide(source, destination);
    if (request === undefined || !this.#speaksHttp(destination)) return typeof decision === 'string' ? decision : 'deny';
    const { method, path, headers = {} } = request;
    const seen = normalizedRequest(method, path, headers, this.#facts.normalizationOf?.(destination) ?? RAW_REQUESTS);
    if (seen === undefined) return 'deny'; // the proxy answers it before any rule is asked
    return typeof decision === 'string' ? decision : firstThatFits(decision.permissions, decision.otherwise, seen);
  }

  /** All who may ask a destination for anything at all, by name. */
  callers(destination: string): readonly PermittedCaller[] {
    const names = new Set([ANYBODY, ...(this.#byDestination.get(destination)?.names ?? []), ...(this.#everywhere?.namesThatMay() ?? [])]);
    const callers: PermittedCaller[] = [];
    for (const source of [...names].sort()) {
      const decision = this.decide(source, destination);
      if (decision !== 'deny') callers.push({ source, decision });
    }
    return callers;
  }

  #speaksHttp(destination: string): boolean {
    return this.#facts.protocolOf?.(destination) !== 'tcp';
  }

  /** The intentions that a destination's sidecar applies to a caller. With plain names they are one, or two as said above. */
  #speaking(source: string, destination: string): readonly Intention[] {
    const own = destination === ANYBODY ? undefined : this.#byDestination.get(destination);
    const exact = own?.of(source) ?? NO_INTENTIONS;
    const named = this.#everywhere?.of(source) ?? NO_INTENTIONS;
    const everywhere = named.length === 0 ? named : named.filter(({ name }) => own?.called(name) === undefined);
    if (exact.length > 0) return everywhere.length === 0 ? exact : [...exact, ...everywhere];
    const anybody = own?.called(ANYBODY);
    if (anybody !== undefined) return [anybody, ...everywhere];
    if (everywhere.length > 0) return everywhere;
    const last = this.#everywhere?.called(ANYBODY);
    return last === undefined ? NO_INTENTIONS : [last];
  }
}

/** One source of an entry, as far as it speaks of this cluster. */
interface Intention {
  readonly name: string;
  readonly action: IntentionAction;
  /** Undefined where there is none. */
  readonly permissions: readonly IntentionPermission[] | undefined;
  /** Where it differs from the default policy, something that is not known here has to fit too: a token. */
  readonly needsToken: boolean;
}

const NO_INTENTIONS: readonly Intention[] = [];

/** The sources of one entry. */
class Sources {
  readonly #byName = new Map<string, Intention>();
  /** Consul writes names into regular expressions as they are: one with a dot in it is a pattern. */
  readonly #patterns: { readonly pattern: RegExp; readonly intention: Intention }[] = [];

  constructor({ Sources: sources = [], JWT }: DestinationIntentions['entry']) {
    const needsToken = asksForToken(JWT);
    for (const source of sources) {
      if (isElsewhere(source)) continue;
      const { Name: name = '', Permissions: list = [] } = source;
      const permissions =
        list.length === 0 ? undefined : needsToken ? list.map((one) => (asksForToken(one.JWT) ? one : { ...one, JWT })) : list;
      const intention = { name, action: actionOf(source), permissions, needsToken };
      this.#byName.set(name, intention);
      if (name === ANYBODY || /^[\w-]*$/.test(name)) continue;
      const pattern = re2WholeMatch(name);
      this.#patterns.push(pattern === undefined ? { pattern: /^/, intention: { ...intention, needsToken: true } } : { pattern, intention });
    }
  }

  get names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Names that are not denied: all of them would be too many to ask about for each destination. */
  *namesThatMay(): Iterable<string> {
    for (const { name, action } of this.#byName.values()) if (action === 'allow') yield name;
  }

  /** The one with exactly this name. */
  called(name: string): Intention | undefined {
    return this.#byName.get(name);
  }

  /** Those whose name a caller's certificate fits. */
  of(source: string): readonly Intention[] {
    if (source === ANYBODY) return NO_INTENTIONS;
    const named = this.#byName.get(source);
    if (this.#patterns.length === 0) return named === undefined ? NO_INTENTIONS : [named];
    const fitting = this.#patterns.filter(({ pattern }) => pattern.test(source)).map(({ intention }) => intention);
    return named === undefined || fitting.includes(named) ? fitting : [named, ...fitting];
  }
}

/** Callers of another cluster, or of a tenant that the Community edition does not have: nothing here decides about them. */
export function isElsewhere({ Peer, SamenessGroup, Namespace, Partition }: SourceIntention): boolean {
  return isSet(Peer) || isSet(SamenessGroup) || isOtherTenant(Namespace) || isOtherTenant(Partition);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

function isOtherTenant(tenant: string | undefined): boolean {
  return isSet(tenant) && tenant !== 'default';
}

/** A regular expression is compiled for it. */
const matcherOf = once(({ HTTP }: IntentionPermission): RequestMatcher => requestMatcher(HTTP));

function firstThatFits(permissions: readonly IntentionPermission[], otherwise: IntentionAction, request: SeenRequest): Verdict {
  let perhaps: Verdict | undefined;
  for (const permission of permissions) {
    const fits = matcherOf(permission)(request);
    if (fits === false) continue;
    const verdict = verdictOf(permission, otherwise);
    if (perhaps !== undefined && perhaps !== verdict) return 'unknown';
    if (fits === true) return verdict;
    perhaps = verdict;
  }
  return perhaps === undefined || perhaps === otherwise ? otherwise : 'unknown';
}

/** A token is looked at where the permission differs from the default policy; the others Consul does not render. */
function verdictOf(permission: IntentionPermission, defaultPolicy: IntentionAction): Verdict {
  const action = actionOf(permission);
  return action !== defaultPolicy && asksForToken(permission.JWT) ? 'unknown' : action;
}

const actionOf = ({ Action }: { readonly Action?: IntentionAction | undefined }): IntentionAction =>
  Action === 'allow' ? 'allow' : 'deny';
const asksForToken = (jwt: IntentionPermission['JWT']): boolean => (jwt?.Providers ?? []).length > 0;
const opposite = (action: IntentionAction): IntentionAction => (action === 'allow' ? 'deny' : 'allow');
