import type { EstateEntry } from '../../../../lib/checks';
import type { JsonObject } from '../../../../lib/model';
import { entry, findingsOf, jobOf } from '../../../support/estate-findings';

const SECOND = 1_000_000_000;

const gateway = (...Listeners: readonly JsonObject[]): EstateEntry => entry('api-gateway', 'edge', { Listeners });
const listener = (members: JsonObject = {}): JsonObject => ({ Name: 'https', Port: 8443, Protocol: 'http', ...members });
const route = (members: JsonObject): EstateEntry =>
  entry('http-route', 'r', { Parents: [{ Kind: 'api-gateway', Name: 'edge', SectionName: 'https' }], ...members });

describe('a route', () => {
  test.each<[string, JsonObject, readonly string[]]>([
    ['of a gateway that is not there', { Parents: [{ Name: 'other' }] }, ['EDGE-ROUTE-PARENT http-route/r Parents[0].Name']],
    ['of every listener, where one fits', { Parents: [{ Name: 'edge' }] }, []],
    [
      'of a listener of another protocol',
      { Parents: [{ Name: 'edge', SectionName: 'raw' }] },
      ['EDGE-ROUTE-PARENT http-route/r Parents[0].SectionName'],
    ],
    ['of something that is no api-gateway', { Parents: [{ Kind: 'ingress-gateway', Name: 'other' }] }, []],
    [
      'of a host beside that of its listener',
      { Hostnames: ['a.example.com', 'b.other.com'] },
      ['EDGE-HOST-OUTSIDE http-route/r Hostnames[1]'],
    ],
    ['without a host of its own', {}, []],
  ])('%s', (_, members, expected) => {
    const entries = [gateway(listener({ Hostname: '*.example.com' }), { Name: 'raw', Port: 9000, Protocol: 'tcp' }), route(members)];
    expect(findingsOf({ entries })).toEqual(expected);
  });

  test('takes what its host, method and path say, once for each gateway', () => {
    const named = (name: string, host: string, Method: string): EstateEntry => ({
      ...route({
        Hostnames: [host],
        Rules: [{ Matches: [{ Method, Path: { Match: 'exact', Value: '/a' } }], Services: [{ Name: name }] }],
      }),
      name,
      path: `http-route/${name}`,
    });
    expect(findingsOf({ entries: [named('a', 'x.com', 'GET'), named('b', 'x.com', 'POST'), named('c', 'y.com', 'GET')] })).toEqual([]);
    expect(findingsOf({ entries: [named('a', 'x.com', 'GET'), named('b', 'x.com', 'GET')] })).toEqual([
      'EDGE-ROUTE-TAKEN http-route/b Rules[0]',
    ]);
  });
});

describe('what is routed', () => {
  const allow = (HTTP: JsonObject): EstateEntry =>
    entry('service-intentions', 'a', {
      Sources: [
        { Name: 'edge', Permissions: [{ Action: 'allow', HTTP }] },
        { Name: '*', Action: 'deny' },
      ],
    });
  const to = (match: JsonObject, Filters: JsonObject = {}): EstateEntry =>
    route({ Rules: [{ Matches: [match], Filters, Services: [{ Name: 'a' }] }] });
  const exact = (Value: string): JsonObject => ({ Method: 'GET', Path: { Match: 'exact', Value } });

  test.each<[string, readonly EstateEntry[], boolean]>([
    ['may be asked by the gateway', [to(exact('/a')), allow({ PathExact: '/a', Methods: ['GET'] })], false],
    ['may not be asked by another method', [to(exact('/a')), allow({ PathExact: '/a', Methods: ['POST'] })], true],
    ['may not be asked on another path', [to(exact('/a')), allow({ PathExact: '/b' })], true],
    ['is asked on the path that it is sent on by', [to(exact('/a'), { URLRewrite: { Path: '/b' } }), allow({ PathExact: '/b' })], false],
    ['below a prefix may be open in parts', [to({ Path: { Match: 'prefix', Value: '/a' } }), allow({ PathRegex: '/a/[0-9]+' })], false],
    [
      'may not be asked where the gateway is not named',
      [to(exact('/a')), entry('service-intentions', 'a', { Sources: [{ Name: '*', Action: 'deny' }] })],
      true,
    ],
  ])('%s', (_, entries, found) => {
    expect(findingsOf({ entries })).toEqual(found ? ['EDGE-ROUTE-DENIED http-route/r Rules[0].Services[0]'] : []);
  });
});

