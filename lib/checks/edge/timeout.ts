import { indexOf } from '../estate-index';
import { exampleCaller, exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
import { answerTime, timeOf, timeText } from '../request-times';
import type { EstateRule } from '../rule';

const JOBS = [exampleCaller('sec-reports')];
const REPORTS = exampleEntry('service-defaults', 'sec-reports', { Protocol: 'http', LocalRequestTimeoutMs: 60_000 });
const TIMES = exampleEntry('service-resolver', 'sec-reports', { RequestTimeout: 60_000_000_000 });
const route = (filters: object) =>
  exampleEntry('http-route', 'sec-public.reports', {
    Parents: [{ Kind: 'api-gateway', Name: 'sec-public', SectionName: 'https' }],
    Rules: [{ Matches: [{ Path: { Match: 'prefix', Value: '/reports' } }], Filters: { ...filters }, Services: [{ Name: 'sec-reports' }] }],
  });

/** A public way whose time is not the one of the service. */
export const timeout: EstateRule = {
  code: 'EDGE-TIMEOUT',
  on: 'estate',
  severity: 'warning',
  protects: "A gateway does not read routers and resolvers for the time of a request: a route that says none has Envoy's 15 seconds.",
  source: 'agent/consul/discoverychain/gateway_httproute.go; agent/xds/routes.go',
  check(estate, say) {
    const index = indexOf(estate);
    for (const { path, entry } of index.entries('http-route').values()) {
      objectsIn(entry, 'Rules').forEach((rule, number) => {
        const at = `Rules[${String(number)}].Filters.TimeoutFilter.RequestTimeout`;
        const edge = timeOf(objectIn(objectIn(rule, 'Filters'), 'TimeoutFilter'), path, at, undefined);
        for (const target of objectsIn(rule, 'Services')) {
          const service = textIn(target, 'Name');
          if (index.speaksTcp(service) || index.protocolOf(service) === undefined) continue;
          const answer = answerTime(index, service);
          if (edge.stated && edge.milliseconds > answer.milliseconds)
            say(path, at, {
              message: `the gateway would wait longer than the sidecar of ${service} does`,
              value: timeText(edge.milliseconds),
              limit: timeText(answer.milliseconds),
              fix: `raise the time of ${service}, or lower this one`,
            });
          if (!edge.stated && answer.milliseconds > edge.milliseconds)
            say(path, at, {
              message: `the route says no time, so the gateway gives up before ${service} does`,
              value: timeText(edge.milliseconds),
              limit: timeText(answer.milliseconds),
              fix: 'say the time of the route',
            });
        }
      });
    }
  },
  trips: { entries: [REPORTS, TIMES, route({})], jobs: JOBS },
  passes: { entries: [REPORTS, TIMES, route({ TimeoutFilter: { RequestTimeout: 60_000_000_000 } })], jobs: JOBS },
};
