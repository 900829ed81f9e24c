import type { EstateEntry } from '../../../../lib/checks';
import { Engines } from '../../../../lib/platform';
import { entry, findingsOf, meshJob } from '../../../support/estate-findings';

const splitter = (
  ...Splits: readonly { readonly Weight: number; readonly Service?: string; readonly ServiceSubset?: string }[]
): EstateEntry => entry('service-splitter', 'a', { Splits });

describe('a splitter', () => {
  test.each<[string, readonly number[], boolean]>([
    ['of three thirds to the hundredth', [33.33, 33.33, 33.34], false],
    ['that leaves a hundredth', [33.33, 33.33, 33.33], true],
    ['of nothing', [], true],
  ])('%s', (_, weights, found) => {
    expect(findingsOf({ entries: [splitter(...weights.map((Weight) => ({ Weight })))] })).toEqual(
      found ? ['MESH-SPLIT-SUM service-splitter/a Splits'] : [],
    );
  });

  test('may name subsets of its own resolver and of others', () => {
    const resolvers = [entry('service-resolver', 'a', { Subsets: { v1: {} } }), entry('service-resolver', 'b', { Subsets: { v2: {} } })];
    const parts = splitter({ Weight: 50, ServiceSubset: 'v1' }, { Weight: 50, Service: 'b', ServiceSubset: 'v2' });
    expect(findingsOf({ entries: [parts, ...resolvers] })).toEqual([]);
    expect(findingsOf({ entries: [parts, ...resolvers.slice(0, 1)] })).toEqual([
      'MESH-SUBSET-UNKNOWN service-splitter/a Splits[1].ServiceSubset',
    ]);
  });
});

describe('a resolver', () => {
  test('has its own default subset', () => {
    const resolver = (DefaultSubset: string) =>
      findingsOf({ entries: [entry('service-resolver', 'a', { DefaultSubset, Subsets: { v1: {} } })] });
    expect(resolver('v1')).toEqual([]);
    expect(resolver('v2')).toEqual(['MESH-SUBSET-UNKNOWN service-resolver/a DefaultSubset']);
  });

  test('may send to a service of another data centre, of which nothing is known here', () => {
    const jobs = [meshJob('a')];
    const own = entry('service-defaults', 'a', { Protocol: 'http' });
    const to = (more: object) =>
      findingsOf({ jobs, entries: [own, entry('service-resolver', 'a', { Redirect: { Service: 'b', ...more } })] });
    expect(to({ Datacenter: 'osaka' })).toEqual([]);
    expect(to({})).toEqual(['MESH-TARGET-UNKNOWN service-resolver/a Redirect.Service']);
  });
});

describe('the protocol', () => {
  test.each<[string, readonly EstateEntry[], readonly string[]]>([
    [
      'of proxy-defaults holds where a service has no defaults',
      [
        entry('proxy-defaults', 'global', { Config: { protocol: 'http' } }),
        entry('service-intentions', '*', { Sources: [{ Name: '*', Action: 'deny' }] }),
        entry('service-router', 'a', { Routes: [] }),
      ],
      [],
    ],
    [
      'of proxy-defaults does not hold where the defaults of a service say none',
      [entry('service-defaults', 'a', {}), entry('service-router', 'a', { Routes: [] })],
      ['MESH-L7-ON-TCP service-router/a', 'MESH-PROTOCOL-MISSING service-defaults/a Protocol'],
    ],
    ['that nobody says may be any', [entry('service-router', 'a', { Routes: [] })], []],
    [
      'of a routed service has requests',
      [entry('service-defaults', 'a', { Protocol: 'tcp' }), entry('http-route', 'r', { Rules: [{ Services: [{ Name: 'a' }] }] })],
      ['MESH-L7-ON-TCP http-route/r Rules[0].Services[0]'],
    ],
  ])('%s', (_, entries, expected) => {
    expect(findingsOf({ entries })).toEqual(expected);
  });

  test('of a service that nobody can call is not asked for', () => {
    const worker = meshJob('worker');
    const silent = { ...worker, services: worker.services.map((service) => ({ ...service, callable: false })) };
    const entries = [entry('service-defaults', 'a', { Protocol: 'http' })];
    expect(findingsOf({ jobs: [silent], entries })).toEqual([]);
    expect(findingsOf({ jobs: [worker], entries })).toEqual(['MESH-PROTOCOL-MISSING worker TaskGroups[0].Services[0]']);
  });
});

describe('one name', () => {
  const twice = [meshJob('a'), { ...meshJob('a', [], { Namespace: 'settlement' }), path: 'settlement/a' }];

  test('in two Nomad namespaces is one service of Consul Community, and may be two of Enterprise', () => {
    expect(findingsOf({ jobs: twice })).toEqual(['MESH-SERVICE-TWICE settlement/a TaskGroups[0].Services[0]']);
    expect(findingsOf({ jobs: twice, facts: { engines: { ...Engines.tested().versions, edition: 'enterprise' } } })).toEqual([]);
  });

  test('may be registered by two jobs of one namespace', () => {
    expect(findingsOf({ jobs: [meshJob('a'), { ...meshJob('a'), id: 'a-next', path: 'a-next' }] })).toEqual([]);
  });
});

describe('settings of the mesh', () => {
  const DENY = entry('service-intentions', '*', { Sources: [{ Name: '*', Action: 'deny' }] });

  test.each<[string, readonly EstateEntry[], readonly string[]]>([
    [
      'that let a service switch mutual TLS off',
      [entry('mesh', 'mesh', { AllowEnablingPermissiveMutualTLS: true }), DENY],
      ['MESH-TLS-PERMISSIVE mesh/mesh AllowEnablingPermissiveMutualTLS'],
    ],
    [
      'that switch it off for all',
      [entry('proxy-defaults', 'global', { MutualTLSMode: 'permissive' }), DENY],
      ['MESH-TLS-PERMISSIVE proxy-defaults/global MutualTLSMode'],
    ],
    [
      'with an old TLS outwards',
      [entry('mesh', 'mesh', { TLS: { Outgoing: { TLSMinVersion: 'TLSv1_1' } } }), DENY],
      ['MESH-TLS-OLD mesh/mesh TLS.Outgoing.TLSMinVersion'],
    ],
    [
      'whose deny for all is an allow for all',
      [entry('mesh', 'mesh', {}), entry('service-intentions', '*', { Sources: [{ Name: '*', Action: 'allow' }] })],
      ['MESH-INTENTION-WIDE service-intentions/* Sources[0].Action'],
    ],
    [
      'whose deny is for one alone',
      [entry('mesh', 'mesh', {}), entry('service-intentions', '*', { Sources: [{ Name: 'a', Action: 'deny' }] })],
      ['MESH-DENY-MISSING mesh/mesh'],
    ],
  ])('%s', (_, entries, expected) => {
    expect(findingsOf({ entries })).toEqual(expected);
  });

  test('that another program writes are not missed', () => {
    expect(findingsOf({ entries: [entry('service-intentions', 'a', { Sources: [{ Name: '*', Action: 'deny' }] })] })).toEqual([]);
  });
});
