import fc from 'fast-check';
import { GrpcRule, HttpPath, HttpRule, pathMatches, pathRegex, requestMatches, requestText, type HeaderMatch } from '../../../lib/mesh';

describe('HttpPath', () => {
  test.each([
    [HttpPath.exact('/orders'), '/orders', ['/orders'], ['/orders/', '/orders/1', '/order', '/Orders', '']],
    [HttpPath.prefix('/orders'), '/orders*', ['/orders', '/orders/1', '/orders-admin'], ['/order', '/x/orders']],
    [HttpPath.prefix('/orders/'), '/orders/*', ['/orders/', '/orders/1/2'], ['/orders', '/orders-admin']],
    [
      HttpPath.template('/accounts/{id}/balance'),
      '/accounts/{id}/balance',
      ['/accounts/1/balance', '/accounts/a.b/balance'],
      ['/accounts//balance', '/accounts/1/2/balance', '/accounts/1/balance/x', '/accounts/1/balanc'],
    ],
    [HttpPath.template('/v1.0/{a}-{b}'), '/v1.0/{a}-{b}', ['/v1.0/x-y'], ['/v1x0/x-y', '/v1.0/x']],
    [HttpPath.regex('/[0-9]+(/x)?'), '~/[0-9]+(/x)?', ['/12', '/1/x'], ['/', '/1x', '/12/x/y', 'a/12']],
  ])('%s is read as %s and matches the whole path', (path, text, inside, outside) => {
    expect([path.toString(), path.problem]).toEqual([text, undefined]);
    expect(inside.filter((one) => !pathMatches(path.match, one))).toEqual([]);
    expect(outside.filter((one) => pathMatches(path.match, one))).toEqual([]);
  });

  test('a template is a regular expression in which nothing but its names is special', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z.+*()[\]|^$-]{1,8}$/), (literal) => {
        const path = HttpPath.template(`/${literal}/{id}`);
        expect(new RegExp(`^(?:${pathRegex(path.match)})$`).test(`/${literal}/1`)).toBe(true);
        expect(pathMatches(path.match, `/${literal}x/1`)).toBe(false);
      }),
    );
  });

  test.each(['', 'orders', '/a?b=1', '/a#b', '/a b', '/a/../b', '/..'])('is not %j', (text) => {
    for (const path of [HttpPath.exact(text), HttpPath.prefix(text), HttpPath.template(text)])
      expect(path.problem).toMatchObject({
        code: 'VALUE-INVALID',
        message: 'a path starts with / and has no query, fragment, blank or ..',
        value: JSON.stringify(text),
        fix: "for instance '/orders'",
      });
  });

  test('opens every path only in words', () => {
    expect(HttpPath.prefix('/').problem).toMatchObject({
      code: 'MESH-EVERYTHING',
      message: "the prefix '/' opens every path",
      value: "'/'",
      fix: "say it in words: HttpRule.everything('reason')",
    });
  });

  test.each(['/accounts', '/accounts/{id', '/accounts/id}', '/accounts/{}', '/accounts/{1}', '/accounts/{i-d}'])(
    'is no template %j',
    (text) => {
      expect(HttpPath.template(text).problem).toMatchObject({
        code: 'VALUE-INVALID',
        message: 'a template has at least one {name}, and its braces close',
        value: JSON.stringify(text),
      });
    },
  );

  test.each([
    ['/(a', 'the regular expression does not parse'],
    ['/(?!admin).*', "Envoy's RE2 has neither look-around nor back references"],
    ['/(?=a)', "Envoy's RE2 has neither look-around nor back references"],
    ['/(?<=a)b', "Envoy's RE2 has neither look-around nor back references"],
    ['/(a)\\1', "Envoy's RE2 has neither look-around nor back references"],
  ])('is no expression %s of Envoy', (expression, message) => {
    expect(HttpPath.regex(expression).problem).toMatchObject({ code: 'VALUE-INVALID', message });
  });
});

