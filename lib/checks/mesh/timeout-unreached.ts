import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { answerTime, longestOf, timeText, waitTimes } from '../request-times';
import type { EstateRule } from '../rule';

const DEFAULTS = exampleEntry('service-defaults', 'sec-reports', { Protocol: 'http', LocalRequestTimeoutMs: 60_000 });
const resolver = (seconds: number) => exampleEntry('service-resolver', 'sec-reports', { RequestTimeout: seconds * 1_000_000_000 });

/** A time that another one cuts short. */
export const timeoutUnreached: EstateRule = {
  code: 'MESH-TIMEOUT-UNREACHED',
  on: 'estate',
  severity: 'warning',
  protects:
    'The longer of two times never comes: a report that may take a minute is cut off after 15 seconds, and the entry says a minute.',
  source: "agent/xds/routes.go; Envoy's default of 15 seconds: hashicorp/consul#6382, #9554, #11408",
  check(estate, say) {
    const index = indexOf(estate);
    for (const [service, { path }] of index.entries('service-defaults')) {
      if (index.speaksTcp(service)) continue;
      const answer = answerTime(index, service);
      const waits = waitTimes(index, service);
      for (const wait of waits) {
        if (!wait.stated || wait.milliseconds <= answer.milliseconds || wait.path === undefined) continue;
        say(wait.path, wait.at, {
          message: `callers would wait longer than the sidecar of ${service} does${answer.stated ? '' : ', which nobody told another time than that of Envoy'}`,
          value: timeText(wait.milliseconds),
          limit: timeText(answer.milliseconds),
          fix: `raise LocalRequestTimeoutMs of ${service}, or lower this time`,
        });
      }
      if (!answer.stated) continue;
      const longest = longestOf(waits);
      if (answer.milliseconds <= longest) continue;
      say(answer.path ?? path, answer.at, {
        message: `no caller of ${service} waits as long as its sidecar does`,
        value: timeText(answer.milliseconds),
        limit: timeText(longest),
        fix: `raise RequestTimeout in the router or resolver of ${service}, or lower this time`,
      });
    }
  },
  trips: { entries: [DEFAULTS] },
  passes: { entries: [DEFAULTS, resolver(60)] },
};