describe('the time of a route', () => {
  const service = (seconds: number): EstateEntry[] => [
    entry('service-defaults', 'a', { Protocol: 'http', LocalRequestTimeoutMs: seconds * 1000 }),
    entry('service-resolver', 'a', { RequestTimeout: seconds * SECOND }),
  ];
  const timed = (seconds: number): EstateEntry =>
    route({ Rules: [{ Filters: { TimeoutFilter: { RequestTimeout: seconds * SECOND } }, Services: [{ Name: 'a' }] }] });
  const untimed = route({ Rules: [{ Services: [{ Name: 'a' }] }] });

  test.each<[string, EstateEntry, number, boolean]>([
    ['that says none suits a service of Envoy’s own', untimed, 15, false],
    ['that says none is too short for a slower service', untimed, 16, true],
    ['may be shorter than that of the service', timed(5), 60, false],
    ['is never reached above that of the service', timed(61), 60, true],
  ])('%s', (_, each, seconds, found) => {
    expect(findingsOf({ entries: [each, ...service(seconds)], domains: [] }).filter((text) => text.startsWith('EDGE'))).toEqual(
      found
        ? ['EDGE-ROUTE-TARGET http-route/r Rules[0].Services[0]', 'EDGE-TIMEOUT http-route/r Rules[0].Filters.TimeoutFilter.RequestTimeout']
        : ['EDGE-ROUTE-TARGET http-route/r Rules[0].Services[0]'],
    );
  });
});

describe('a listener', () => {
  const file = (Name: string): JsonObject => ({ Kind: 'file-system-certificate', Name });
  const certificate = (name: string, Certificate = '/etc/tls/cert.pem'): EstateEntry =>
    entry('file-system-certificate', name, { Certificate, PrivateKey: '/etc/tls/key.pem' });
  const TLS = 'api-gateway/edge Listeners[0].TLS';

  test.each<[string, JsonObject, readonly string[]]>([
    ['has its certificate in files', { Certificates: [file('tls')] }, []],
    ['has no certificate of another name', { Certificates: [file('other')] }, [`EDGE-CERTIFICATE-MISSING ${TLS}.Certificates[0].Name`]],
    ['has one certificate in files', { Certificates: [file('tls'), file('more')] }, [`EDGE-CERTIFICATE-MANY ${TLS}.Certificates`]],
    [
      'has no private key in Consul',
      { Certificates: [{ Kind: 'inline-certificate', Name: 'inline' }] },
      [`EDGE-CERTIFICATE-INLINE ${TLS}.Certificates[0].Kind`, `EDGE-CERTIFICATE-MISSING ${TLS}.Certificates[0].Name`],
    ],
    ['speaks no TLS that is forbidden', { MinVersion: 'TLSv1_0', MaxVersion: 'TLSv1_3' }, [`EDGE-TLS-OLD ${TLS}.MinVersion`]],
    ['may leave the version to Consul', { MinVersion: 'TLS_AUTO' }, []],
  ])('%s', (_, tls, expected) => {
    expect(findingsOf({ entries: [gateway(listener({ TLS: tls })), certificate('tls'), certificate('more')] })).toEqual(expected);
  });

  test('may share its port with one of the same host and protocol', () => {
    const two = (Hostname: string) => findingsOf({ entries: [gateway(listener(), listener({ Name: 'again', Hostname }))] });
    expect(two('')).toEqual([]);
    expect(two('a.example.com')).toEqual(['EDGE-LISTENER-PORT api-gateway/edge Listeners[1]']);
  });

  test.each<[string, string, readonly string[]]>([
    ['secrets/tls/cert.pem', '/secrets/tls/cert.pem', []],
    ['${NOMAD_SECRETS_DIR}/tls/cert.pem', '/secrets/tls/cert.pem', []],
    ['local/cert.pem', '/local/cert.pem', []],
    ['secrets/cert.pem', '/secrets/tls/cert.pem', ['EDGE-CERTIFICATE-UNWRITTEN file-system-certificate/tls Certificate']],
    ['secrets/cert.pem', '/etc/tls/cert.pem', []],
  ])('whose template writes %s finds its certificate in %s, or is told', (DestPath, path, expected) => {
    const job = jobOf('edge', {
      Services: [{ Name: 'edge', Kind: 'api-gateway' }],
      Tasks: [{ Name: 'envoy', Templates: [{ DestPath, EmbeddedTmpl: 'x' }] }],
    });
    expect(
      findingsOf({ jobs: [job], entries: [gateway(listener({ TLS: { Certificates: [file('tls')] } })), certificate('tls', path)] }),
    ).toEqual(expected);
  });
});
