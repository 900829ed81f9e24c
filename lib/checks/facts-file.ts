import { isPlainObject } from '../model';
import { Engines } from '../platform';
import type { CheckFacts, PoolFacts } from './facts';

/** Version of the files in `checks/`: a change that readers must know of raises it. */
export const CHECKS_VERSION = 1;

/** `checks/platform.json`: what the checks knew of the platform, so that the output can be checked again without the program. */
export interface FactsFile extends CheckFacts {
  /** Version of this form; a reader refuses one that it does not know. */
  readonly version: typeof CHECKS_VERSION;
}

/** The file of these facts. */
export function factsFile(facts: CheckFacts): FactsFile {
  return { version: CHECKS_VERSION, ...facts };
}

/** The facts in a file that was read; undefined where it has another form. What it leaves out is unknown. */
export function factsIn(file: Readonly<Record<string, unknown>>): FactsFile | undefined {
  const { engines = {}, pools, timeZone, today, market, namePrefix, memoryOversubscription } = file;
  const isWhole =
    isPlainObject(engines) &&
    Engines.of(engines).problem === undefined &&
    (pools === undefined || (Array.isArray(pools) && pools.every(isPool))) &&
    (timeZone === undefined || isTimeZone(timeZone)) &&
    (market === undefined || (isPlainObject(market) && isNumber(market['opens']) && isNumber(market['closes']))) &&
    [today, namePrefix].every((text) => text === undefined || typeof text === 'string') &&
    ['maxKillTimeout', 'maxPriority', 'maxCount'].every((name) => file[name] === undefined || isNumber(file[name])) &&
    (memoryOversubscription === undefined || typeof memoryOversubscription === 'boolean');
  return isWhole ? ({ ...file, engines } as unknown as FactsFile) : undefined;
}

function isPool(pool: unknown): pool is PoolFacts {
  if (!isPlainObject(pool)) return false;
  const { name, servers, cpuPerServer, memoryPerServer } = pool;
  return (
    typeof name === 'string' && isNumber(servers) && isNumber(memoryPerServer) && (cpuPerServer === undefined || isNumber(cpuPerServer))
  );
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isTimeZone(zone: unknown): boolean {
  if (typeof zone !== 'string') return false;
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
