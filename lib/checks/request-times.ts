import { once, type JsonObject } from '../model';
import { matchesEverything, type EstateIndex } from './estate-index';
import { millisecondsIn, numberIn, objectIn, objectsIn } from './json-members';

/** What Envoy gives a request where nobody says a time. */
export const ENVOY_DEFAULT_MS = 15_000;

/** How long somebody waits for an answer. */
export interface RequestTime {
  /** Infinity where it was switched off. */
  readonly milliseconds: number;
  /** Somebody wrote it. */
  readonly stated: boolean;
  /** Path of the entry; undefined for Envoy's own. */
  readonly path: string | undefined;
  /** Inside the entry. */
  readonly at: string | undefined;
  /** Where it speaks of some requests only: what they match. */
  readonly match: JsonObject | undefined;
}

const DEFAULT: RequestTime = { milliseconds: ENVOY_DEFAULT_MS, stated: false, path: undefined, at: undefined, match: undefined };

/** How long a service's own sidecar waits for the program beside it. */
export function answerTime(index: EstateIndex, service: string): RequestTime {
  const defaults = index.entries('service-defaults').get(service);
  const own = index.registrations(service).find(({ service: { requestTimeoutMs } }) => requestTimeoutMs !== undefined)
    ?.service.requestTimeoutMs;
  if (own !== undefined) return { ...DEFAULT, milliseconds: own === 0 ? Infinity : own, stated: true };
  const stated = defaults === undefined ? 0 : numberIn(defaults.entry, 'LocalRequestTimeoutMs');
  if (stated === 0) return DEFAULT;
  return { milliseconds: stated, stated: true, path: defaults?.path, at: 'LocalRequestTimeoutMs', match: undefined };
}

/**
 * How long a caller's sidecar waits for a service: by its routes, or else its resolver. Where there is a router or a
 * splitter, the time of the resolver is not looked at.
 */
export const waitTimes = perService((index, service): readonly RequestTime[] => {
  const router = index.entries('service-router').get(service);
  if (router !== undefined) {
    const routes = objectsIn(router.entry, 'Routes');
    const times = routes.map((route, number) =>
      timeOf(
        objectIn(route, 'Destination'),
        router.path,
        `Routes[${String(number)}].Destination.RequestTimeout`,
        objectIn(objectIn(route, 'Match'), 'HTTP'),
      ),
    );
    return routes.some(matchesEverything) ? times : [...times, DEFAULT];
  }
  const resolver = index.entries('service-splitter').has(service) ? undefined : index.entries('service-resolver').get(service);
  return [resolver === undefined ? DEFAULT : timeOf(resolver.entry, resolver.path, 'RequestTimeout', undefined)];
});

/** The longest that anybody waits for an answer of a service, in milliseconds. */
export const longestTime = perService((index, service) =>
  Math.min(longestOf(waitTimes(index, service)), answerTime(index, service).milliseconds),
);

/** Works something out once for each service of an estate. */
function perService<Made>(make: (index: EstateIndex, service: string) => Made): (index: EstateIndex, service: string) => Made {
  const known = once((_index: EstateIndex) => new Map<string, { readonly made: Made }>());
  return (index, service) => {
    const ofIndex = known(index);
    let found = ofIndex.get(service);
    if (found === undefined) {
      found = { made: make(index, service) };
      ofIndex.set(service, found);
    }
    return found.made;
  };
}

/** The longest of some times, in milliseconds. */
export function longestOf(times: readonly RequestTime[]): number {
  let longest = -Infinity;
  for (const { milliseconds } of times) if (milliseconds > longest) longest = milliseconds;
  return longest;
}

/** A negative time switches it off, and none is Envoy's. */
export function timeOf(holder: JsonObject, path: string, at: string, match: JsonObject | undefined): RequestTime {
  const stated = millisecondsIn(holder, 'RequestTimeout');
  if (stated === 0) return { ...DEFAULT, match };
  return { milliseconds: stated < 0 ? Infinity : stated, stated: true, path, at, match };
}

/** As people write it: `15s`, `2500ms`. */
export function timeText(milliseconds: number): string {
  if (milliseconds === Infinity) return 'no limit';
  if (milliseconds % 3_600_000 === 0) return `${String(milliseconds / 3_600_000)}h`;
  if (milliseconds % 60_000 === 0) return `${String(milliseconds / 60_000)}m`;
  return milliseconds % 1000 === 0 ? `${String(milliseconds / 1000)}s` : `${String(milliseconds)}ms`;
}
