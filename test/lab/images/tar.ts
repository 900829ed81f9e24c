import { closeSync, openSync, readSync, statSync } from 'node:fs';

export type Sink = (bytes: Buffer) => void;

/** Bytes whose number is known before they are. */
export interface Content {
  readonly size: number;
  readonly write: (sink: Sink) => void;
}

/** One entry of a tar. Owner is root and the time is 0 everywhere, so that the same content has the same hash. */
export type TarEntry =
  | { readonly path: string; readonly type: 'file'; readonly mode: number; readonly content: Content }
  | { readonly path: string; readonly type: 'folder'; readonly mode: number }
  | { readonly path: string; readonly type: 'link'; readonly target: string };

const BLOCK = 512;
const CHUNK = 1 << 20;
const END = Buffer.alloc(2 * BLOCK);

export function text(value: string): Content {
  const bytes = Buffer.from(value);
  return { size: bytes.length, write: (sink) => sink(bytes) };
}

export function copyOf(file: string): Content {
  return {
    size: statSync(file).size,
    write: (sink) => {
      const handle = openSync(file, 'r');
      try {
        for (;;) {
          const chunk = Buffer.allocUnsafe(CHUNK);
          const length = readSync(handle, chunk);
          if (length === 0) return;
          sink(chunk.subarray(0, length));
        }
      } finally {
        closeSync(handle);
      }
    },
  };
}

/** A tar in a tar, as images hold their layers. */
export function tarOf(entries: readonly TarEntry[]): Content {
  const size = entries.reduce((sum, entry) => sum + BLOCK + padded(sizeOf(entry)), END.length);
  return { size, write: (sink) => writeTar(entries, sink) };
}

/** Entries are taken one by one: a later one may depend on what was written before. */
export function writeTar(entries: Iterable<TarEntry>, sink: Sink): void {
  for (const entry of entries) {
    sink(header(entry));
    if (entry.type !== 'file') continue;
    entry.content.write(sink);
    sink(Buffer.alloc(padded(entry.content.size) - entry.content.size));
  }
  sink(END);
}

const sizeOf = (entry: TarEntry) => (entry.type === 'file' ? entry.content.size : 0);
const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;

const TYPES = { file: '0', link: '2', folder: '5' } as const;

/** POSIX ustar: fields at fixed places, numbers in octal. */
function header(entry: TarEntry): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (value: string, at: number, length: number) => {
    if (Buffer.byteLength(value) > length) throw new Error(`a tar has no room for '${value}'`);
    block.write(value, at);
  };
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  put(entry.path, 0, 100);
  put(octal(entry.type === 'link' ? 0o777 : entry.mode, 7), 100, 7);
  put(octal(0, 7), 108, 7);
  put(octal(0, 7), 116, 7);
  put(octal(sizeOf(entry), 11), 124, 11);
  put(octal(0, 11), 136, 11);
  put(' '.repeat(8), 148, 8); // the sum is made with spaces in its own place
  put(TYPES[entry.type], 156, 1);
  if (entry.type === 'link') put(entry.target, 157, 100);
  put('ustar\u000000', 257, 8);
  put(
    octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    ) + '\u0000',
    148,
    7,
  );
  return block;
}