describe('HttpRule', () => {
  test.each([
    [HttpRule.get('/a'), 'GET /a'],
    [HttpRule.post('/a'), 'POST /a'],
    [HttpRule.put('/a'), 'PUT /a'],
    [HttpRule.patch('/a'), 'PATCH /a'],
    [HttpRule.delete(HttpPath.prefix('/a')), 'DELETE /a*'],
    [HttpRule.methods(['PUT', 'GET', 'PUT'], HttpPath.template('/a/{id}')), 'GET|PUT /a/{id}'],
    [HttpRule.everything('the old client uses all of it'), 'ANY /*'],
    [HttpRule.get('/a', { headers: [{ name: 'x-desk', match: 'present' }] }), 'GET /a with x-desk'],
  ])('is read as one line', (rule, text) => {
    expect([requestText(rule.request), rule.problem]).toEqual([text, undefined]);
  });

  test.each([
    ['no method', []],
    ['a method in lower case', ['get']],
    ['a method nobody knows', ['GET', 'FETCH']],
  ])('names no %s', (_what, methods) => {
    expect(HttpRule.methods(methods as 'GET'[], '/a').problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'a rule names at least one method, in upper case',
      value: JSON.stringify(methods),
      limit: 'CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE',
      fix: "for instance ['GET']",
    });
  });

  test('hands on what is wrong with its path', () => {
    expect(HttpRule.get('orders').problem?.message).toBe('a path starts with / and has no query, fragment, blank or ..');
  });

  test('opens everything only with a reason of substance', () => {
    expect(HttpRule.everything('because').problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'HttpRule.everything needs a reason of at least 10 characters',
      value: '"because"',
      limit: 'at least 10 characters',
    });
  });
});

describe('GrpcRule', () => {
  test('is a POST to the service or one of its methods', () => {
    expect(requestText(GrpcRule.service('quotes.v1.Quotes').request)).toBe('POST /quotes.v1.Quotes/*');
    expect(requestText(GrpcRule.method('quotes.v1.Quotes/Last').request)).toBe('POST /quotes.v1.Quotes/Last');
  });

  test.each(['', 'quotes.v1.Quotes/Last', '/quotes.v1.Quotes', 'quotes v1', 'quotes..v1', '*'])('is no service %j', (name) => {
    expect(GrpcRule.service(name).problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'a gRPC service is written with its package',
      value: JSON.stringify(name),
      fix: "for instance 'quotes.v1.Quotes'",
    });
  });

  test.each(['', 'Quotes', 'quotes.v1.Quotes/', 'quotes.v1.Quotes/*', '/quotes.v1.Quotes/Last'])('is no method %j', (name) => {
    expect(GrpcRule.method(name).problem).toMatchObject({
      message: 'a gRPC method is written with its package',
      value: JSON.stringify(name),
    });
  });
});

describe('headers of a rule', () => {
  const allows = (header: HeaderMatch, headers: Record<string, string>): boolean =>
    requestMatches(HttpRule.get('/a', { headers: [header] }).request, 'GET', '/a', headers);

  test.each<[HeaderMatch['match'], string | undefined, string]>([
    ['present', undefined, 'anything'],
    ['exact', 'fx', 'fx'],
    ['prefix', 'fx-', 'fx-spot'],
    ['suffix', '-desk', 'fx-desk'],
    ['contains', '-sp', 'fx-spot'],
    ['regex', 'f.-s[a-z]+', 'fx-spot'],
  ])('%s %s lets %s through and nothing else', (match, value, good) => {
    const header: HeaderMatch = value === undefined ? { name: 'X-Desk', match } : { name: 'X-Desk', match, value };
    expect(allows(header, { 'x-desk': good })).toBe(true);
    expect(allows(header, {})).toBe(false);
    expect(allows(header, { 'x-desk': 'equity' })).toBe(match === 'present');
  });

  test('must all be there', () => {
    const { request } = HttpRule.get('/a', {
      headers: [
        { name: 'x-a', match: 'present' },
        { name: 'x-b', match: 'present' },
      ],
    });
    expect(requestMatches(request, 'GET', '/a', { 'x-a': '1' })).toBe(false);
    expect(requestMatches(request, 'GET', '/a', { 'x-a': '1', 'x-b': '2' })).toBe(true);
  });
});
