import fc from 'fast-check';
import { IntentionEvaluator, requestSubset, type Decision, type MeshRequest, type SubsetAnswer } from '../../../lib/consul';
import { anyPermission, anyRequest, namedEntries, type Permission } from '../../support/random-intentions';

type Http = NonNullable<Permission['HTTP']>;
const set = (permissions: readonly Permission[], otherwise: 'allow' | 'deny' = 'deny'): Decision => ({ permissions, otherwise });
const allowing = (...http: readonly Http[]): Permission[] => http.map((HTTP) => ({ Action: 'allow', HTTP }));
const denying = (HTTP: Http): Permission => ({ Action: 'deny', HTTP });
const desk = (how: object): Http => ({ Header: [{ Name: 'x-desk', ...how }] });

describe('of two sets of requests, the first is a part of the second', () => {
  test.each<[string, Decision, Decision, SubsetAnswer]>([
    ['nothing and anything', 'deny', set(allowing({ PathExact: '/a' })), 'yes'],
    ['anything and everything', set(allowing({ PathExact: '/a' })), 'allow', 'yes'],
    ['everything and something', 'allow', set(allowing({ PathExact: '/a' })), 'no'],
    ['something and nothing', set(allowing({ PathExact: '/a' })), 'deny', 'no'],
    ['everything in words', 'allow', set(allowing({ PathPrefix: '/' })), 'yes'],
    ['a path and itself', set(allowing({ PathExact: '/a' })), set(allowing({ PathExact: '/b' }, { PathExact: '/a' })), 'yes'],
    ['a path and its prefix', set(allowing({ PathExact: '/a/b' })), set(allowing({ PathPrefix: '/a' })), 'yes'],
    ['a prefix and a path of it', set(allowing({ PathPrefix: '/a' })), set(allowing({ PathExact: '/a' })), 'no'],
    ['a prefix and a longer one', set(allowing({ PathPrefix: '/a' })), set(allowing({ PathPrefix: '/a/' })), 'no'],
    [
      'a prefix and all that would be needed to cover it',
      set(allowing({ PathPrefix: '/a' })),
      set(allowing({ PathPrefix: '/a/' }, { PathPrefix: '/az' }, { PathExact: '/a' })),
      'no',
    ],
    ['a method and several', set(allowing({ Methods: ['GET'] })), set(allowing({ Methods: ['GET', 'POST'] })), 'yes'],
    [
      'several methods, covered one by one',
      set(allowing({ Methods: ['GET', 'POST'] })),
      set(allowing({ Methods: ['POST'] }, { Methods: ['GET'] })),
      'yes',
    ],
    [
      'every method and all that Consul can name',
      set(allowing({ PathExact: '/a' })),
      set(allowing({ PathExact: '/a', Methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'] })),
      'no',
    ],
    [
      'a condition more and the same without it',
      set(allowing({ PathExact: '/a', ...desk({ Exact: 'fx' }) })),
      set(allowing({ PathExact: '/a' })),
      'yes',
    ],
    [
      'the same without a condition and with it',
      set(allowing({ PathExact: '/a' })),
      set(allowing({ PathExact: '/a', ...desk({ Present: true }) })),
      'no',
    ],
    [
      'a template and another, which it does not have',
      set(allowing({ PathRegex: '/a/[^/]+' }, { PathRegex: String.raw`/a/[^/]+/b\.c` })),
      set(allowing({ PathRegex: '/a/[^/]+' })),
      'no',
    ],
    [
      'a template and a method of it',
      set(allowing({ PathRegex: '/a/[^/]+' })),
      set(allowing({ PathRegex: '/a/[^/]+', Methods: ['GET'] })),
      'no',
    ],
    ['a template and a prefix around it', set(allowing({ PathRegex: '/a/[^/]+' })), set(allowing({ PathPrefix: '/a/' })), 'undecidable'],
    ['an expression of another form', set(allowing({ PathRegex: '/a/b*' })), set(allowing({ PathRegex: '/a/b+' })), 'undecidable'],
    [
      'what a denial before takes away',
      set([denying({ PathExact: '/a' }), ...allowing({ PathPrefix: '/a' })]),
      set(allowing({ PathPrefix: '/a' })),
      'yes',
    ],
    [
      'all of it and what a denial leaves',
      set(allowing({ PathPrefix: '/a' })),
      set([denying({ PathExact: '/a' }), ...allowing({ PathPrefix: '/a' })]),
      'no',
    ],
    [
      'a denial that comes too late',
      set(allowing({ PathPrefix: '/a' })),
      set([...allowing({ PathPrefix: '/a' }), denying({ PathExact: '/a' })]),
      'yes',
    ],
    [
      'the same in another order',
      set(allowing({ PathExact: '/a' }, { PathRegex: '/b+' })),
      set(allowing({ PathRegex: '/b+' }, { PathExact: '/a' })),
      'yes',
    ],
    ['an exact value and its prefix', set(allowing(desk({ Exact: 'fx-spot' }))), set(allowing(desk({ Prefix: 'fx' }))), 'yes'],
    ['a value and that it is there', set(allowing(desk({ Contains: 'x' }))), set(allowing(desk({ Present: true }))), 'yes'],
    [
      'another value and that it is there',
      set(allowing(desk({ Exact: 'fx', Invert: true }))),
      set(allowing(desk({ Present: true }))),
      'yes',
    ],
    [
      'that it is not there, and another value',
      set(allowing(desk({ Present: true, Invert: true }))),
      set(allowing(desk({ Exact: 'fx', Invert: true }))),
      'no',
    ],
    ['a path that an expression fits', set(allowing({ PathExact: '/a/1' })), set(allowing({ PathRegex: '/a/[^/]+' })), 'yes'],
    ['a path that it does not fit', set(allowing({ PathExact: '/a/1/2' })), set(allowing({ PathRegex: '/a/[^/]+' })), 'no'],
    [
      'a prefix and an expression that leaves one of its paths out',
      set(allowing({ PathPrefix: '/a' })),
      set(allowing({ PathRegex: '/a/.*' })),
      'no',
    ],
    [
      'two expressions that say the same in other words',
      set(allowing({ PathRegex: '/[ab]' })),
      set(allowing({ PathRegex: '/a|/b' })),
      'undecidable',
    ],
    ['an expression and a prefix', set(allowing({ PathRegex: '/a/.*' })), set(allowing({ PathPrefix: '/a' })), 'undecidable'],
    [
      'an expression that cannot be read, and itself with a method more',
      set(allowing({ PathRegex: '(?i:/a)', Methods: ['GET'] })),
      set(allowing({ PathRegex: '(?i:/a)' })),
      'yes',
    ],
    ['two parts of a value', set(allowing(desk({ Suffix: 'spot' }))), set(allowing(desk({ Contains: 'spot' }))), 'undecidable'],
    [
      'what a sidecar sets',
      set(allowing({ PathPrefix: '/' })),
      set(allowing({ Header: [{ Name: 'x-request-id', Present: true }] })),
      'undecidable',
    ],
    ['what nobody knows', 'unknown', set(allowing({ PathPrefix: '/' })), 'undecidable'],
    [
      'what a token opens',
      set(allowing({ PathExact: '/a' })),
      set([{ Action: 'allow', HTTP: { PathPrefix: '/' }, JWT: { Providers: [{ Name: 'okta' }] } }]),
      'undecidable',
    ],
  ])('%s', (_what, inner, outer, answer) => {
    expect(requestSubset(inner, outer)).toBe(answer);
  });

  test('too long to be told', () => {
    const many = (mark: string) =>
      set(
        Array.from({ length: 12 }, (_, index): Permission =>
          denying({ PathRegex: `/${mark}${String(index)}.*`, ...desk({ Suffix: `${mark}${String(index)}` }), Methods: ['GET'] }),
        ),
        'allow',
      );
    expect(requestSubset(many('a'), many('b'))).not.toBe('yes');
  });
});

const permits = (decision: Decision, request: MeshRequest): boolean => {
  if (typeof decision === 'string') return decision === 'allow';
  const entries = namedEntries({ b: [{ Name: 'a', Permissions: decision.permissions }] });
  return new IntentionEvaluator(entries, { defaultPolicy: decision.otherwise }).permits('a', 'b', request) === 'allow';
};
const headersOf = (value: string | undefined): Record<string, string> => (value === undefined ? {} : { 'x-desk': value });
const anySet = (permission: fc.Arbitrary<Permission>): fc.Arbitrary<Decision> =>
  fc.record({
    permissions: fc.array(permission, { minLength: 1, maxLength: 4 }),
    otherwise: fc.constantFrom('deny' as const, 'deny' as const, 'allow' as const),
  });

describe('of all sets of requests it holds', () => {
  test('that a part lets nothing through that the whole does not', () => {
    fc.assert(
      fc.property(
        anySet(anyPermission),
        anySet(anyPermission),
        fc.array(anyRequest, { minLength: 40, maxLength: 40 }),
        (inner, outer, requests) => {
          fc.pre(requestSubset(inner, outer) === 'yes');
          expect(requests.filter((request) => permits(inner, request) && !permits(outer, request))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('that each is a part of itself, and of itself with something put before it', () => {
    fc.assert(
      fc.property(anySet(anyPermission), anyPermission, (one, first) => {
        fc.pre(typeof one !== 'string');
        const more = { ...one };
        const opened = { ...more, permissions: [{ ...first, Action: 'allow' as const }, ...more.permissions] };
        const closed = { ...more, permissions: [{ ...first, Action: 'deny' as const }, ...more.permissions] };
        expect(requestSubset(one, one)).toBe('yes');
        expect([requestSubset(one, opened), requestSubset(closed, one)]).not.toContain('no');
      }),
      { numRuns: 300 },
    );
  });

  test('that without expressions and parts of values the answer is what trying every kind of request says', () => {
    // Texts of permissions; behind each of them a letter that none of them has makes every other kind of text.
    const PATHS = ['/', '/a', '/a/', '/a/b', '/ab', '/b'];
    const VALUES = ['fx', 'fx-spot', 'eq'];
    const METHODS = ['GET', 'POST', 'PATCH'] as const;
    const every: MeshRequest[] = [...PATHS, ...PATHS.map((path) => `${path}9`)].flatMap((path) =>
      METHODS.flatMap((method) =>
        [undefined, '', '9', ...VALUES, ...VALUES.map((value) => `${value}9`)].map((value) => ({
          method,
          path,
          headers: headersOf(value),
        })),
      ),
    );
    const text = fc.constantFrom(...VALUES);
    const header = fc
      .tuple(
        fc.oneof(
          fc.constant({ Present: true }),
          text.map((Exact) => ({ Exact })),
          text.map((Prefix) => ({ Prefix })),
        ),
        fc.boolean(),
      )
      .map(([how, Invert]) => [{ Name: 'x-desk', ...how, Invert }]);
    const path = fc.constantFrom(...PATHS);
    const permission: fc.Arbitrary<Permission> = fc
      .tuple(
        fc.constantFrom('allow' as const, 'deny' as const),
        fc.oneof(
          path.map((PathExact) => ({ PathExact })),
          path.map((PathPrefix) => ({ PathPrefix })),
          fc.constant({}),
        ),
        fc.option(fc.uniqueArray(fc.constantFrom('GET' as const, 'POST' as const), { minLength: 1 })),
        fc.option(header),
      )
      .map(([Action, where, methods, headers]) => ({
        Action,
        HTTP: { ...where, ...(methods === null ? {} : { Methods: methods }), ...(headers === null ? {} : { Header: headers }) },
      }));
    fc.assert(
      fc.property(anySet(permission), anySet(permission), (inner, outer) => {
        const shown = every.some((request) => permits(inner, request) && !permits(outer, request));
        expect(requestSubset(inner, outer)).toBe(shown ? 'no' : 'yes');
      }),
      { numRuns: 300 },
    );
  });
});
