/** `3 jobs`, `1 job`, `12,345 jobs`: thousands apart, whatever the language of the machine. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
