import fc from 'fast-check';
import { JsonLines, mistakeIn, stepsOf } from '../../../cli/input/json-lines';

type Steps = readonly (string | number)[];

/** Every place of a value. */
function placesIn(value: unknown, steps: Steps = []): Steps[] {
  if (typeof value !== 'object' || value === null) return [steps];
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [steps, ...members.flatMap(([step, member]) => placesIn(member, [...steps, step]))];
}

/** The value with something that stands nowhere else at a place. */
function marked(value: unknown, [step, ...rest]: Steps): unknown {
  if (step === undefined) return MARK;
  if (Array.isArray(value)) return value.map((member: unknown, index) => (index === step ? marked(member, rest) : member));
  return Object.fromEntries(Object.entries(value as object).map(([key, member]) => [key, key === step ? marked(member, rest) : member]));
}

const MARK = '— here —';

/** Names that differ in more than their case, as members of a Go struct do. */
const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('node'), { maxLength: 4 }),
  object: fc
    .uniqueArray(fc.string(), { maxLength: 4, selector: (name) => name.toLowerCase() })
    .chain((names) =>
      fc.tuple(...names.map(() => tie('node'))).map((members) => Object.fromEntries(names.map((name, index) => [name, members[index]]))),
    ),
})).node;

describe('the line of a member of a JSON text', () => {
  test('is the one it stands on, in every text', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.constantFrom(undefined, 1, '\t'), (json, nth, indent) => {
        const places = placesIn(json);
        const place = places[nth % places.length]!;
        const text = JSON.stringify(marked(json, place), undefined, indent);
        const line = text.split('\n').findIndex((one) => one.includes(JSON.stringify(MARK))) + 1;
        expect(new JsonLines(text).lineOf(undefined, place)).toBe(line);
      }),
      { numRuns: 500 },
    );
  });

  test('is found in the element of a list as in a text of its own', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), fc.nat(), (list, nth) => {
        const lines = new JsonLines(JSON.stringify(list, undefined, 2));
        const index = nth % list.length;
        for (const place of placesIn(list[index])) expect(lines.lineOf(index, place)).toBe(lines.lineOf(undefined, [index, ...place]));
      }),
    );
  });

  const job = `{
  "ID": "orders",
  "taskgroups": [
    { "Name": "a" },
    {
      "Name": "b",
      "Env": { "a.b": "1" }
    }
  ]
}`;

  test.each<[string, Steps, number]>([
    ['of the whole', [], 1],
    ['of a member', ['ID'], 2],
    ['of a name in another case, which Go reads all the same', ['TaskGroups', 1, 'Name'], 6],
    ['of a name with a dot', ['TaskGroups', 1, 'Env', 'a.b'], 7],
    ['of what is missing: the line of what should hold it', ['TaskGroups', 1, 'Count'], 5],
    ['of an element beyond the list: the line of the list', ['TaskGroups', 7], 3],
    ['of a member of what has no members', ['ID', 'deeper'], 2],
  ])('%s', (_, steps, line) => {
    expect(new JsonLines(job).lineOf(undefined, steps)).toBe(line);
  });

  test('of a name that is there twice is that of the last, as a parser takes it', () => {
    expect(new JsonLines('{\n"a": 1,\n"a": 2\n}').lineOf(undefined, ['a'])).toBe(3);
  });
});

describe('where a text stops to be JSON', () => {
  test('is undefined for JSON, and for nothing else', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '01',
      '1.5e3',
      'true',
      'nul',
      ' ',
      '\n',
      '"\\u00e9"',
      '"\t"',
    );
    const text = fc.oneof(
      value.map((json) => JSON.stringify(json)),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.tuple(value, fc.nat(), piece).map(([json, at, extra]) => {
        const whole = JSON.stringify(json);
        const position = at % (whole.length + 1);
        return whole.slice(0, position) + extra + whole.slice(position);
      }),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        let isJson = true;
        try {
          JSON.parse(candidate);
        } catch {
          isJson = false;
        }
        expect(mistakeIn(candidate) === undefined).toBe(isJson);
      }),
      { numRuns: 2000 },
    );
  });

  test('is the end of a text that is cut off anywhere', () => {
    const text = '{"ID": "orders", "TaskGroups": [{"Name": "a", "Tasks": []}]}';
    for (let length = 1; length < text.length; length++) expect(mistakeIn(text.slice(0, length))).toEqual({ line: 1, isEnd: true });
  });

  test('is the line of the mistake', () => {
    expect(mistakeIn('{\n  "a": 1,\n  b: 2\n}')).toEqual({ line: 3, isEnd: false });
  });
});

test('an address is taken apart into its steps', () => {
  expect(stepsOf('TaskGroups[0].Tasks[12].Env["a.b\\"c"].X')).toEqual(['TaskGroups', 0, 'Tasks', 12, 'Env', 'a.b"c', 'X']);
  expect(stepsOf('')).toEqual([]);
});
