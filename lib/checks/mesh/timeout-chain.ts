import type { JsonObject } from '../../model';
import { upstreamAt } from '../digest-address';
import { indexOf, type EstateIndex } from '../estate-index';
import { exampleCaller, exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn, textsIn } from '../json-members';
import { answerTime, longestOf, longestTime, timeText, waitTimes, type RequestTime } from '../request-times';
import type { EstateRule } from '../rule';

/** What has so long is a stream: nobody waits for its end. */
const STREAM_MS = 3_600_000;

const CALL = [exampleCaller('sec-orders', ['sec-ledger']), exampleCaller('sec-ledger')];
const times = (service: string, seconds: number) => [
  exampleEntry('service-defaults', service, { Protocol: 'http', LocalRequestTimeoutMs: seconds * 1000 }),
  exampleEntry('service-resolver', service, { RequestTimeout: seconds * 1_000_000_000 }),
];

/** A caller that is given up before its callee answers. */
export const timeoutChain: EstateRule = {
  code: 'MESH-TIMEOUT-CHAIN',
  on: 'estate',
  severity: 'warning',
  protects: 'The callee goes on working for a request that nobody waits for, and the caller has no time left to say that it failed.',
  source: 'hashicorp/nomad#10782; review of call chains',
  check(estate, say) {
    const index = indexOf(estate);
    if (index.entries('service-defaults').size === 0) return;
    for (const { path, services } of estate.jobs) {
      for (const service of services) {
        const { name, callable, upstreams } = service;
        if (callable !== true || upstreams.length === 0 || index.speaksTcp(name)) continue;
        const own = longestTime(index, name);
        if (own >= STREAM_MS) continue;
        for (const upstream of upstreams) {
          const { destination } = upstream;
          if (index.speaksTcp(destination)) continue;
          // Only where its longest time is too long do the requests of this caller matter.
          if (longestTime(index, destination) <= own) continue;
          const needed = longestAnswer(index, name, destination);
          if (needed <= own || needed >= STREAM_MS) continue;
          say(path, upstreamAt(service, upstream), {
            message: `${destination} may take longer than anybody waits for ${name}`,
            value: `${timeText(needed)} for ${destination}`,
            limit: `${timeText(own)} for ${name}`,
            fix: `give ${destination} a shorter time for these requests, or ${name} a longer one`,
          });
        }
      }
    }
  },
  trips: { jobs: CALL, entries: [...times('sec-orders', 5), ...times('sec-ledger', 30)] },
  passes: { jobs: CALL, entries: [...times('sec-orders', 30), ...times('sec-ledger', 5)] },
};

/** The longest answer of the requests that a caller may make; of all of them where nobody names any. */
function longestAnswer(index: EstateIndex, caller: string, callee: string): number {
  const waits = waitTimes(index, callee);
  const decision = index.intentions.decide(caller, callee);
  const asked = typeof decision === 'string' ? [] : decision.permissions.filter(({ Action }) => Action === 'allow');
  const longest =
    asked.length === 0 || waits.length === 1
      ? longestOf(waits)
      : Math.max(...asked.map((permission) => waitFor(waits, objectIn(permission as JsonObject, 'HTTP'))));
  return Math.min(longest, answerTime(index, callee).milliseconds);
}

/** The first route that takes such a request decides; where none is known to, the last does. */
function waitFor(waits: readonly RequestTime[], request: JsonObject): number {
  const taking = waits.find(({ match }) => match === undefined || takes(match, request)) ?? waits.at(-1);
  return taking?.milliseconds ?? 0;
}

function takes(route: JsonObject, request: JsonObject): boolean {
  if (objectsIn(route, 'Header').length > 0 || objectsIn(route, 'QueryParam').length > 0) return false;
  const methods = textsIn(route, 'Methods');
  if (methods.length > 0 && !textsIn(request, 'Methods').every((method) => methods.includes(method))) return false;
  if (methods.length > 0 && textsIn(request, 'Methods').length === 0) return false;
  const [prefix, exact, regex] = [textIn(route, 'PathPrefix'), textIn(route, 'PathExact'), textIn(route, 'PathRegex')];
  if (exact !== '') return textIn(request, 'PathExact') === exact;
  if (regex !== '') return textIn(request, 'PathRegex') === regex;
  // A regular expression of paths begins as its paths do, up to its first sign.
  const literal =
    textIn(request, 'PathExact') || textIn(request, 'PathPrefix') || (/^[\w/-]*/.exec(textIn(request, 'PathRegex')) ?? [''])[0];
  return (literal === '' ? '/' : literal).startsWith(prefix);
}
