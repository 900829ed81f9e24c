import { environmentForm, nameProblem } from '../../../lib/values';

describe('a name', () => {
  test.each(['orders', 'a', 'fix-gateway-2', 'x1', `a${'b'.repeat(58)}`])('may be %s behind sec-', (name) => {
    expect(nameProblem('id', name, 'sec-')).toBeUndefined();
  });

  test.each([
    ['Orders', 'for instance orders'],
    ['orderApi', 'for instance order-api'],
    ['order_api', 'for instance order-api'],
    ['-orders', 'for instance orders'],
    ['orders-', 'for instance orders'],
    ['order--api', 'for instance order-api'],
    ['2orders', 'for instance orders'],
    ['order.api', 'for instance order-api'],
    ['注文', 'for instance orders'],
    ['', 'for instance orders'],
    ['orders\n', 'for instance orders'],
  ])('may not be %j; the fix is %s', (name, fix) => {
    expect(nameProblem('id', name, 'sec-')).toEqual({
      code: 'NAME-INVALID',
      message: 'id is not a name that Nomad and Consul both take',
      value: JSON.stringify(name),
      limit: 'lower-case letters, digits and single dashes, starting with a letter, at most 59 characters after sec-',
      fix,
    });
  });

  test.each([undefined, null, 5, {}])('may not be %p', (name) => {
    expect(nameProblem('id', name)?.code).toBe('NAME-INVALID');
  });

  test('has at most 63 characters with its prefix', () => {
    const name = `a${'b'.repeat(59)}`;
    expect(nameProblem('id', name, 'sec-')).toEqual({
      code: 'NAME-INVALID',
      message: 'id is too long for Consul DNS',
      value: `"${name}" (64 characters with its prefix)`,
      limit: '63 characters',
      fix: 'shorten the name',
    });
  });

  test.each(['alloc', 'consul', 'nomad', 'vault', 'envoy', 'default', 'global'])('%s belongs to the engines', (name) => {
    expect(nameProblem('id', name, 'sec-')).toEqual({
      code: 'NAME-INVALID',
      message: 'id is reserved by the engines',
      value: JSON.stringify(name),
      limit: 'not one of alloc, consul, default, envoy, global, nomad, vault',
      fix: 'choose another name',
    });
  });

  test('becomes part of an environment variable as Nomad writes it', () => {
    expect(environmentForm('sec-order-api.v2')).toBe('sec_order_api_v2');
  });
});
