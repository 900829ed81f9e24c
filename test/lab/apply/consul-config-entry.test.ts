import { sameEntry } from './consul-config-entry';

const same = (wanted: object, found: object) => sameEntry(JSON.stringify(wanted), JSON.stringify(found));

test.each<[string, object, object]>([
  ['a scalar that is not set', {}, { Retries: 0, Name: '', On: false, Note: null }],
  ['a time as nanoseconds and as text', { Timeout: 90_000_000_000, Wait: 1_500_000 }, { Timeout: '1m30s', Wait: '1.5ms' }],
  ['no time at all', { Timeout: 0 }, { Timeout: '0s' }],
  ['blocks that are held by value', {}, { Expose: {}, MeshGateway: {}, Filters: { Headers: null, JWT: null } }],
  ['keys in another order', { A: { B: 1, C: 2 } }, { A: { C: 2, B: 1 } }],
])('an entry is the same with %s', (_case, wanted, found) => {
  expect(same(wanted, found)).toBe(true);
});

test.each<[string, object, object]>([
  ['an empty list where there is none', { RetryOn: [] }, {}],
  ['a block that is a pointer', {}, { AccessLogs: {} }],
  ['a block of another content', { Expose: {} }, { Expose: { Checks: true } }],
  ['elements in another order', { Sources: [{ Name: 'a' }, { Name: 'b' }] }, { Sources: [{ Name: 'b' }, { Name: 'a' }] }],
  ['an element more', { Sources: [{ Name: 'a' }] }, { Sources: [{ Name: 'a' }, { Name: 'b' }] }],
  ['a time', { Timeout: 1_000_000_000 }, { Timeout: '2s' }],
  ['a zero in a map that is handed on', { Config: {} }, { Config: { limit: 0 } }],
  ['a text that is no time', { Count: 5 }, { Count: '5' }],
])('an entry is another one with %s', (_case, wanted, found) => {
  expect(same(wanted, found)).toBe(false);
});
