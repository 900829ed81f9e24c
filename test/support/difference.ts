/** Addresses at which two JSON values differ, sorted: `TaskGroups.orders.Count`. What one of them has alone counts as a whole. */
export function differences(a: unknown, b: unknown, at = ''): string[] {
  const [left, right] = [keyed(a), keyed(b)];
  if (!isRecord(left) || !isRecord(right)) return JSON.stringify(left) === JSON.stringify(right) ? [] : [at];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .flatMap((key) => differences(left[key], right[key], at === '' ? key : `${at}.${key}`))
    .sort();
}

/** Members by which a list's elements are told apart. */
const NAMES = ['Name', 'DestPath', 'DestinationName', 'Label'];

/** A list as a map, so that an element in the middle does not make all others behind it differ. */
function keyed(x: unknown): unknown {
  if (!Array.isArray(x)) return x;
  const name = NAMES.find((key) => x.length > 0 && x.every((element) => isRecord(element) && typeof element[key] === 'string'));
  return Object.fromEntries(x.map((element, index) => [name === undefined ? String(index) : element[name], element]));
}

function isRecord(x: unknown): x is Record<string, unknown> {
  return typeof x === 'object' && x !== null && !Array.isArray(x);
}
