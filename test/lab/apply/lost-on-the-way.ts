import { isDeepStrictEqual } from 'node:util';

/**
 * What of the sent value the engine does not give back, as lines. Nomad drops what it does not know without a word; what
 * it adds (sidecar tasks, defaults) is not asked for.
 */
export function lostOnTheWay(sent: unknown, kept: unknown, place = ''): string[] {
  if (isDeepStrictEqual(sent, kept) || (isNothing(sent) && isNothing(kept))) return [];
  if (Array.isArray(sent) && Array.isArray(kept)) {
    return sent.flatMap((element, index) =>
      lostOnTheWay(element, counterpart(element, index, kept), `${place}[${labelOf(element, index)}]`),
    );
  }
  if (isObject(sent) && isObject(kept)) {
    return Object.entries(sent).flatMap(([key, value]) => lostOnTheWay(value, kept[key], place === '' ? key : `${place}.${key}`));
  }
  return [`${place}: ${JSON.stringify(sent)} was sent, ${kept === undefined ? 'nothing' : JSON.stringify(kept)} is kept`];
}

/** The element of the same name; Nomad puts sidecar tasks among ours. */
function counterpart(element: unknown, index: number, kept: readonly unknown[]): unknown {
  const name = nameOf(element);
  return name === undefined ? kept[index] : kept.find((other) => nameOf(other) === name);
}

function labelOf(element: unknown, index: number): string {
  return nameOf(element) ?? String(index);
}

function nameOf(element: unknown): string | undefined {
  return isObject(element) && typeof element['Name'] === 'string' ? element['Name'] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
