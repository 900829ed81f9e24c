import { Duration } from '../../values';

/** Nanoseconds as people write them, `1m30s`. */
export function shownDuration(nanoseconds: number): string {
  return `${nanoseconds < 0 ? '-' : ''}${Duration.nanoseconds(Math.abs(nanoseconds)).toString()}`;
}
