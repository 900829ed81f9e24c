import fc from 'fast-check';
import { ANYBODY, IntentionEvaluator, type DestinationIntentions, type IntentionFacts, type MeshRequest } from '../../../lib/consul';
import { anyEntries, anyPermission, namedEntries, type Entries, type Permission, type Source } from '../../support/random-intentions';

const mesh = (entries: Entries, facts?: IntentionFacts): IntentionEvaluator => new IntentionEvaluator(namedEntries(entries), facts);
const allow = (Name: string): Source => ({ Name, Action: 'allow' });
const deny = (Name: string): Source => ({ Name, Action: 'deny' });
const requests = (Name: string, ...Permissions: readonly Permission[]): Source => ({ Name, Permissions });
const allowing = (HTTP: Permission['HTTP']): Permission => ({ Action: 'allow', HTTP });
const denying = (HTTP: Permission['HTTP']): Permission => ({ Action: 'deny', HTTP });
const token = { Providers: [{ Name: 'okta' }] };
const GET: MeshRequest = { method: 'GET', path: '/a' };

describe('between a caller and a destination', () => {
  // Columns: what Consul says of the pair, what the destination's sidecar does.
  test.each<[string, Entries, boolean, boolean]>([
    ['nobody speaks, and the default is a denial', {}, false, false],
    ['the exact caller counts before everybody', { b: [deny('*'), allow('a')] }, true, true],
    ['also where everybody else may', { b: [allow('*'), deny('a')] }, false, false],
    ['everybody of the destination counts before everybody of the mesh', { b: [allow('*')], '*': [deny('*')] }, true, true],
    ['everybody of the destination may, and the caller nothing anywhere', { b: [allow('*')], '*': [deny('a')] }, true, true],
    ['the caller of every destination counts before everybody', { '*': [deny('*'), allow('a')] }, true, true],
    ['the caller of this destination counts before the caller of every one', { b: [deny('a')], '*': [allow('a')] }, false, false],
    ['intentions of another destination do not speak', { c: [allow('a')], '*': [deny('*')] }, false, false],
    ['intentions of another caller do not speak', { b: [allow('c')] }, false, false],
    ['nobody may call this destination, and the caller may call every one', { b: [deny('*')], '*': [allow('a')] }, false, true],
  ])('%s', (_what, entries, consul, sidecar) => {
    const evaluator = mesh(entries);
    expect(evaluator.check('a', 'b')).toBe(consul);
    expect(evaluator.decide('a', 'b')).toBe(sidecar ? 'allow' : 'deny');
    expect(evaluator.permits('a', 'b')).toBe(sidecar ? 'allow' : 'deny');
    expect(evaluator.permits('a', 'b', GET)).toBe(sidecar ? 'allow' : 'deny');
  });

  test.each<[string, Entries, boolean, boolean]>([
    ['nobody speaks, and the default is to allow', {}, true, true],
    ['a denial of the exact caller counts', { b: [deny('a')] }, false, false],
    ['everybody may call this destination, and the caller may call none', { b: [allow('*')], '*': [deny('a')] }, true, false],
    ['nobody may call this destination, and the caller may call every one', { b: [deny('*')], '*': [allow('a')] }, false, false],
  ])('where the default policy allows: %s', (_what, entries, consul, sidecar) => {
    const evaluator = mesh(entries, { defaultPolicy: 'allow' });
    expect(evaluator.check('a', 'b')).toBe(consul);
    expect(evaluator.decide('a', 'b')).toBe(sidecar ? 'allow' : 'deny');
  });

  test('callers of other clusters and tenants are somebody else', () => {
    const evaluator = mesh({
      b: [
        { ...allow('a'), Peer: 'osaka' },
        { ...allow('a'), Namespace: 'other' },
        { ...allow('*'), Partition: 'other' },
      ],
    });
    expect([evaluator.check('a', 'b'), evaluator.decide('a', 'b')]).toEqual([false, 'deny']);
    expect(mesh({ b: [{ ...allow('a'), Namespace: 'default', Partition: 'default', Peer: '' }] }).decide('a', 'b')).toBe('allow');
  });

  test('what is neither a permission nor an action opens nothing', () => {
    expect(mesh({ b: [{ Name: 'a' }] }).decide('a', 'b')).toBe('deny');
    expect(mesh({ b: [{ Name: 'a', Action: 'deny', Permissions: [] }] }).decide('a', 'b')).toBe('deny');
  });

  test('a name with a dot in it is a pattern to the sidecar, and a name to Consul', () => {
    const evaluator = mesh({ b: [allow('web.v1')] });
    expect([evaluator.check('web.v1', 'b'), evaluator.check('web-v1', 'b')]).toEqual([true, false]);
    expect([evaluator.decide('web.v1', 'b'), evaluator.decide('web-v1', 'b'), evaluator.decide('web-v12', 'b')]).toEqual([
      'allow',
      'allow',
      'deny',
    ]);
  });
});

