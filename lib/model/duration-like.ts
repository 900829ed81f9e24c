import type { Finding } from '../problems';

/** What the model asks of a duration. Asked by form, not by class: two copies of the library have two classes. */
export interface DurationLike {
  readonly problem?: Finding | undefined;
  toNanoseconds(): number;
}

export function isDuration(value: unknown): value is DurationLike {
  return typeof value === 'object' && value !== null && typeof (value as { toNanoseconds?: unknown }).toNanoseconds === 'function';
}
