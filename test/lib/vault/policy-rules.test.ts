import fc from 'fast-check';
import { policyPaths, policyText, PolicyRules } from '../../../lib/vault';

describe('the paths of a policy', () => {
  test.each<[string, string, readonly { readonly path: string; readonly capabilities: readonly string[] }[]]>([
    ['in HCL', 'path "secret/data/a" { capabilities = ["read", "list"] }', [{ path: 'secret/data/a', capabilities: ['read', 'list'] }]],
    ['in JSON', '{"path":{"secret/data/a":{"capabilities":["read"]}}}', [{ path: 'secret/data/a', capabilities: ['read'] }]],
    ['in the old word', 'path "a/b" { policy = "read" }', [{ path: 'a/b', capabilities: ['read', 'list'] }]],
    ['with a slash in front', 'path "/a/b" { capabilities = ["read"] }', [{ path: 'a/b', capabilities: ['read'] }]],
    ['of comments are none', '# path "x/y" { capabilities = ["read"] }\n/* path "x/z" { capabilities = ["read"] } */', []],
    [
      'stand beside parameters with brackets of their own',
      'path "a/b" {\n  allowed_parameters = { "x" = ["1"], "*" = [] }\n  capabilities = ["update"]\n}\npath "c/d" { capabilities = ["read"] }',
      [
        { path: 'a/b', capabilities: ['update'] },
        { path: 'c/d', capabilities: ['read'] },
      ],
    ],
    ['of no policy are none', '{ "path": 7', []],
  ])('%s', (_, text, expected) => {
    expect(policyPaths(text)).toEqual(expected);
  });

  test('that we write are those that are read', () => {
    const segment = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));
    const capabilities = fc
      .uniqueArray(fc.constantFrom('create', 'list', 'read', 'update'), { minLength: 1 })
      .map((list) => [...list].sort());
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ path, capabilities }), { selector: (each) => each.path }), (paths) => {
        const sorted = [...paths].sort((a, b) => (a.path < b.path ? -1 : 1));
        expect(policyPaths(policyText(paths))).toEqual(sorted);
      }),
    );
  });
});

describe('the capabilities at a path', () => {
  const at = (path: string, ...grants: readonly (readonly [string, string])[]): string[] => [
    ...new PolicyRules(grants.map(([granted, capability]) => ({ path: granted, capabilities: [capability] }))).capabilitiesAt(path),
  ];

  test.each<[string, string, readonly (readonly [string, string])[], readonly string[]]>([
    [
      'are those of the exact path before any pattern',
      'a/b',
      [
        ['a/*', 'list'],
        ['a/b', 'read'],
      ],
      ['read'],
    ],
    [
      'are those of the longest prefix',
      'a/b/c',
      [
        ['a/*', 'list'],
        ['a/b/*', 'read'],
      ],
      ['read'],
    ],
    ['of app/* are none at app', 'app', [['app/*', 'read']], []],
    ['of a star begin in the middle of a word', 'a/bcd', [['a/b*', 'read']], ['read']],
    ['of a plus are one segment, no more', 'a/x/c', [['a/+/c', 'read']], ['read']],
    ['of a plus are no two segments', 'a/x/y/c', [['a/+/c', 'read']], []],
    ['of a plus and a star go on', 'a/x/y/z', [['a/+/y*', 'read']], ['read']],
    [
      'are those whose first wildcard comes later',
      'a/b/c',
      [
        ['a/+/c', 'list'],
        ['a/b/*', 'read'],
      ],
      ['read'],
    ],
    [
      'are those without a star, where both wildcards stand at one place',
      'a/b/c',
      [
        ['a/+/c', 'read'],
        ['a/*', 'list'],
      ],
      ['read'],
    ],
    [
      'are those with fewer pluses',
      'a/b/c/d',
      [
        ['a/+/+/d', 'list'],
        ['a/+/c/d', 'read'],
      ],
      ['read'],
    ],
    [
      'of two policies on one path are both',
      'a/b',
      [
        ['a/b', 'read'],
        ['a/b', 'list'],
      ],
      ['read', 'list'],
    ],
    [
      'of two policies are a deny where one denies',
      'a/b',
      [
        ['a/b', 'read'],
        ['a/b', 'deny'],
      ],
      ['deny'],
    ],
    [
      'are not widened by a less exact path',
      'a/b',
      [
        ['a/b', 'list'],
        ['a/*', 'read'],
      ],
      ['list'],
    ],
  ])('%s', (_, path, grants, expected) => {
    expect(at(path, ...grants)).toEqual(expected);
  });
});