describe('permissions', () => {
  const two = requests('a', denying({ PathExact: '/a/secret' }), allowing({ PathPrefix: '/a' }));

  test('count in order, and no less exact intention where none fits', () => {
    const evaluator = mesh({ b: [two, allow('*')], '*': [allow('a')] });
    const permits = (path: string) => evaluator.permits('a', 'b', { method: 'GET', path });
    expect([permits('/a/secret'), permits('/a/b'), permits('/b')]).toEqual(['deny', 'allow', 'deny']);
    expect(evaluator.decide('a', 'b')).toEqual({ permissions: two.Permissions, otherwise: 'deny' });
  });

  test('leave what none fits to the default policy', () => {
    const evaluator = mesh({ b: [two, deny('*')] }, { defaultPolicy: 'allow' });
    const permits = (path: string) => evaluator.permits('a', 'b', { method: 'GET', path });
    expect([permits('/a/secret'), permits('/a/b'), permits('/b')]).toEqual(['deny', 'allow', 'allow']);
  });

  test('are a denial to who asks Consul, and where the destination speaks tcp', () => {
    const all = mesh({ b: [requests('a', allowing({ PathPrefix: '/' }))] }, { protocolOf: (name) => (name === 'b' ? 'tcp' : 'http') });
    expect([all.check('a', 'b'), all.decide('a', 'b'), all.permits('a', 'b', GET)]).toEqual([false, 'deny', 'deny']);
    expect(mesh({ b: [two] }).check('a', 'b')).toBe(false);
    expect(mesh({ b: [two] }, { defaultPolicy: 'allow' }).check('a', 'b')).toBe(false);
    expect(mesh({ b: [two] }).permits('a', 'b')).toBe('deny');
  });

  test('of everybody at this destination hold beside a caller of every destination', () => {
    const everybody = requests('*', allowing({ PathPrefix: '/a' }));
    expect(mesh({ b: [everybody], '*': [deny('a')] }).permits('a', 'b', GET)).toBe('allow');
    expect(mesh({ b: [everybody], '*': [allow('a')] }).permits('a', 'b', { method: 'GET', path: '/b' })).toBe('allow');
  });

  test('that let nothing through are a denial', () => {
    expect(mesh({ b: [requests('a', denying({ PathPrefix: '/' }))] }).decide('a', 'b')).toBe('deny');
  });
});

