import { normalizedRequest, RAW_REQUESTS, type RequestNormalization } from '../../../lib/envoy';

const HOUSE: RequestNormalization = { paths: true, mergeSlashes: true, escapedSlashes: 'reject', underscores: 'reject' };
const pathSeen = (path: string, how: Partial<RequestNormalization> = {}) => normalizedRequest('GET', path, {}, { ...HOUSE, ...how })?.path;

describe("the rules of a sidecar see a request's path", () => {
  // Each pair was seen on Envoy 1.36.4, behind which a service said the path it got.
  test.each([
    ['/a/../b', '/b'],
    ['/a/./b', '/a/b'],
    ['/a/..', '/'],
    ['/a/.', '/a/'],
    ['/..', '/'],
    ['/a/../../b', '/b'],
    ['/a/%2e%2E/b', '/b'],
    ['/%2e%2e/x', '/x'],
    ['/a;b/../c', '/c'],
    ['/a/..b', '/a/..b'],
    ['/a/...', '/a/...'],
    ['/a..', '/a..'],
    ['/.a', '/.a'],
    ['/a//b', '/a/b'],
    ['/a///', '/a/'],
    ['//a', '/a'],
    ['/a//../b', '/a/b'],
    [String.raw`/a\b`, '/a/b'],
    ['/%61%7e%2D', '/a~-'],
    ['/%20%23%3F', '/%20%23%3F'],
    ['/%e3%81%82', '/%e3%81%82'],
    ['/a%25%32%66', '/a%252f'],
    ['/<>^`{|}"', '/%3C%3E%5E%60%7B%7C%7D%22'],
    ["/a'()*!$&+,:;=@[]", "/a'()*!$&+,:;=@[]"],
    ['/A/B/', '/A/B/'],
  ])('%s as %s', (sent, seen) => {
    expect(pathSeen(sent)).toBe(seen);
  });

  test.each(['/a%2fb', '/a%5Cb', '/%00', '/a#b', '/é', 'a', '/a b'])('not at all where the sidecar refuses the request: %s', (path) => {
    expect(pathSeen(path)).toBeUndefined();
  });

  test('without its query, which stays as it is', () => {
    expect(normalizedRequest('GET', '/a/../b?x=/../y', {}, HOUSE)).toMatchObject({ path: '/b', query: '?x=/../y' });
    expect(normalizedRequest('GET', '/a', {}, HOUSE)).toMatchObject({ path: '/a', query: '' });
    expect(pathSeen('/a?x=%2f%5c')).toBe('/a');
  });

  test('with slashes as the mesh says', () => {
    expect(pathSeen('/a//b', { mergeSlashes: false })).toBe('/a//b');
    expect(pathSeen('/a//../b', { mergeSlashes: false })).toBe('/a/b');
    expect(pathSeen('/a/../b', { paths: false })).toBe('/a/../b');
    expect(pathSeen('/a%2f..%5Cb', { escapedSlashes: 'keep' })).toBe('/a%2f..%5Cb');
    expect(pathSeen('/a%2f..%5Cb', { escapedSlashes: 'unescape' })).toBe('/b');
    expect(pathSeen('/a%2fb', { escapedSlashes: 'redirect' })).toBeUndefined();
  });

  test('as it comes where nothing puts it into one form', () => {
    expect(normalizedRequest('GET', '/a/..//%2e%2Fb?x', { X_A: '1' }, RAW_REQUESTS)).toEqual({
      method: 'GET',
      path: '/a/..//%2e%2Fb',
      query: '?x',
      headers: new Map([['x_a', '1']]),
    });
  });
});

describe('the rules of a sidecar see headers', () => {
  const headersSeen = (headers: Readonly<Record<string, string>>, underscores: RequestNormalization['underscores']) =>
    normalizedRequest('GET', '/', headers, { ...HOUSE, underscores })?.headers;

  test('by their names in lower case', () => {
    expect(headersSeen({ 'X-Desk': 'FX' }, 'reject')).toEqual(new Map([['x-desk', 'FX']]));
  });

  test('with an underscore in their name as the mesh says', () => {
    const sent = { x_desk: 'fx', 'x-a': '1' };
    expect(headersSeen(sent, 'keep')).toEqual(
      new Map([
        ['x_desk', 'fx'],
        ['x-a', '1'],
      ]),
    );
    expect(headersSeen(sent, 'drop')).toEqual(new Map([['x-a', '1']]));
    expect(headersSeen(sent, 'reject')).toBeUndefined();
  });
});
