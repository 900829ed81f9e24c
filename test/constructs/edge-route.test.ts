import {
  Cpu,
  DomainStack,
  Duration,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  HttpPath,
  Memory,
  Port,
  SecuritiesService,
} from 'kumiki';
import { outputOf, resourcesIn } from '../support/output';
import { facts } from '../support/program';

const HOST = 'www.sec.example.co.jp';
const PublicEdge = EdgeContract.of('public', { domain: 'edge' });

/** Filters of the only route, from a service with a time of its own and a route with one. */
function filtersOf(ofService: Duration | undefined, ofRoute: Duration | undefined): unknown {
  const output = outputOf((app) => {
    const edge = new DomainStack(app, 'edge', { owner: 'edge-team' });
    new EdgeLoadBalancer(edge, 'public', {
      contract: PublicEdge,
      pool: facts().defaultPool,
      accepts: [EdgeAcceptance.of('trading', { hosts: [HOST] })],
    });
    const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
    new SecuritiesService(trading, 'reports', {
      port: Port.http(8080),
      cpu: Cpu.mhz(100),
      memory: Memory.mib(128),
      ...(ofService === undefined ? {} : { requestTimeout: ofService }),
    }).exposeThrough(PublicEdge, {
      host: HOST,
      path: HttpPath.prefix('/reports/'),
      ...(ofRoute === undefined ? {} : { requestTimeout: ofRoute }),
    });
  });
  const route = [...resourcesIn(output).values()].find(({ kind }) => kind === 'http-route');
  return JSON.parse(String(route?.['config_json'])).Rules[0].Filters?.TimeoutFilter;
}

describe('a route through an edge', () => {
  test('has the time of its service, which a gateway does not read from the entries of the service', () => {
    expect(filtersOf(Duration.seconds(60), undefined)).toEqual({ RequestTimeout: 60_000_000_000 });
  });

  test('has its own time where it says one', () => {
    expect(filtersOf(Duration.seconds(60), Duration.seconds(5))).toEqual({ RequestTimeout: 5_000_000_000 });
  });

  test('says none where neither does: both are the 15 seconds of Envoy', () => {
    expect(filtersOf(undefined, undefined)).toBeUndefined();
  });
});