describe('a permission fits', () => {
  const fits = (HTTP: Permission['HTTP'], request: Partial<MeshRequest>, facts?: IntentionFacts) =>
    mesh({ b: [requests('a', allowing(HTTP))] }, facts).permits('a', 'b', { ...GET, ...request });

  test.each<[string, Permission['HTTP'], Partial<MeshRequest>, 'allow' | 'deny']>([
    ['an exact path', { PathExact: '/a' }, {}, 'allow'],
    ['that path with a query', { PathExact: '/a' }, { path: '/a?x=1/../b' }, 'allow'],
    ['no longer path', { PathExact: '/a' }, { path: '/a/' }, 'deny'],
    ['no path of another case', { PathExact: '/a' }, { path: '/A' }, 'deny'],
    ['a prefix, letter by letter', { PathPrefix: '/a' }, { path: '/ab' }, 'allow'],
    ['a regular expression as a whole', { PathRegex: '/a|/b' }, { path: '/b' }, 'allow'],
    ['and no part of the path', { PathRegex: '/a' }, { path: '/a/b' }, 'deny'],
    ['without the query', { PathRegex: '/[a-z]+' }, { path: '/a?1' }, 'allow'],
    ['a method', { Methods: ['POST', 'GET'] }, {}, 'allow'],
    ['no other method', { Methods: ['POST'] }, {}, 'deny'],
    ['no method in lower case', { Methods: ['GET'] }, { method: 'get' }, 'deny'],
    ['every request where nothing is said', {}, {}, 'allow'],
    ['every request where only empty texts are said', { PathExact: '', PathPrefix: '', PathRegex: '', Methods: [] }, {}, 'allow'],
    ['path and method together', { PathExact: '/a', Methods: ['POST'] }, {}, 'deny'],
  ])('%s', (_what, permission, request, verdict) => {
    expect(fits(permission, request)).toBe(verdict);
  });

  test.each<[string, NonNullable<NonNullable<Permission['HTTP']>['Header']>[number], string | undefined, boolean]>([
    ['that is there', { Present: true }, '', true],
    ['that is not there', { Present: true }, undefined, false],
    ['that must not be there', { Present: true, Invert: true }, undefined, true],
    ['that must not be there and is', { Present: true, Invert: true }, 'x', false],
    ['of this value', { Exact: 'fx' }, 'fx', true],
    ['of another value', { Exact: 'fx' }, 'FX', false],
    ['of this value in any case', { Exact: 'fx', IgnoreCase: true }, 'FX', true],
    ['of this value where case folds beyond ASCII', { Exact: 'k', IgnoreCase: true }, '\u212a', false],
    ['that begins so', { Prefix: 'fx-' }, 'fx-spot', true],
    ['that begins so in any case', { Prefix: 'FX-', IgnoreCase: true }, 'fx-spot', true],
    ['that begins otherwise', { Prefix: 'fx-' }, 'fx', false],
    ['that ends so', { Suffix: '-spot' }, 'fx-spot', true],
    ['that ends otherwise', { Suffix: '-spot' }, 'fx-swap', false],
    ['that has it inside', { Contains: 'x-s' }, 'fx-spot', true],
    ['that has it nowhere', { Contains: 'x-s' }, 'fx', false],
    ['that a regular expression fits as a whole', { Regex: 'v[12]' }, 'v2', true],
    ['that it fits in a part alone', { Regex: 'v[12]' }, 'v2.1', false],
    ['of any other value', { Exact: 'fx', Invert: true }, 'equities', true],
    ['of any other value, and has this one', { Exact: 'fx', Invert: true }, 'fx', false],
    // Envoy asks for a value that is another one; no value is none.
    ['of any other value, and has none', { Exact: 'fx', Invert: true }, undefined, false],
    ['that does not begin so, and is not there', { Prefix: 'fx', Invert: true }, undefined, false],
    ['compared in no way, which is no condition', {}, undefined, true],
  ])('a header %s', (_what, header, value, expected) => {
    const headers: Record<string, string> = value === undefined ? {} : { 'X-Desk': value };
    expect(fits({ Header: [{ Name: 'x-DESK', ...header }] }, { headers })).toBe(expected ? 'allow' : 'deny');
  });

  test('headers that must all be there', () => {
    const both = {
      Header: [
        { Name: 'x-a', Exact: '1' },
        { Name: 'x-b', Present: true },
      ],
    };
    expect(fits(both, { headers: { 'x-a': '1' } })).toBe('deny');
    expect(fits(both, { headers: { 'x-a': '1', 'x-b': '2' } })).toBe('allow');
  });

  test('the method and the path by the names that Envoy has for them', () => {
    expect(fits({ Header: [{ Name: ':method', Prefix: 'G' }] }, {})).toBe('allow');
    expect(fits({ Header: [{ Name: ':path', Suffix: '?all' }] }, { path: '/a?all' })).toBe('allow');
    expect(fits({ Header: [{ Name: ':authority', Exact: 'b' }] }, { headers: { Host: 'b' } })).toBe('allow');
  });
});

test('a request whose path the proxy refuses is denied, whoever may ask for everything', () => {
  const strict = { paths: true, mergeSlashes: true, escapedSlashes: 'reject', underscores: 'reject' } as const;
  const evaluator = mesh({ b: [allow('a')] }, { normalizationOf: () => strict });
  const permits = (path: string) => evaluator.permits('a', 'b', { method: 'GET', path });
  expect([permits('/a%2Fb'), permits('/a/b'), evaluator.permits('a', 'b')]).toEqual(['deny', 'allow', 'allow']);
  expect(
    mesh({ b: [requests('a', allowing({ PathExact: '/b' }))] }, { normalizationOf: () => strict }).permits('a', 'b', {
      method: 'GET',
      path: '/a/../b',
    }),
  ).toBe('allow');
});

