import { retryReasonKey } from '../../consul';
import { IDEMPOTENT_METHODS } from '../../mesh';
import type { JsonObject } from '../../model';
import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { numberIn, objectIn, objectsIn, textIn, textsIn } from '../json-members';
import type { EstateRule } from '../rule';

/** Under these the destination cannot have begun its work. */
const NOT_STARTED = ['connect-failure', 'refused-stream'];
const IDEMPOTENT: readonly string[] = IDEMPOTENT_METHODS;
const NOTHING: readonly string[] = [];

const router = (...Methods: readonly string[]) =>
  exampleEntry('service-router', 'sec-orders', {
    Routes: [
      { Match: { HTTP: { PathExact: '/orders', Methods } }, Destination: { Service: 'sec-orders', NumRetries: 2, RetryOn: ['5xx'] } },
      { Match: { HTTP: { PathPrefix: '/' } }, Destination: { Service: 'sec-orders' } },
    ],
  });

/** A request that may be done twice. */
export const retryUnsafe: EstateRule = {
  code: 'MESH-RETRY-UNSAFE',
  on: 'estate',
  severity: 'warning',
  protects: 'A POST that is sent again after an answer of the destination is a second order.',
  source: 'RFC 9110 9.2.2; agent/xds/routes.go, getRetryPolicyForDestination',
  check(estate, say) {
    const index = indexOf(estate);
    for (const { path, entry } of index.entries('service-router').values()) {
      const reasons = objectIn(entry, 'Meta');
      objectsIn(entry, 'Routes').forEach((route, number) => {
        const again = retriedOn(objectIn(route, 'Destination'));
        if (again.length === 0) return;
        const http = objectIn(objectIn(route, 'Match'), 'HTTP');
        // Whoever writes the route has said why a second request does no harm.
        if (textIn(reasons, retryReasonKey(http)) !== '') return;
        tell(path, `Routes[${String(number)}].Destination`, objectIn(route, 'Destination'), again, textsIn(http, 'Methods'));
      });
    }
    for (const { path, entry } of index.entries('http-route').values()) {
      objectsIn(entry, 'Rules').forEach((rule, number) => {
        const retries = objectIn(objectIn(rule, 'Filters'), 'RetryFilter');
        const again = retriedOn(retries);
        if (again.length === 0) return;
        const matches = objectsIn(rule, 'Matches').map((match) => textIn(match, 'Method').toUpperCase());
        const methods = matches.some((method) => method === '' || method === 'ALL') ? [] : matches;
        tell(path, `Rules[${String(number)}].Filters.RetryFilter`, retries, again, methods);
      });
    }

    function tell(path: string, at: string, retries: JsonObject, again: readonly string[], methods: readonly string[]): void {
      const unsafe = methods.length === 0 ? ['every method'] : methods.filter((method) => !IDEMPOTENT.includes(method));
      if (unsafe.length === 0) return;
      say(path, at, {
        message: `a retry could do the work of ${unsafe.join(', ')} twice`,
        value: `${String(numberIn(retries, 'NumRetries') || 1)} retries on ${again.join(', ')}`,
        limit: NOT_STARTED.join(', '),
        fix: 'retry on connect-failure and refused-stream, match idempotent methods only, or say idempotentBecause',
      });
    }
  },
  trips: { entries: [router('GET', 'POST')] },
  passes: { entries: [router('GET')] },
};

/** Under what a request is sent again that the destination may have worked on. */
function retriedOn(retries: JsonObject): readonly string[] {
  const { RetryOn: conditions, RetryOnStatusCodes: codes } = retries;
  if (conditions === undefined && codes === undefined) return NOTHING;
  return [
    ...textsIn(retries, 'RetryOn').filter((condition) => !NOT_STARTED.includes(condition)),
    ...(Array.isArray(codes) ? codes.map(String) : []),
  ];
}
