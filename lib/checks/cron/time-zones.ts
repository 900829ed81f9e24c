/** Two days of one year, one in each half: the rules of zones change seldom, and no clock is asked here. */
const WINTER = Date.UTC(2026, 0, 15);
const SUMMER = Date.UTC(2026, 6, 15);
const YEAR_END = Date.UTC(2027, 0, 1);
const MINUTE = 60_000;

/** The hour in which a zone changes its clocks, as the clock of the zone shows it. */
export interface ClockChange {
  /** Put forward, the time between is skipped; put back, it is there twice. */
  readonly kind: 'skipped' | 'twice';
  /** Minutes after midnight. */
  readonly from: number;
  readonly to: number;
  /** Sunday being 0. */
  readonly weekday: number;
  /** January being 1. */
  readonly month: number;
}

const offsets = new Map<string, (time: number) => number>();
const changes = new Map<string, readonly ClockChange[]>();

/** Offsets of a zone from UTC in minutes, in winter and in summer; undefined for a zone that is not known. */
export function zoneOffsets(zone: string): readonly [winter: number, summer: number] | undefined {
  const offset = offsetOf(zone);
  return offset === undefined ? undefined : [offset(WINTER), offset(SUMMER)];
}

/** The hours in which a zone changes its clocks; none for one that never does, and for one that is not known. */
export function clockChanges(zone: string): readonly ClockChange[] {
  let found = changes.get(zone);
  if (found === undefined) {
    const offset = offsetOf(zone);
    found =
      offset === undefined || offset(WINTER) === offset(SUMMER) ? [] : [change(offset, WINTER, SUMMER), change(offset, SUMMER, YEAR_END)];
    changes.set(zone, found);
  }
  return found;
}

/** The one change between two times, found by halves. */
function change(offset: (time: number) => number, before: number, after: number): ClockChange {
  let [low, high] = [before, after];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (offset(middle) === offset(before)) low = middle;
    else high = middle;
  }
  const [old, young] = [offset(before), offset(high)];
  const start = high + Math.min(old, young) * MINUTE;
  const local = new Date(start);
  const from = local.getUTCHours() * 60 + local.getUTCMinutes();
  return {
    kind: young > old ? 'skipped' : 'twice',
    from,
    to: from + Math.abs(young - old),
    weekday: local.getUTCDay(),
    month: local.getUTCMonth() + 1,
  };
}

function offsetOf(zone: string): ((time: number) => number) | undefined {
  const known = offsets.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  const offset = (time: number): number => {
    const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
  offsets.set(zone, offset);
  return offset;
}
