import type { Estate, EstateKeyReader, EstateKeyWriter } from '../../../../lib/checks';
import { findingsOf, readerJob } from '../../../support/estate-findings';

const AT = 'TaskGroups[0].Tasks[0].Templates[0].EmbeddedTmpl';
const reader = (keys: readonly string[], prefixes?: readonly string[]): EstateKeyReader => ({
  path: 'reader/a',
  jobId: 'a',
  keys,
  prefixes,
});

describe('a key that a template reads', () => {
  test.each<[string, string, readonly EstateKeyReader[], readonly string[]]>([
    ['is granted by its name', '{{ key "t/a/x" }}', [reader(['t/a/x'])], []],
    ['is granted by a prefix', '{{ key "t/a/x" }}', [reader([], ['t/a/'])], []],
    ['is granted in another data centre', '{{ key "t/a/x@osaka" }}', [reader(['t/a/x'])], []],
    [
      'is not granted by another name',
      '{{ keyOrDefault "t/a/x" "1" }}',
      [reader(['t/a/y'])],
      [`CONSUL-KEY-UNGRANTED a ${AT}`, 'CONSUL-KEY-UNUSED reader/a'],
    ],
    ['is, as a tree, not granted by a name', '{{ range ls "t/a" }}{{ end }}', [reader(['t/a'])], [`CONSUL-KEY-UNGRANTED a ${AT}`]],
    ['is, as a tree, granted by a prefix', '{{ range tree "t/a/x" }}{{ end }}', [reader([], ['t/a/'])], []],
    ['that is computed could be any', '{{ key (print "t/a/" "x") }}', [reader(['t/a/x', 't/a/y'])], []],
    ['is not judged where no grants are known', '{{ key "t/a/x" }}', [], []],
  ])('%s', (_, template, keyReaders, expected) => {
    expect(findingsOf({ jobs: [readerJob('a', undefined, [template])], keyReaders })).toEqual(expected);
  });

  test('belongs to its domain, or to whoever writes it', () => {
    const domains: Estate['domains'] = [
      { version: 1, domain: 't', owner: 't-team', namespace: 'trading', members: [{ service: 'a', kind: 'service', path: 't/a' }] },
    ];
    const found = (key: string, keyWriters: readonly EstateKeyWriter[] = []): string[] =>
      findingsOf({ jobs: [readerJob('a', undefined, [`{{ key "${key}" }}`])], domains, keyWriters });
    expect(found('t/a/x')).toEqual([]);
    expect(found('s/shared/x')).toEqual([`CONSUL-KEY-UNOWNED a ${AT}`]);
    expect(found('s/shared/x', [{ path: 'w', key: 's/shared/x' }])).toEqual([]);
    expect(found('s/shared/x', [{ path: 'w', key: 's/', prefix: true }])).toEqual([]);
  });
});

describe('writers of keys', () => {
  const one = (path: string, key: string): EstateKeyWriter => ({ path, key });
  const all = (path: string, key: string): EstateKeyWriter => ({ path, key, prefix: true });

  test.each<[string, readonly EstateKeyWriter[], readonly string[]]>([
    ['of neighbours do not meet', [one('a', 't/x'), one('b', 't/y'), all('c', 't/z/')], []],
    ['of one key do', [one('a', 't/x'), one('b', 't/x')], ['CONSUL-KEY-OVERLAP b']],
    ['of a prefix own what is below', [one('a', 't/z/x'), all('c', 't/z/')], ['CONSUL-KEY-OVERLAP a']],
    ['of a prefix own a prefix below', [all('a', 't/z/x/'), all('c', 't/z/')], ['CONSUL-KEY-OVERLAP a']],
    ['of a prefix without a slash own what begins so', [one('a', 't/zone'), all('c', 't/z')], ['CONSUL-KEY-OVERLAP a']],
    [
      'below an inner prefix belong to the outer one still',
      [all('a', 't/'), all('b', 't/x/'), one('c', 't/z')],
      ['CONSUL-KEY-OVERLAP b', 'CONSUL-KEY-OVERLAP c'],
    ],
  ])('%s', (_, keyWriters, expected) => {
    expect(findingsOf({ keyWriters })).toEqual(expected);
  });
});
