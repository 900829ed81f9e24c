import {
  ANYBODY,
  intentionsOf,
  isElsewhere,
  requestSubset,
  type Decision,
  type IntentionEvaluator,
  type NamedEntry,
  type SourceIntention,
} from '../consul';
import { pathRegex, requestText, type GraphRequest, type RequestMatch } from '../mesh';
import { sameJson } from '../terraform';
import { order, type Comparison, type Member } from './comparison';
import { counted } from './counted';
import type { CallChange, CallsSection, Origin, Proof, Unknown } from './model';

/** One permission of a decision. */
type IntentionPermission = Exclude<Decision, string>['permissions'][number];

export interface ReviewedCalls {
  readonly section: CallsSection;
  readonly proof: Proof;
  readonly unknowns: readonly Unknown[];
}

/** Entries that have a say in every destination's calls. */
const OF_ALL: readonly string[] = ['service-intentions/*', 'proxy-defaults/global', 'mesh/mesh'];
const OF_ONE: readonly string[] = ['service-intentions', 'service-defaults', 'terminating-gateway'];

/**
 * Who can now call whom: for each destination of which an intention or the protocol changed, every source that is named on
 * either side, and `*` for all others. What both sides decide alike is not told.
 */
export function reviewCalls(comparison: Comparison): ReviewedCalls {
  const { allEntries, entries, members, head, base } = comparison;
  const before = new Side(allEntries.base);
  const after = new Side(allEntries.head);
  const all = entries.some(({ kind, name }) => OF_ALL.includes(`${kind}/${name}`));
  const touched = new Set(entries.filter(({ kind }) => OF_ONE.includes(kind)).map(({ name }) => name));
  const destinations = all ? new Set([ANYBODY, ...before.evaluator.destinations, ...after.evaluator.destinations]) : touched;
  const names = new Names(comparison);
  const rows: CallChange[] = [];
  for (const to of [...destinations].sort(order)) {
    for (const from of sourcesOf(to, before, after)) {
      const row = callChange(from, to, before.evaluator.decide(from, to), after.evaluator.decide(from, to), names);
      if (row !== undefined) rows.push({ ...row, decidedBy: after.decidedBy(from, to), pairs: names.pairs(from, to, after) });
    }
    rows.push(...elsewhereChanges(to, before.elsewhere(to), after.elsewhere(to), names));
  }
  const services = members.head.size;
  const rules = after.rules + (head === base ? 0 : before.rules);
  const added = rows.filter(({ change }) => change === 'added').length;
  return {
    section: { rows },
    proof: {
      section: 'calls',
      text: `${counted(added, 'new call path')} (${String(services)} × ${String(services)} pairs, ${counted(rules, 'rule')} checked)`,
    },
    unknowns: rows.flatMap(({ from, to, undecided }) =>
      undecided === undefined ? [] : [{ section: 'calls' as const, subject: `${from} → ${to}`, why: undecided }],
    ),
  };
}

/** Sources by name that either side speaks of, about this destination or about all. */
function sourcesOf(to: string, before: Side, after: Side): string[] {
  const names = new Set([ANYBODY]);
  for (const side of [before, after]) for (const destination of [to, ANYBODY]) for (const name of side.named(destination)) names.add(name);
  return [...names].sort(order);
}

/** The intentions of one side. */
class Side {
  readonly evaluator: IntentionEvaluator;
  /** Sources of all entries. */
  readonly rules: number;
  readonly #named = new Map<string, readonly string[]>();
  readonly #elsewhere = new Map<string, readonly SourceIntention[]>();

  constructor(entries: readonly NamedEntry[]) {
    this.evaluator = intentionsOf(entries);
    let rules = 0;
    for (const { kind, name, entry } of entries) {
      if (kind !== 'service-intentions') continue;
      const sources = (entry as { readonly Sources?: readonly SourceIntention[] }).Sources ?? [];
      this.#named.set(
        name,
        sources.map(({ Name = '' }) => Name),
      );
      const elsewhere = sources.filter(isElsewhere);
      if (elsewhere.length > 0) this.#elsewhere.set(name, elsewhere);
      rules += sources.length;
    }
    this.rules = rules;
  }

  named(destination: string): readonly string[] {
    return this.#named.get(destination) ?? [];
  }

  /** Sources of other clusters and tenants, about whom the evaluator says nothing. */
  elsewhere(destination: string): readonly SourceIntention[] {
    return this.#elsewhere.get(destination) ?? [];
  }

  /** The intention that decides, as people write it. */
  decidedBy(from: string, to: string): string {
    for (const destination of [to, ANYBODY])
      for (const source of [from, ANYBODY]) if (this.named(destination).includes(source)) return `${source} → ${destination}`;
    return 'none';
  }
}

