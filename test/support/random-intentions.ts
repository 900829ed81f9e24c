import fc from 'fast-check';
import { ANYBODY, type DestinationIntentions, type MeshRequest } from '../../lib/consul';

export type Source = NonNullable<DestinationIntentions['entry']['Sources']>[number];
export type Permission = NonNullable<Source['Permissions']>[number];
type HttpPermission = NonNullable<Permission['HTTP']>;
type HeaderPermission = NonNullable<HttpPermission['Header']>[number];

/** Destination → its sources; that of all destinations under the name of anybody. */
export type Entries = Readonly<Record<string, readonly Source[]>>;

/** Entries as the evaluator takes them. */
export const namedEntries = (entries: Entries): DestinationIntentions[] =>
  Object.entries(entries).map(([name, Sources]) => ({ name, entry: { Sources } }));

const action = fc.constantFrom('allow' as const, 'deny' as const);
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'] as const;

const path: fc.Arbitrary<HttpPermission> = fc.oneof(
  fc.record({ PathExact: fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/c', '/A', '/orders/1', '/a%20b') }),
  fc.record({ PathPrefix: fc.constantFrom('/', '/a', '/a/', '/a/b', '/orders', '/orders/', '/b') }),
  fc.record({
    PathRegex: fc.constantFrom(
      '/a',
      '/a|/b',
      '/a/?',
      '/.*',
      '.*b.*',
      '/[ab]+',
      '/orders/[^/]+',
      String.raw`/orders/\d+`,
      '(?i)/ORDERS/.*',
      '/[[:alpha:]]/b',
      String.raw`/a\.b`,
      '/a.b',
    ),
  }),
);

const value = fc.constantFrom('fx', 'FX', 'fx-spot', 'spot', 'x', 'eq');
const comparison: fc.Arbitrary<HeaderPermission> = fc.oneof(
  fc.constant({ Present: true }),
  fc.record({ Regex: fc.constantFrom('fx', 'f.', 'fx|eq', '.*spot', '[a-z-]+', '(?i)fx.*') }),
  fc
    .tuple(fc.constantFrom('Exact', 'Prefix', 'Suffix', 'Contains'), value, fc.boolean())
    .map(([how, text, ignore]) => ({ [how]: text, ...(ignore ? { IgnoreCase: true } : {}) })),
);
const header: fc.Arbitrary<HeaderPermission> = fc
  .tuple(fc.constantFrom('x-desk', 'X-Tier'), comparison, fc.boolean())
  .map(([Name, how, invert]) => ({ Name, ...how, ...(invert ? { Invert: true } : {}) }));

const methods = fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1, maxLength: 3 });
const headers = fc.array(header, { minLength: 1, maxLength: 2 });

/** Any permission that Consul accepts: at least one condition. */
export const anyPermission: fc.Arbitrary<Permission> = fc
  .tuple(action, fc.option(path, { freq: 4 }), fc.option(methods, { freq: 1 }), fc.option(headers, { freq: 1 }))
  .map(([Action, where, how, what]) => ({
    Action,
    HTTP: {
      ...(where ?? (how === null && what === null ? { PathPrefix: '/' } : {})),
      ...(how === null ? {} : { Methods: how }),
      ...(what === null ? {} : { Header: what }),
    },
  }));

/** A request that permissions have something to say of. */
export const anyRequest: fc.Arbitrary<MeshRequest> = fc.record({
  method: fc.constantFrom(...METHODS, 'PATCH', 'OPTIONS'),
  path: fc
    .tuple(
      fc.constantFrom(
        '/',
        '/a',
        '/a/',
        '/a/b',
        '/a/b/c',
        '/A',
        '/ab',
        '/b',
        '/b/a',
        '/a.b',
        '/orders',
        '/orders/',
        '/orders/1',
        '/orders/x/1',
        '/Orders/2',
        '/a%20b',
      ),
      fc.constantFrom('', '', '', '?a=/b'),
    )
    .map(([own, query]) => own + query),
  headers: fc
    .tuple(fc.option(value), fc.option(value))
    .map(([desk, tier]) => ({ ...(desk === null ? {} : { 'x-desk': desk }), ...(tier === null ? {} : { 'x-tier': tier }) })),
});

/** The same in other spellings, which sidecars put into one form. */
export const anySpelling: fc.Arbitrary<MeshRequest> = fc
  .tuple(
    anyRequest,
    fc.constantFrom(
      '/a/../b',
      '/b/./a',
      '//a',
      '/a//b',
      '/a/b/..',
      '/%61',
      '/a%2Fb',
      '/%2e%2e/a',
      String.raw`/a\b`,
      '/orders/%31',
      '/a/;x',
      '/a%5cb',
    ),
  )
  .map(([request, spelling]) => ({ ...request, path: spelling }));

export interface EntryNames {
  /** Destinations that may have an entry, and whether permissions are possible there. */
  readonly destinations: readonly { readonly name: string; readonly http: boolean }[];
  readonly sources: readonly string[];
  /** Sources of the entry for all destinations; none for no such entry. */
  readonly everywhere: readonly string[];
}

/** Some entries: about half of the destinations have one. */
export function anyEntries({ destinations, sources, everywhere }: EntryNames): fc.Arbitrary<Entries> {
  const plain = (names: readonly string[]): fc.Arbitrary<Source> => fc.record({ Name: fc.constantFrom(...names), Action: action });
  const withPermissions: fc.Arbitrary<Source> = fc.record({
    Name: fc.constantFrom(...sources, ANYBODY),
    Permissions: fc.array(anyPermission, { minLength: 1, maxLength: 4 }),
  });
  // A named source is drawn as often as anybody.
  const named = fc.oneof(plain(sources), fc.record({ Name: fc.constant(ANYBODY), Action: action }));
  const list = (one: fc.Arbitrary<Source>) =>
    fc.uniqueArray(one, { minLength: 1, maxLength: Math.max(4, sources.length / 4), selector: ({ Name }) => Name });
  return fc
    .tuple(
      everywhere.length === 0 ? fc.constant(null) : fc.option(list(plain(everywhere)), { freq: 4 }),
      ...destinations.map(({ http }) => fc.option(list(http ? fc.oneof(named, withPermissions) : named), { freq: 2 })),
    )
    .map(([all, ...own]) => ({
      ...(all === null ? {} : { [ANYBODY]: all }),
      ...Object.fromEntries(
        destinations.flatMap(({ name }, index) => {
          const sourcesOf = own[index];
          return sourcesOf === null || sourcesOf === undefined ? [] : [[name, sourcesOf]];
        }),
      ),
    }));
}
