import { CODE_LENGTH } from './approval-code';
import type { Gate } from './gate';

/** What people read of a gate: whether it is open, and a line for everything that it lacks. */
export function gateText({ open, code, decision, answers, missing, refused, ignored, waitsFor, breakGlass }: Gate): string {
  const state = open ? 'open' : refused.length === 0 && missing.length === 0 ? `waits until ${waitsFor ?? ''}` : 'closed';
  const row = (name: string, text: string): string => `  ${name.padEnd(10)}  ${text}\n`;
  return [
    `gate: ${state}\n`,
    row('decision', decision),
    row('to approve', `approve ${code.slice(0, CODE_LENGTH)}`),
    ...(breakGlass === undefined ? [] : [row('emergency', breakGlass)]),
    ...refused.map((text) => row('refused', text)),
    ...missing.map((text) => row('missing', text)),
    ...(waitsFor === undefined ? [] : [row('waits', `until ${waitsFor}: the exchange trades, or would before it is done`)]),
    ...answers
      .filter(({ have, count }) => have.length >= count)
      .map(({ by, have }) => row('approved', `${by === 'anyone' ? 'anyone' : by.join(' or ')}: ${have.join(', ')}`)),
    ...ignored.map((text) => row('no effect', text)),
  ].join('');
}
