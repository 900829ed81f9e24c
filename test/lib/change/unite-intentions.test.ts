import fc from 'fast-check';
import { IntentionEvaluator, type IntentionPermission, type IntentionSource } from '../../../lib/consul';
import { letsNobodyThrough, uniteSources } from '../../../lib/change/unite-intentions';

const allow = (path: string, ...methods: readonly ('GET' | 'POST')[]): IntentionPermission => ({
  Action: 'allow',
  HTTP: { PathExact: path, ...(methods.length === 0 ? {} : { Methods: methods }) },
});
const REST: IntentionPermission = { Action: 'deny', HTTP: { PathPrefix: '/' } };
const NOBODY: IntentionSource = { Name: '*', Type: 'consul', Precedence: 8, Action: 'deny' };
const source = (name: string, ...permissions: readonly IntentionPermission[]): IntentionSource => ({
  Name: name,
  Type: 'consul',
  Precedence: 9,
  Permissions: [...permissions, REST],
});
const connection = (name: string, Action: 'allow' | 'deny'): IntentionSource => ({ Name: name, Type: 'consul', Precedence: 9, Action });

const permission = fc.constantFrom(allow('/a'), allow('/a', 'GET'), allow('/b', 'GET', 'POST'), allow('/b'));
const random = fc
  .uniqueArray(
    fc.oneof(
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.uniqueArray(permission)).map(([name, list]) => source(name, ...list)),
      fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('allow' as const, 'deny' as const)).map(([n, act]) => connection(n, act)),
    ),
    { selector: ({ Name }) => Name },
  )
  .chain((sources) => fc.constantFrom([...sources, NOBODY], sources));

test('sources of two releases let through what one of them does, and nothing else', () => {
  fc.assert(
    fc.property(random, random, (deployed, wanted) => {
      const united = uniteSources(deployed, wanted)!;
      const allows = (sources: readonly IntentionSource[], from: string, request?: { method: string; path: string }) =>
        new IntentionEvaluator([{ name: 'to', entry: { Sources: sources } }]).permits(from, 'to', request) === 'allow';
      for (const from of ['a', 'b', 'c', 'd'])
        for (const request of [undefined, ...['GET', 'POST'].flatMap((method) => ['/a', '/b', '/c'].map((path) => ({ method, path })))])
          expect([from, request, allows(united, from, request)]).toEqual([
            from,
            request,
            allows(deployed, from, request) || allows(wanted, from, request),
          ]);
      expect(uniteSources(united, wanted)).toEqual(united);
    }),
    { numRuns: 500 },
  );
});

test('sources stay in the order in which Consul gives them back', () => {
  expect(uniteSources([source('a', allow('/a')), NOBODY], [source('b', allow('/b')), NOBODY])).toEqual([
    source('a', allow('/a')),
    source('b', allow('/b')),
    NOBODY,
  ]);
});

test.each<[string, IntentionSource]>([
  ['an opening for everybody', { ...NOBODY, Action: 'allow' }],
  ['a denial before a permission', source('a', { Action: 'deny', HTTP: { PathExact: '/a' } }, allow('/b'))],
  ['a condition on a token', source('a', { ...allow('/a'), JWT: { Providers: [{ Name: 'p' }] } } as IntentionPermission)],
  ['a source of another cluster', { ...connection('a', 'allow'), Peer: 'osaka' } as IntentionSource],
])('%s is not united', (_what, special) => {
  expect([uniteSources([special], [NOBODY]), uniteSources([NOBODY], [special])]).toEqual([undefined, undefined]);
});

test('only denials let nobody through', () => {
  expect([[NOBODY], [connection('a', 'allow')], [source('a', allow('/a'))], []].map(letsNobodyThrough)).toEqual([true, false, false, true]);
});
