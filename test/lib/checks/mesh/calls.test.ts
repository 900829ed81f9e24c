import type { EstateEntry } from '../../../../lib/checks';
import type { JsonObject } from '../../../../lib/model';
import { entry, findingsOf, jobOf, meshJob } from '../../../support/estate-findings';

const UPSTREAM = 'TaskGroups[0].Services[0].Connect.SidecarService.Proxy.Upstreams[0]';

const sources = (name: string, ...list: readonly JsonObject[]): EstateEntry => entry('service-intentions', name, { Sources: list });
const allow = (Name: string): JsonObject => ({ Name, Action: 'allow' });
const deny = (Name: string): JsonObject => ({ Name, Action: 'deny' });
const requests = (Name: string, ...Permissions: readonly JsonObject[]): JsonObject => ({ Name, Permissions });

const CALL = [meshJob('orders', ['ledger']), meshJob('ledger')];

describe('an upstream', () => {
  test.each<[string, readonly EstateEntry[], readonly string[]]>([
    ['is open by an intention of the caller alone', [sources('ledger', allow('orders'))], []],
    [
      'is open by one for every caller, which is said to be wide',
      [sources('ledger', allow('*'))],
      ['MESH-INTENTION-WIDE service-intentions/ledger Sources[0].Action'],
    ],
    ['is closed where only others are named', [sources('ledger', deny('*'))], [`MESH-UPSTREAM-DENIED orders ${UPSTREAM}`]],
    [
      'is closed where intentions are known and none speaks of it',
      [sources('quotes', deny('*'))],
      [`MESH-UPSTREAM-DENIED orders ${UPSTREAM}`],
    ],
    [
      'is open by one permission among denials',
      [
        sources(
          'ledger',
          requests('orders', { Action: 'allow', HTTP: { PathExact: '/a' } }, { Action: 'deny', HTTP: { PathPrefix: '/' } }),
        ),
      ],
      [],
    ],
    [
      'is closed by permissions that all deny',
      [sources('ledger', requests('orders', { Action: 'deny', HTTP: { PathPrefix: '/' } }))],
      [`MESH-UPSTREAM-DENIED orders ${UPSTREAM}`],
    ],
    [
      'is closed by permissions where the callee speaks tcp, whatever they say',
      [
        sources('ledger', requests('orders', { Action: 'allow', HTTP: { PathExact: '/a' } })),
        entry('service-defaults', 'ledger', { Protocol: 'tcp' }),
        entry('service-defaults', 'orders', { Protocol: 'http' }),
      ],
      ['MESH-L7-ON-TCP service-intentions/ledger Sources[0].Permissions', `MESH-UPSTREAM-DENIED orders ${UPSTREAM}`],
    ],
  ])('%s', (_, entries, expected) => {
    expect(findingsOf({ jobs: CALL, entries })).toEqual(expected);
  });

  test('is asked of the service that answers, where a resolver sends it on', () => {
    const redirect = entry('service-resolver', 'ledger', { Redirect: { Service: 'ledger-two' } });
    const jobs = [...CALL, meshJob('ledger-two')];
    expect(findingsOf({ jobs, entries: [redirect, sources('ledger', allow('orders'))] })).toEqual([
      'MESH-INTENTION-UNUSED service-intentions/ledger Sources[0]',
      `MESH-UPSTREAM-DENIED orders ${UPSTREAM}`,
    ]);
    expect(findingsOf({ jobs, entries: [redirect, sources('ledger-two', allow('orders'))] })).toEqual([]);
  });

  test('has to be open at every part of a split, and at those it fails over to', () => {
    const split = entry('service-splitter', 'ledger', { Splits: [{ Weight: 50 }, { Weight: 50, Service: 'ledger-two' }] });
    const failover = entry('service-resolver', 'ledger-two', { Failover: { '*': { Targets: [{ Service: 'ledger-three' }] } } });
    const jobs = [...CALL, meshJob('ledger-two'), meshJob('ledger-three')];
    const open = ['ledger', 'ledger-two', 'ledger-three'].map((name) => sources(name, allow('orders')));
    expect(findingsOf({ jobs, entries: [split, failover, ...open] })).toEqual([]);
    expect(findingsOf({ jobs, entries: [split, failover, ...open.slice(0, 2)] })).toEqual([`MESH-UPSTREAM-DENIED orders ${UPSTREAM}`]);
  });

  test('need not be open at the service itself where its router sends everything elsewhere', () => {
    const router = (PathPrefix: string) =>
      entry('service-router', 'ledger', { Routes: [{ Match: { HTTP: { PathPrefix } }, Destination: { Service: 'ledger-two' } }] });
    const jobs = [...CALL, meshJob('ledger-two')];
    const open = sources('ledger-two', allow('orders'));
    expect(findingsOf({ jobs, entries: [router('/'), open] })).toEqual([]);
    expect(findingsOf({ jobs, entries: [router('/archive'), open] })).toEqual([`MESH-UPSTREAM-DENIED orders ${UPSTREAM}`]);
  });

  test('to another cluster is nobody’s business here', () => {
    const jobs = [meshJob('orders', [{ DestinationName: 'ledger', DestinationPeer: 'osaka' }])];
    expect(findingsOf({ jobs, entries: [sources('quotes', deny('*'))] })).toEqual([]);
  });

  test('of jobs that were found alone is no mistake', () => {
    expect(findingsOf({ jobs: [meshJob('orders', ['ledger'])] })).toEqual([]);
  });
});

