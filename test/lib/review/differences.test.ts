import fc from 'fast-check';
import { differences } from '../../../lib/review';

const paths = (before: unknown, after: unknown): string[] => differences(before, after).map(({ path }) => path);

describe('differences', () => {
  test('name members of lists by their names, wherever they stand', () => {
    const before = {
      TaskGroups: [
        { Name: 'a', Count: 1 },
        { Name: 'b', Count: 2 },
      ],
    };
    const after = {
      TaskGroups: [
        { Name: 'a', Count: 1 },
        { Name: 'b', Count: 3 },
      ],
    };

    expect(differences(before, after)).toEqual([{ path: 'TaskGroups[b].Count', before: 2, after: 3 }]);
  });

  test('say of a member that moved that the order is another one, and nothing else', () => {
    expect(paths([{ Name: 'a' }, { Name: 'b' }], [{ Name: 'b' }, { Name: 'a' }])).toEqual([' (order)']);
  });

  test('do not take an element that is put in front for a change of all that follow', () => {
    const [a, b] = [
      { Label: 'a', To: 1 },
      { Label: 'b', To: 2 },
    ];

    expect(paths({ Ports: [a, b] }, { Ports: [{ Label: 'c', To: 3 }, a, b] })).toEqual(['Ports[c]']);
  });

  test('of lists without names are what only one of them has', () => {
    const rack = { LTarget: '${meta.rack}', RTarget: 'r1' };
    const disk = { LTarget: '${meta.disk}', RTarget: 'nvme' };

    expect(differences({ Constraints: [rack] }, { Constraints: [rack, disk] })).toEqual([
      { path: 'Constraints', before: undefined, after: [disk] },
    ]);
  });

  test('look into the one element of a list without a name', () => {
    expect(paths({ Networks: [{ Mode: 'bridge' }] }, { Networks: [{ Mode: 'host' }] })).toEqual(['Networks.Mode']);
  });

  test('tell nothing, nothing of a list, and a list of nothing apart', () => {
    expect(paths({}, { Args: [] })).toEqual(['Args']);
    expect(paths({ Args: [] }, { Args: ['a'] })).toEqual(['Args']);
    expect(paths({ a: undefined }, {})).toEqual([]);
  });

  test('do not look at the order of members', () => {
    expect(paths({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([]);
  });
});

describe('for every two values', () => {
  const value = fc.jsonValue({ maxDepth: 4 });

  test('there are none of a value and itself', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(differences(json, structuredClone(json))).toEqual([]);
      }),
    );
  });

  test('there are some exactly where their texts differ, members sorted', () => {
    const sorted = (json: unknown): string =>
      JSON.stringify(json, (_, member: unknown) =>
        typeof member === 'object' && member !== null && !Array.isArray(member)
          ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
          : member,
      );
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(differences(one, other).length === 0).toBe(sorted(one) === sorted(other));
      }),
    );
  });

  test('the way back has the same paths', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(new Set(paths(other, one))).toEqual(new Set(paths(one, other)));
      }),
    );
  });
});
