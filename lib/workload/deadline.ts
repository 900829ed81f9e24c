import type { TimeOfDay } from '../values';

/**
 * When a batch must be done. Checked at synth against start plus expected duration; not enforced: neither Nomad 1.11
 * nor its Terraform provider can stop a batch at a time.
 */
export type Deadline = { readonly type: 'timeOfDay'; readonly time: TimeOfDay } | { readonly type: 'marketOpen' };

export const Deadline = {
  /** The next time the clock of the platform shows this. */
  at: (time: TimeOfDay): Deadline => ({ type: 'timeOfDay', time }),
  /** The next opening of the market, as the platform's facts have it (`market.opens`). */
  nextMarketOpen: (): Deadline => ({ type: 'marketOpen' }),
} as const;