describe('nobody knows here', () => {
  const verdict = (entry: DestinationIntentions['entry'], request: Partial<MeshRequest> = {}, facts?: IntentionFacts) =>
    new IntentionEvaluator([{ name: 'b', entry }], facts).permits('a', 'b', { ...GET, ...request });

  test('what a token opens', () => {
    expect(verdict({ Sources: [allow('a')], JWT: token })).toBe('unknown');
    expect(verdict({ Sources: [requests('a', { ...allowing({ PathPrefix: '/a' }), JWT: token })] })).toBe('unknown');
    expect(verdict({ Sources: [requests('a', allowing({ PathPrefix: '/a' }))], JWT: token })).toBe('unknown');
    expect(verdict({ Sources: [deny('a')], JWT: token }, {}, { defaultPolicy: 'allow' })).toBe('unknown');
  });

  test('but a token opens nothing that is denied, or that another permission decided', () => {
    expect(verdict({ Sources: [deny('a')], JWT: token })).toBe('deny');
    expect(verdict({ Sources: [requests('a', allowing({ PathPrefix: '/a' }))], JWT: token }, { path: '/b' })).toBe('deny');
    expect(verdict({ Sources: [requests('a', { ...denying({ PathPrefix: '/a' }), JWT: token }, allowing({ PathPrefix: '/' }))] })).toBe(
      'deny',
    );
    expect(verdict({ Sources: [requests('a', allowing({ PathExact: '/a' }), { ...allowing({ PathPrefix: '/' }), JWT: token })] })).toBe(
      'allow',
    );
  });

  test('and a token is not looked at where the destination speaks tcp', () => {
    expect(verdict({ Sources: [allow('a')], JWT: token }, {}, { protocolOf: () => 'tcp' })).toBe('allow');
  });

  test('what an expression fits that cannot be read, unless it does not matter', () => {
    const odd = { PathRegex: '(?i:/a)' };
    expect(verdict({ Sources: [requests('a', allowing(odd))] })).toBe('unknown');
    expect(verdict({ Sources: [requests('a', denying(odd), allowing({ PathPrefix: '/a' }))] })).toBe('unknown');
    expect(verdict({ Sources: [requests('a', denying(odd), allowing({ PathPrefix: '/b' }))] })).toBe('deny');
    expect(verdict({ Sources: [requests('a', allowing(odd), allowing({ PathPrefix: '/a' }))] })).toBe('allow');
    expect(verdict({ Sources: [requests('a', allowing({ ...odd, Methods: ['POST'] }))] })).toBe('deny');
  });

  test('what headers hold that the sidecars set', () => {
    expect(verdict({ Sources: [requests('a', allowing({ Header: [{ Name: 'X-Request-Id', Present: true }] }))] })).toBe('unknown');
    expect(verdict({ Sources: [requests('a', allowing({ Header: [{ Name: 'host', Exact: 'b' }] }))] })).toBe('unknown');
  });
});

describe('the callers of a destination', () => {
  test('are all who may ask for anything, by name, with what they may', () => {
    const evaluator = mesh({
      b: [requests('z', allowing({ PathPrefix: '/z' })), allow('a'), deny('c'), requests('d', denying({ PathPrefix: '/' })), deny('*')],
      '*': [allow('operator'), deny('intern'), deny('*')],
    });
    expect(evaluator.callers('b')).toEqual([
      { source: 'a', decision: 'allow' },
      { source: 'operator', decision: 'allow' },
      { source: 'z', decision: { permissions: [allowing({ PathPrefix: '/z' })], otherwise: 'deny' } },
    ]);
    expect(evaluator.callers('c').map(({ source }) => source)).toEqual(['operator']);
    expect(evaluator.destinations).toEqual(['b']);
  });

  test('are everybody where an intention or the default policy says so', () => {
    expect(mesh({ b: [allow('*'), deny('a')] }).callers('b')).toEqual([{ source: ANYBODY, decision: 'allow' }]);
    expect(mesh({ b: [deny('a')] }, { defaultPolicy: 'allow' }).callers('b')).toEqual([{ source: ANYBODY, decision: 'allow' }]);
  });

  test('are nobody where nothing is said', () => {
    expect(mesh({}).callers('b')).toEqual([]);
  });
});

