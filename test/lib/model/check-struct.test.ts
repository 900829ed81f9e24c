import { checkStruct, Model, type Dialect } from '../../../lib/model';

const DIALECT: Dialect = {
  engine: 'Nomad',
  otherNotation: 'a jobspec file',
  codes: { unknown: 'NOMAD-UNKNOWN-FIELD', type: 'NOMAD-TYPE', duration: 'NOMAD-DURATION', version: 'NOMAD-VERSION', rule: 'NOMAD-RULE' },
};
const VERSIONS = { nomad: '1.11.3', nomadProviderApi: '1.11.0', edition: 'community' } as const;

/** A model of two structs with every shape and every fact that a table can state. */
const MODEL = new Model({
  structs: {
    Root:
      'Text:s Flag:b Whole:i Small:u8 Share:f Wait:d When:t Data:y Child:.Child Children:[.Child ByName:{.Child Lists:{[s Any:{a ' +
      'Mode:<Mode Loose:<?Mode New:s;since=2.0.0 Late:s;since=1.11.1 Old:s;until=1.10.0;use=Text Index:u;server Paid:.Child;ee Named:s;ee=default',
    Child: 'Depth:i;hcl=how_deep Empty:.Empty',
    Empty: '',
  },
  sets: { Mode: '= <= left' },
});
const check = (value: unknown, versions: Parameters<typeof checkStruct>[3] = VERSIONS) =>
  checkStruct(MODEL, 'Root', value, versions, DIALECT);

describe('checking an object against a table', () => {
  test('finds nothing in one that uses every shape as meant', () => {
    const good = {
      Text: '',
      Flag: false,
      Whole: -1,
      Small: 255,
      Share: 0.5,
      Wait: { toNanoseconds: () => 0 },
      When: '2026-01-31T09:00:00Z',
      Data: 'AA==',
      Child: { Depth: 1, Empty: {} },
      Children: [],
      ByName: { 'any name': {} },
      Lists: { a: ['b'] },
      Any: { a: [null, { b: 1 }] },
      Mode: '<=',
      Loose: '',
    };
    expect(check(good)).toEqual([]);
  });

  test('takes absent, undefined and null members for the same', () => {
    expect(check({ Text: undefined, Child: null })).toEqual([]);
  });

  test('takes objects without a prototype and of another realm', () => {
    expect(check(Object.assign(Object.create(null) as object, { Text: 'a' }))).toEqual([]);
  });

  test('writes addresses that can be read back', () => {
    const bad = { Children: [{}, { Depth: 'x' }], ByName: { 'a.b': { Depth: 'x' } }, Lists: { c: [1] } };
    expect(check(bad).map((finding) => finding.at)).toEqual(['Children[1].Depth', 'ByName["a.b"].Depth', 'Lists.c[0]']);
  });

  test('says that a struct without members takes nothing', () => {
    expect(check({ Child: { Empty: { Xyzzyx: 1 } } }).map((finding) => finding.fix)).toEqual(['remove it: Empty takes nothing']);
  });

  test('looks no further where a field is not taken at all', () => {
    expect(check({ Paid: { Depth: 'x' } }).map((finding) => finding.code)).toEqual(['EDITION']);
    expect(check({ New: 5 }).map((finding) => finding.code)).toEqual(['NOMAD-VERSION']);
  });

  test.each([
    [{ nomad: '2.0.0', nomadProviderApi: '2.0.0' }, []],
    [{ nomad: '2.0.0-beta.1', nomadProviderApi: '2.0.0' }, []],
    [{ nomad: '1.11.10', nomadProviderApi: '1.11.10' }, ['New']],
    [{ nomad: '1.11.3', nomadProviderApi: '1.11.0' }, ['New', 'Late']],
  ])('measures fields against %p', (versions, refused) => {
    expect(check({ New: 'a', Late: 'b' }, { ...VERSIONS, ...versions }).map((finding) => finding.at)).toEqual(refused);
  });

  test('does not speak of a retired field that holds nothing', () => {
    expect(check({ Old: '', Index: 0 })).toEqual([]);
    expect(check({ Old: 'a', Index: 1 }).map((finding) => finding.code)).toEqual(['NOMAD-VERSION', 'NOMAD-RULE']);
  });

  test('shortens what a message would carry along', () => {
    const [finding] = check({ ['x'.repeat(200)]: 1 });
    expect(finding?.message).toBe(`Nomad has no field "${'x'.repeat(57)}..." in Root`);
  });
});
