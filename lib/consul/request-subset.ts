import type { IntentionAction, IntentionHTTPHeaderPermission, IntentionHTTPPermission } from './config-entry.generated';
import type { Decision } from './intention-evaluator';
import { pathMatcher, SET_BY_SIDECARS, valueMatcher } from './request-matcher';

/** Whether every request of one set is in another; `undecidable` where that cannot be said, which a review takes for a no. */
export type SubsetAnswer = 'yes' | 'no' | 'undecidable';

/** Beyond so many steps the answer is not worth its time. */
const MOST_STEPS = 20_000;

/**
 * Whether all requests that `inner` lets through are let through by `outer`. Both are cut into pieces, each a permission
 * without those before it, so that order does not matter any more. A `yes` is proven; a `no` has a request, as the rules of
 * a sidecar see requests, that shows it. Undecidable are expressions that are not the same text, parts of header values,
 * tokens, and headers that sidecars set.
 */
export function requestSubset(inner: Decision, outer: Decision): SubsetAnswer {
  if (inner === 'deny' || outer === 'allow') return 'yes';
  if (inner === 'unknown' || outer === 'unknown') return 'undecidable';
  if (JSON.stringify(inner) === JSON.stringify(outer)) return 'yes';
  const allowed = piecesOf(inner, 'allow');
  const refused = piecesOf(outer, 'deny');
  if (allowed === undefined || refused === undefined) return 'undecidable';
  const budget = { left: MOST_STEPS };
  let sure = true;
  for (const one of allowed)
    for (const other of refused) {
      const answer = hasRequest([...one, ...other], budget);
      if (answer === true) return 'no';
      if (budget.left < 0) return 'undecidable';
      if (answer === undefined) sure = false;
    }
  return sure ? 'yes' : 'undecidable';
}

/** A permission that has to fit, or one that must not. */
interface Literal {
  readonly fits: boolean;
  readonly http: IntentionHTTPPermission;
}

/** The requests of one action, each piece a conjunction; undefined where a token decides as well. */
function piecesOf(decision: Exclude<Decision, 'unknown'>, action: IntentionAction): Literal[][] | undefined {
  const { permissions, otherwise } = typeof decision === 'string' ? { permissions: [], otherwise: decision } : decision;
  if (permissions.some(({ JWT }) => (JWT?.Providers ?? []).length > 0)) return undefined;
  const pieces: Literal[][] = [];
  const before: Literal[] = [];
  for (const { Action, HTTP: http = {} } of permissions) {
    if ((Action === 'allow' ? 'allow' : 'deny') === action) pieces.push([...before, { fits: true, http }]);
    before.push({ fits: false, http });
  }
  if (otherwise === action) pieces.push(before);
  return pieces;
}

interface MethodCondition {
  readonly about: 'method';
  readonly holds: boolean;
  readonly methods: readonly string[];
}
interface PathCondition {
  readonly about: 'path';
  readonly holds: boolean;
  readonly http: IntentionHTTPPermission;
}
interface HeaderCondition {
  readonly about: 'header';
  readonly holds: boolean;
  readonly header: IntentionHTTPHeaderPermission;
}

/** One condition, or that it does not hold. */
type Condition = MethodCondition | PathCondition | HeaderCondition;

/** Whether there is a request of a piece; undefined where it cannot be said. */
function hasRequest(piece: readonly Literal[], budget: { left: number }): boolean | undefined {
  const wanted = piece.filter(({ fits }) => fits).flatMap(({ http }) => conditionsOf(http));
  if (consistent(wanted) === false) return false;
  // What must not fit fails in one of its conditions: each is tried, those without a choice first. What cannot fit beside
  // the wanted conditions fails by itself. A permission without a condition fits everything.
  const unwanted = piece
    .filter(({ fits }) => !fits)
    .map(({ http }) => conditionsOf(http))
    .filter((conditions) => consistent([...wanted, ...conditions]) !== false)
    .sort((left, right) => left.length - right.length);
  return search(wanted, unwanted, budget);
}

function search(held: readonly Condition[], open: readonly (readonly Condition[])[], budget: { left: number }): boolean | undefined {
  if (--budget.left < 0) return undefined;
  const now = consistent(held);
  if (now === false) return false;
  const [first, ...rest] = open;
  if (first === undefined) return now;
  let sure = true;
  for (const condition of first) {
    const answer = search([...held, { ...condition, holds: !condition.holds }], rest, budget);
    if (answer === true) return true;
    if (answer === undefined) sure = false;
  }
  return sure ? false : undefined;
}

function conditionsOf(http: IntentionHTTPPermission): Condition[] {
  const { Methods = [], Header = [] } = http;
  return [
    ...(pathMatcher(http) === undefined ? [] : [{ about: 'path' as const, holds: true, http }]),
    ...(Methods.length > 0 ? [{ about: 'method' as const, holds: true, methods: Methods.map((method) => method.toUpperCase()) }] : []),
    ...Header.filter((header) => valueMatcher(header) !== undefined).map((header) => ({ about: 'header' as const, holds: true, header })),
  ];
}

