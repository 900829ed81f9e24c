import { Port } from '../../../lib/values';

describe('Port', () => {
  test.each([
    [Port.http(8080), 'http', true],
    [Port.http2(8080), 'http2', true],
    [Port.grpc(9090), 'grpc', true],
    [Port.tcp(6379), 'tcp', false],
  ])('%s says what is spoken, and whether rules can name requests', (port, protocol, isHttpLike) => {
    expect([port.protocol, port.isHttpLike, port.problem]).toEqual([protocol, isHttpLike, undefined]);
  });

  test.each([1, 18_999, 19_200, 19_999, 32_001, 65_535])('may be %i', (number) => {
    expect(Port.http(number).problem).toBeUndefined();
  });

  test.each([
    [19_000, "Envoy's admin and ready listeners", '19000-19199'],
    [19_199, "Envoy's admin and ready listeners", '19000-19199'],
    [20_000, "Nomad's dynamic ports", '20000-32000'],
    [32_000, "Nomad's dynamic ports", '20000-32000'],
  ])('may not be %i, which belongs to %s', (number, owner, range) => {
    expect(Port.grpc(number).problem).toMatchObject({
      code: 'NOMAD-PORT',
      message: `Port.grpc lies in the range of ${owner}`,
      value: String(number),
      limit: `not ${range}`,
      fix: 'choose a port below 19000, for instance 8080',
    });
  });

  test.each([0, -1, 65_536, 80.5, Number.NaN])('may not be %d', (number) => {
    expect(Port.tcp(number).problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'Port.tcp must be a whole number from 1 to 65535',
      value: String(number),
    });
  });
});
