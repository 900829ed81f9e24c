/** A line of a file. */
export interface SourceLine {
  readonly file: string;
  readonly line?: number;
}

/** Takes the source of a problem apart, `stacks/trading/orders.ts:12`. */
export function sourceLine(source: string): SourceLine {
  const [, file = source, line] = /^(.*):(\d+)$/.exec(source) ?? [];
  return line === undefined ? { file } : { file, line: Number(line) };
}
