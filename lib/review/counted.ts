/** Thousands apart, whatever the language of the machine. To make one costs more than to use it a thousand times. */
const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** `12,345`, `20.7` */
export function numbered(value: number): string {
  return NUMBERS.format(value);
}

/** `3 jobs`, `1 job`, `12,345 jobs` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numbered(count)} ${count === 1 ? one : many}`;
}