/** Whether one request can meet all conditions. Method, path and each header are free of each other. */
function consistent(conditions: readonly Condition[]): boolean | undefined {
  const byHeader = new Map<string, HeaderCondition[]>();
  for (const one of conditions) {
    if (one.about !== 'header') continue;
    const name = (one.header.Name ?? '').toLowerCase();
    byHeader.set(name, [...(byHeader.get(name) ?? []), one]);
  }
  const answers = [
    someMethod(conditions.filter((one) => one.about === 'method')),
    somePath(conditions.filter((one) => one.about === 'path')),
    ...[...byHeader.values()].map(someHeader),
  ];
  if (answers.includes(false)) return false;
  // Envoy's names for method, path and host are no headers of their own.
  const special = [...byHeader.keys()].some((name) => name.startsWith(':') || name === 'host' || SET_BY_SIDECARS.test(name));
  return special || answers.includes(undefined) ? undefined : true;
}

/** The last stands for every method that Consul has no name for. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'OTHER'];

function someMethod(conditions: readonly MethodCondition[]): boolean {
  return METHODS.some((method) => conditions.every(({ holds, methods }) => methods.includes(method) === holds));
}

/** A condition on one text. */
interface TextTest {
  readonly holds: boolean;
  readonly fits: (text: string) => boolean | undefined;
  readonly exact?: string | undefined;
  readonly prefix?: string | undefined;
  /** One text per meaning, where the comparison is neither exact nor a prefix. */
  readonly other?: string | undefined;
  /** A text that fits it, made with a letter; undefined where none can be made. */
  readonly example?: ((letter: string) => string | undefined) | undefined;
}

function somePath(conditions: readonly PathCondition[]): boolean | undefined {
  return someText(
    '/',
    conditions.map(({ holds, http }): TextTest => {
      const { PathExact: exact = '', PathPrefix: prefix = '', PathRegex: other = '' } = http;
      const matches = pathMatcher(http);
      const fits = (path: string): boolean | undefined => matches?.({ path });
      if (exact !== '') return { holds, fits, exact };
      return prefix === '' ? { holds, fits, other, example: (letter) => pathLike(other, letter) } : { holds, fits, prefix };
    }),
  );
}

/** A path that fits an expression of the form that templates have, `/orders/[^/]+`. */
function pathLike(expression: string, letter: string): string | undefined {
  const path = expression.replaceAll('[^/]+', letter).replaceAll(/\\([^\w\s])/g, (_, plain: string) => `\0${plain}`);
  return /(?<!\0)[.*+?^${}()|[\]\\]/.test(path) ? undefined : path.replaceAll('\0', '');
}

function someHeader(conditions: readonly HeaderCondition[]): boolean | undefined {
  // Without the header nothing fits but that it must not be there.
  if (conditions.every(({ holds, header }) => (valueMatcher(header) === 'present' && header.Invert === true) === holds)) return true;
  return someText('', conditions.map(headerTest));
}

/** What a condition asks of the value of a header that is there. */
function headerTest({ holds: fitsAsWhole, header }: HeaderCondition): TextTest {
  const { Name: _name, Invert, IgnoreCase, Exact: exact = '', Regex = '', Prefix: prefix = '' } = header;
  const holds = fitsAsWhole !== (Invert === true);
  const matches = valueMatcher(header);
  if (matches === 'present' || matches === undefined) return { holds, fits: () => true };
  if (IgnoreCase !== true && exact !== '') return { holds, fits: matches, exact };
  if (IgnoreCase !== true && Regex === '' && prefix !== '') return { holds, fits: matches, prefix };
  const { Suffix, Contains } = header;
  return { holds, fits: matches, other: JSON.stringify([exact, Regex, prefix, Suffix, Contains, IgnoreCase]) };
}

/**
 * Whether a text meets all tests. Exact texts and prefixes divide all texts into kinds, and each kind has a member that is
 * such a text, or one with a letter behind it that stands in none: where no member fits, nothing does. For other
 * comparisons a member that fits is an example all the same, and the same one wanted and not wanted is a contradiction.
 */
function someText(start: string, tests: readonly TextTest[]): boolean | undefined {
  const exact = tests.find((test) => test.holds && test.exact !== undefined)?.exact;
  if (exact !== undefined) return all(tests, exact);
  const texts = [start, ...tests.flatMap((test) => [test.exact, test.prefix].filter((text) => text !== undefined))];
  const fresh = letterNotIn(texts.join(''));
  if (fresh === undefined) return undefined;
  const members = texts.flatMap((text) => [text, text + fresh]);
  members.push(...tests.flatMap(({ example }) => example?.(fresh) ?? []));
  const others = tests.filter(({ other }) => other !== undefined);
  const plain = tests.filter(({ other }) => other === undefined);
  if (!members.some((member) => all(plain, member) === true)) return false;
  if (others.length === 0 || members.some((member) => all(tests, member) === true)) return true;
  const wanted = new Set(others.filter(({ holds }) => holds).map(({ other }) => other));
  return others.some(({ holds, other }) => !holds && wanted.has(other)) ? false : undefined;
}

function all(tests: readonly TextTest[], text: string): boolean | undefined {
  let sure = true;
  for (const { holds, fits } of tests) {
    const answer = fits(text);
    if (answer === undefined) sure = false;
    else if (answer !== holds) return false;
  }
  return sure ? true : undefined;
}

const LETTERS = Array.from('zqxjkvwyZQXJKVWY0123456789abcdefghilmnoprstuABCDEFGHILMNOPRSTU~_-');

const letterNotIn = (text: string): string | undefined => LETTERS.find((letter) => !text.includes(letter));