/** Callers of other clusters and tenants of which something else is said: only less of the same is sure to open nothing. */
function elsewhereChanges(to: string, before: readonly SourceIntention[], after: readonly SourceIntention[], names: Names): CallChange[] {
  const byCaller = (sources: readonly SourceIntention[]): Map<string, SourceIntention> =>
    new Map(sources.map((source) => [callerOf(source), source]));
  const [old, now] = [byCaller(before), byCaller(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort(order).flatMap((from): CallChange[] => {
    const [was, is] = [old.get(from), now.get(from)];
    if (was !== undefined && is !== undefined && sameJson(was, is)) return [];
    const row = {
      from,
      to,
      ...names.domains(from, to),
      before: saidOf(was),
      after: saidOf(is),
      wired: 'unknown' as const,
      decidedBy: is === undefined ? 'none' : `${from} → ${to}`,
      pairs: 1,
      origin: names.origin(from, to),
    };
    const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
    const denies = is === undefined ? saidOf(was).length > 0 : saidOf(is).length === 0;
    if (denies) return [{ ...row, change, effect: 'narrowed', opened: [], closed: saidOf(was) }];
    const undecided = 'it is not compared here what callers of another cluster or tenant may ask';
    return [{ ...row, change, effect: 'broadened', opened: saidOf(is), closed: saidOf(was), undecided }];
  });
}

function callerOf({ Name = '', Peer = '', SamenessGroup = '', Partition = '', Namespace = '' }: SourceIntention): string {
  const places = { peer: Peer, 'sameness group': SamenessGroup, partition: Partition, namespace: Namespace };
  const said = Object.entries(places).flatMap(([what, place]) => (place === '' ? [] : [`${what} ${place}`]));
  return `${Name} of ${said.join(', ')}`;
}

function saidOf(source: SourceIntention | undefined): string[] {
  if (source === undefined) return [];
  if ((source.Permissions ?? []).length > 0) return ['what its permissions say'];
  return source.Action === 'allow' ? ['every request'] : [];
}

type Row = Omit<CallChange, 'decidedBy' | 'pairs'>;

function callChange(from: string, to: string, before: Decision, after: Decision, names: Names): Row | undefined {
  if (sameJson(before, after)) return undefined;
  const opens = within(after, before);
  const closes = within(before, after);
  if (opens === 'yes' && closes === 'yes') return undefined;
  const text = (request: IntentionPermission): string => names.request(from, to, request);
  const row = {
    from,
    to,
    ...names.domains(from, to),
    before: requestsOf(before, text),
    after: requestsOf(after, text),
    opened: opens === 'yes' ? [] : beyond(after, before, text),
    closed: closes === 'yes' ? [] : beyond(before, after, text),
    wired: names.wired(from, to),
    origin: names.origin(from, to),
  };
  const change = before === 'deny' ? 'added' : after === 'deny' ? 'removed' : 'changed';
  const effect = opens === 'yes' ? 'narrowed' : 'broadened';
  return { change, effect, ...row, ...(opens === 'undecidable' ? { undecided: undecidedText(before, after) } : {}) };
}

/** Where nothing passes, whatever passes elsewhere is more, whether or not it can be read. */
function within(one: Decision, other: Decision): ReturnType<typeof requestSubset> {
  if (one === 'unknown' || other === 'unknown') return 'undecidable';
  const answer = requestSubset(one, other);
  return answer === 'undecidable' && other === 'deny' ? 'no' : answer;
}

function undecidedText(before: Decision, after: Decision): string {
  return before === 'unknown' || after === 'unknown'
    ? 'a token, or an expression that cannot be read, decides who passes'
    : 'it cannot be shown that the new requests are among the old ones';
}

/** What passes, as people read it. */
function requestsOf(decision: Decision, text: (request: IntentionPermission) => string): string[] {
  if (decision === 'deny') return [];
  if (decision === 'allow') return ['every request'];
  if (decision === 'unknown') return ['what a token allows'];
  return decision.permissions
    .map((permission) => `${permission.Action === 'allow' ? '' : 'not '}${text(permission)}`)
    .filter((line) => line !== 'not ANY /*');
}

/** What the first lets through and the second does not, permission by permission. */
function beyond(one: Decision, other: Decision, text: (request: IntentionPermission) => string): string[] {
  if (typeof one === 'string') return requestsOf(one, text);
  const allowed = one.permissions.filter(({ Action }) => Action === 'allow');
  const found = allowed.filter((permission) => requestSubset({ permissions: [permission], otherwise: 'deny' }, other) !== 'yes').map(text);
  // Where no single permission is new, one that denied before has gone, or everything but these passes.
  return found.length > 0 ? found : requestsOf(one, text);
}

/** What is known of the two ends of a call beside the intentions. */
class Names {
  readonly #head: ReadonlyMap<string, Member>;
  readonly #base: ReadonlyMap<string, Member>;
  readonly #lines: ReadonlyMap<string, Omit<Origin, 'path'>>;
  readonly #origin: (path: string) => Origin;

  constructor({ members, head, base, origin }: Comparison) {
    this.#head = members.head;
    this.#base = members.base;
    this.#origin = origin;
    this.#lines = new Map(
      [...(base.sources?.calls ?? []).map((call) => ({ ...call, inBase: true as const })), ...(head.sources?.calls ?? [])].map(
        ({ from, to, ...line }) => [`${from} ${to}`, line],
      ),
    );
  }

  domains(from: string, to: string): Pick<CallChange, 'fromDomain' | 'toDomain' | 'acrossDomains'> {
    const [caller, callee] = [this.#member(from)?.domain, this.#member(to)?.domain];
    return {
      ...(caller === undefined ? {} : { fromDomain: caller }),
      ...(callee === undefined ? {} : { toDomain: callee }),
      acrossDomains: caller !== undefined && callee !== undefined && caller !== callee,
    };
  }

  wired(from: string, to: string): CallChange['wired'] {
    if (from === ANYBODY || to === ANYBODY) return 'unknown';
    const [caller, callee] = [this.#head.get(from), this.#head.get(to)];
    if (caller === undefined) return this.#base.has(from) ? 'no' : 'unknown';
    const calls = caller.calls?.some((call) => call.to === to) === true;
    const routes = callee?.routes?.some(({ edge }) => edge === from) === true;
    return calls || routes ? 'yes' : caller.kind === 'egress' ? 'unknown' : 'no';
  }

  /** Pairs of services of the head that a row stands for. */
  pairs(from: string, to: string, side: Side): number {
    const services = this.#head.size;
    const unnamed = (named: readonly string[]): number => Math.max(0, services - named.filter((name) => this.#head.has(name)).length);
    const callers = from === ANYBODY ? unnamed(side.named(to)) : 1;
    const callees = to === ANYBODY ? unnamed(side.evaluator.destinations) : 1;
    return callers * callees;
  }

  origin(from: string, to: string): Origin {
    const [caller, callee] = [this.#member(from), this.#member(to)];
    const line = this.#lines.get(`${from} ${to}`);
    const path = (caller ?? callee)?.path ?? to;
    return line === undefined ? this.#origin(path) : { path, ...line };
  }

  /** A request in the words of the program, where it has such; otherwise in Consul's. */
  request(from: string, to: string, { HTTP: http = {} }: IntentionPermission): string {
    const known = [this.#head, this.#base].flatMap((side): readonly GraphRequest[] => {
      const requests = side.get(to)?.callers?.find(({ service }) => service === from)?.requests ?? [];
      return requests === 'connection' ? [] : requests;
    });
    const methods = [...(http.Methods ?? [])].sort(order);
    const same = known.find(
      ({ match }) =>
        match.headers.length === (http.Header ?? []).length && pathOf(match) === pathIn(http) && sameJson(match.methods, methods),
    );
    return same?.text ?? requestText({ methods: methods, path: pathMatchIn(http), headers: [] }) + headersText(http);
  }

  #member(service: string): Member | undefined {
    return this.#head.get(service) ?? this.#base.get(service);
  }
}

type Http = NonNullable<IntentionPermission['HTTP']>;

function pathIn({ PathExact, PathPrefix, PathRegex }: Http): string {
  return JSON.stringify(
    PathExact !== undefined ? ['exact', PathExact] : PathRegex !== undefined ? ['regex', PathRegex] : ['prefix', PathPrefix ?? '/'],
  );
}

function pathOf({ path }: RequestMatch): string {
  return JSON.stringify(path.kind === 'template' || path.kind === 'regex' ? ['regex', pathRegex(path)] : [path.kind, path.value]);
}

function pathMatchIn({ PathExact, PathPrefix, PathRegex }: Http): RequestMatch['path'] {
  if (PathExact !== undefined) return { kind: 'exact', value: PathExact };
  return PathRegex === undefined ? { kind: 'prefix', value: PathPrefix ?? '/' } : { kind: 'regex', value: PathRegex };
}

function headersText({ Header = [] }: Http): string {
  return Header.map((header) => ` with ${JSON.stringify(header)}`).join('');
}
