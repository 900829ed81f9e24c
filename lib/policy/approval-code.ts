import { createHash } from 'node:crypto';

/** What an approval is bound to. Another byte of any of it is another code. */
export interface Approvable {
  /** The review as it is stored, byte for byte. */
  readonly review: string;
  /** Hashes of the outputs, hex. */
  readonly base: string;
  readonly head: string;
  /** Saved plan, by its path → SHA-256 of its bytes, hex. */
  readonly plans?: ReadonlyMap<string, string>;
}

/** Letters that people are shown, and the least that an approval has to name. */
export const CODE_LENGTH = 12;

/** SHA-256, hex, of a line for each thing that is approved. */
export function approvalCode({ review, base, head, plans = new Map<string, string>() }: Approvable): string {
  const lines = [
    'kumiki approval 1',
    `${sha256(review)}  review`,
    `${base}  base`,
    `${head}  head`,
    ...[...plans].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, hash]) => `${hash}  plan ${path}`),
  ];
  return sha256(lines.map((line) => `${line}\n`).join(''));
}

/** Whether an approval names this code: its beginning, 12 letters or more. */
export function names(approves: string, code: string): boolean {
  return approves.length >= CODE_LENGTH && code.startsWith(approves.toLowerCase());
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