describe('an intention', () => {
  test('is used by a transparent proxy, whose upstreams are not written', () => {
    const transparent = jobOf('orders', {
      Services: [{ Name: 'orders', Connect: { SidecarService: { Proxy: { TransparentProxy: {} } } } }],
    });
    expect(findingsOf({ jobs: [transparent, meshJob('ledger')], entries: [sources('ledger', allow('orders'))] })).toEqual([]);
  });

  test('is used by the gateway of a route', () => {
    const route = entry('http-route', 'ledger', {
      Parents: [{ Kind: 'api-gateway', Name: 'edge' }],
      Rules: [{ Services: [{ Name: 'ledger' }] }],
    });
    expect(findingsOf({ jobs: [meshJob('ledger')], entries: [route, sources('ledger', allow('edge'))] })).toEqual([]);
  });

  test('that denies, or is for another cluster, opens nothing that could be unused', () => {
    const entries = [sources('ledger', deny('orders'), { Name: 'orders', Action: 'allow', Peer: 'osaka' })];
    expect(findingsOf({ jobs: [meshJob('ledger')], entries })).toEqual([]);
  });
});

describe('permissions in order', () => {
  const list = (...permissions: readonly JsonObject[]) => findingsOf({ entries: [sources('ledger', requests('orders', ...permissions))] });
  const says = (Action: string, HTTP: JsonObject): JsonObject => ({ Action, HTTP });

  test.each<[string, readonly JsonObject[], boolean]>([
    [
      'a deny below a wider allow',
      [says('allow', { PathPrefix: '/a' }), says('deny', { PathExact: '/a/b' }), says('deny', { PathPrefix: '/' })],
      true,
    ],
    ['an allow below a wider deny', [says('deny', { PathPrefix: '/' }), says('allow', { PathRegex: '/a/[0-9]+' })], true],
    [
      'a method that the wider one leaves out',
      [says('allow', { PathPrefix: '/a', Methods: ['GET'] }), says('deny', { PathExact: '/a/b', Methods: ['POST'] })],
      false,
    ],
    [
      'every method, where the wider one has some',
      [says('allow', { PathPrefix: '/a', Methods: ['GET'] }), says('deny', { PathExact: '/a/b' })],
      false,
    ],
    [
      'a header that the wider one asks for',
      [says('allow', { PathPrefix: '/', Header: [{ Name: 'x', Present: true }] }), says('deny', { PathExact: '/a' })],
      false,
    ],
    ['the same action twice', [says('allow', { PathPrefix: '/a' }), says('allow', { PathExact: '/a/b' })], false],
    ['a closing deny of what is left', [says('allow', { PathPrefix: '/' }), says('deny', { PathPrefix: '/' })], false],
    ['a path beside the prefix', [says('allow', { PathPrefix: '/a' }), says('deny', { PathExact: '/b' })], false],
  ])('%s', (_, permissions, found) => {
    expect(list(...permissions)).toEqual(found ? ['MESH-INTENTION-SHADOWED service-intentions/ledger Sources[0].Permissions[1]'] : []);
  });
});

describe('the name of a caller', () => {
  test.each(['sec-.+', 'web.v1', 'orders|ledger', '(orders)'])('is a pattern to a sidecar where it is %s', (name) => {
    const found = findingsOf({ entries: [sources('ledger', allow('orders'), allow(name))] });
    expect(found).toEqual(['MESH-INTENTION-PATTERN service-intentions/ledger Sources[1].Name']);
  });

  test.each(['orders', 'sec-fx_orders', '*'])('is no pattern where it is %s', (name) => {
    expect(findingsOf({ entries: [sources('ledger', deny(name))] })).toEqual([]);
  });
});