const NAMES = ['a', 'b', 'c', 'd'];
const PATHS = ['/', '/a', '/a/b', '/orders/1'];
const randomEntries = anyEntries({
  destinations: NAMES.map((name) => ({ name, http: true })),
  sources: NAMES,
  everywhere: [...NAMES, ANYBODY],
});
const anyPolicy = fc.constantFrom('allow' as const, 'deny' as const);

/** Every question that can be asked of some names. */
function answers(evaluator: IntentionEvaluator): string[] {
  return NAMES.flatMap((to) =>
    NAMES.flatMap((from) =>
      PATHS.flatMap((path) =>
        ['GET', 'POST'].map((method) => `${from} ${to} ${method} ${path}: ${evaluator.permits(from, to, { method, path })}`),
      ),
    ),
  );
}

describe('of all intentions it holds', () => {
  test('that the order of sources and of entries says nothing', () => {
    fc.assert(
      fc.property(randomEntries, anyPolicy, (entries, defaultPolicy) => {
        const turned = Object.fromEntries(
          Object.entries(entries)
            .reverse()
            .map(([name, list]) => [name, [...list].reverse()]),
        );
        expect(answers(mesh(turned, { defaultPolicy }))).toEqual(answers(mesh(entries, { defaultPolicy })));
      }),
    );
  });

  test('that a denial of an exact pair closes it and changes nothing else', () => {
    fc.assert(
      fc.property(randomEntries, anyPolicy, fc.constantFrom(...NAMES), fc.constantFrom(...NAMES), (entries, defaultPolicy, from, to) => {
        const closed = { ...entries, [to]: [...(entries[to] ?? []).filter(({ Name }) => Name !== from), deny(from)] };
        const before = answers(mesh(entries, { defaultPolicy }));
        const after = answers(mesh(closed, { defaultPolicy }));
        const pair = `${from} ${to} `;
        expect(after.filter((answer) => answer.startsWith(pair) && !answer.endsWith(': deny'))).toEqual([]);
        expect(after.filter((answer) => !answer.startsWith(pair))).toEqual(before.filter((answer) => !answer.startsWith(pair)));
      }),
    );
  });

  test('that a denial put before permissions never opens, and an allowance put before them never closes', () => {
    fc.assert(
      fc.property(randomEntries, anyPolicy, anyPermission, (entries, defaultPolicy, first) => {
        const put = Object.fromEntries(
          Object.entries(entries).map(([name, list]) => [
            name,
            list.map((one) => (one.Permissions === undefined ? one : { ...one, Permissions: [first, ...one.Permissions] })),
          ]),
        );
        const before = answers(mesh(entries, { defaultPolicy }));
        const after = answers(mesh(put, { defaultPolicy }));
        const other = first.Action === 'allow' ? ': deny' : ': allow';
        expect(after.filter((answer) => answer.endsWith(other) && !before.includes(answer))).toEqual([]);
      }),
    );
  });

  test('that what Consul allows under a policy that denies, the sidecar lets through', () => {
    fc.assert(
      fc.property(randomEntries, (entries) => {
        const evaluator = mesh(entries);
        const pairs = NAMES.flatMap((to) => NAMES.map((from) => [from, to] as const)).filter(([from, to]) => evaluator.check(from, to));
        expect(pairs.filter(([from, to]) => evaluator.decide(from, to) !== 'allow')).toEqual([]);
      }),
    );
  });

  test('that the callers of a destination are exactly those who are not denied', () => {
    fc.assert(
      fc.property(randomEntries, anyPolicy, (entries, defaultPolicy) => {
        const evaluator = mesh(entries, { defaultPolicy });
        for (const to of NAMES) {
          const callers = new Map(evaluator.callers(to).map(({ source, decision }) => [source, decision]));
          const anybody = callers.get(ANYBODY) ?? 'deny';
          expect(evaluator.decide('somebody-else', to)).toEqual(anybody);
          for (const [source, decision] of callers) expect(evaluator.decide(source, to)).toEqual(decision);
          // Who is not listed by name is denied, or is anybody.
          const others = NAMES.filter((from) => !callers.has(from)).map((from) => evaluator.decide(from, to));
          expect(others.filter((decision) => decision !== 'deny')).toEqual(
            others.filter((decision) => decision !== 'deny').map(() => anybody),
          );
        }
      }),
    );
  });
});
