import { holidays } from '@holiday-jp/holiday_jp';
import type { CheckFacts } from '../checks';
import type { SessionState } from './model';

/** A moment on the clock of a zone. */
export interface LocalTime {
  /** `2026-11-30` */
  readonly date: string;
  /** `Mon` */
  readonly weekday: string;
  /** Minutes after midnight. */
  readonly minutes: number;
  /** ISO 8601 with the offset of the zone. */
  readonly text: string;
}

/** The package's own types say less than it has. */
const HOLIDAYS = holidays as unknown as Readonly<Record<string, { readonly name_en: string } | undefined>>;

const TOKYO = 'Asia/Tokyo';
const formats = new Map<string, Intl.DateTimeFormat>();

/** @param zone `Asia/Tokyo`; one that this machine does not know is UTC */
export function localTime(instant: Date, zone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '', second = '', weekday = '', timeZoneName = '' } = parts;
  const offset = /GMT([+-]\d{2}:\d{2})/.exec(timeZoneName)?.[1] ?? '+00:00';
  const date = `${year}-${month}-${day}`;
  return { date, weekday, minutes: Number(hour) * 60 + Number(minute), text: `${date}T${hour}:${minute}:${second}${offset}` };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    const numbers = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    const options = { ...numbers, weekday: 'short', hourCycle: 'h23', timeZoneName: 'longOffset' } as const;
    try {
      format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
    } catch {
      format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
    }
    formats.set(zone, format);
  }
  return format;
}

/** Name of the national holiday of Japan on a day; undefined where it is none. */
export function holidayOf(date: string): string | undefined {
  return HOLIDAYS[date]?.name_en;
}

/** The exchange in Tokyo does not trade on weekends, national holidays, and from the last day of a year to the third of January. */
function tradesOn({ date, weekday }: LocalTime): boolean {
  if (weekday === 'Sat' || weekday === 'Sun') return false;
  return holidayOf(date) === undefined && !/-12-31$|-01-0[1-3]$/.test(date);
}

/** Whether the exchange trades at a moment. Opening and closing are data of the platform; so is the zone of its clock. */
export function sessionAt(instant: Date, facts: Pick<CheckFacts, 'market' | 'timeZone'> | undefined): SessionState {
  if (facts?.market === undefined) return 'unknown';
  const local = localTime(instant, facts.timeZone ?? TOKYO);
  const { opens, closes } = facts.market;
  return tradesOn(local) && local.minutes >= opens && local.minutes < closes ? 'open' : 'closed';
}

const MINUTE = 60_000;

/** When the session that is on at a moment ends. */
export function sessionEnd(instant: Date, { market, timeZone = TOKYO }: Pick<CheckFacts, 'market' | 'timeZone'>): Date {
  const { minutes } = localTime(instant, timeZone);
  const whole = Math.floor(instant.getTime() / MINUTE) * MINUTE;
  return new Date(whole + Math.max(0, (market?.closes ?? minutes) - minutes) * MINUTE);
}
