import { RULES } from '../../lib/checks';
import { isFalseAlarm, isMissed, isOnlyTheServers, type Compared } from './compare';

type Row = readonly (string | number)[];

/** The report of a comparison, in paragraphs. */
export function report(all: readonly Compared[]): string[] {
  return [kinds(all), falseAlarms(all), missed(all), meanings(all), unexplained(all), rules(all)].filter((text) => text !== '');
}

/** Whether the checks agree with Nomad: no false alarm, and no miss but of what only the server knows. */
export function agrees(all: readonly Compared[]): boolean {
  return !all.some(isFalseAlarm) && !all.some((one) => isMissed(one) && !isOnlyTheServers(one));
}

function kinds(all: readonly Compared[]): string {
  const rows = groups(all, ({ kind }) => kind).map(([kind, jobs]) => {
    const refused = jobs.filter(({ refused }) => refused);
    const lost = refused.filter(isMissed);
    return [kind, jobs.length, refused.length, refused.length - lost.length, lost.length, jobs.filter(isFalseAlarm).length] as const;
  });
  const sum = rows.reduce((total, row) => total.map((value, index) => value + Number(row[index + 1])), [0, 0, 0, 0, 0]);
  return titled('kinds', [['kind', 'jobs', 'refused', 'found', 'missed', 'false'], ...rows, ['all', ...sum]]);
}

function falseAlarms(all: readonly Compared[]): string {
  const alarms = all.filter(isFalseAlarm).flatMap(({ kind, errors }) => errors.map((error) => ({ kind, error })));
  if (alarms.length === 0) return 'false alarms at error level: none';
  const rows = alarms.map(({ kind, error }) => [kind, error.code, error.at ?? '', error.message, error.value ?? '']);
  return titled('false alarms at error level', [['kind', 'code', 'at', 'message', 'value'], ...rows]);
}

function missed(all: readonly Compared[]): string {
  const lost = all
    .filter(isMissed)
    .flatMap((one) => one.complaints.map(({ message }) => [shortened(message), isOnlyTheServers(one)] as const));
  if (lost.length === 0) return 'refused jobs that were missed: none';
  const rows = groups(lost, ([message]) => message).map(([message, list]) => [
    list.length,
    list[0]?.[1] === true ? 'only the server knows' : 'MISSED',
    message,
  ]);
  return titled('refused jobs that were missed, by what Nomad says', [['jobs', 'why', 'message'], ...rows]);
}

function meanings(all: readonly Compared[]): string {
  const said = all.flatMap((one) => one.complaints).filter(({ meaning }) => Array.isArray(meaning));
  const rows = groups(said, ({ meaning }) => (meaning as readonly string[]).join(' or ')).map(([codes, list]) => {
    const other = list.filter(({ found }) => !found);
    return [codes, list.length, list.length - other.length, other.length, other[0] === undefined ? '' : shortened(other[0].message)];
  });
  return titled('complaints of Nomad, and an error of a code that means the same', [
    ['code', 'complaints', 'matched', 'not', 'first that is not'],
    ...rows,
  ]);
}

function unexplained(all: readonly Compared[]): string {
  const said = all.flatMap((one) => one.complaints).filter(({ meaning }) => meaning === 'unknown');
  if (said.length === 0) return 'complaints whose meaning is not known: none';
  const rows = groups(said, ({ message }) => shortened(message)).map(([message, list]) => [list.length, message]);
  return titled('complaints whose meaning is not known', [['times', 'message'], ...rows]);
}

/** How often each code is found; a warning in a job that Nomad takes is no false alarm, and is shown all the same. */
function rules(all: readonly Compared[]): string {
  const codes = [...new Set([...RULES.map(({ code }) => code), ...all.flatMap(({ findings }) => findings.map(({ code }) => code))])].sort();
  const rows = codes.map((code) => {
    const jobs = all.filter(({ findings }) => findings.some((finding) => finding.code === code));
    const count = (severity: string): number =>
      jobs.filter(({ findings }) => findings.some((finding) => finding.code === code && (finding.severity ?? 'error') === severity)).length;
    const taken = jobs.filter(({ refused }) => !refused);
    const alarms = taken.filter(({ errors }) => errors.some((error) => error.code === code));
    return [code, count('error'), count('warning'), count('note'), taken.length, alarms.length] as const;
  });
  const found = rows.filter(([, errors, warnings, notes]) => errors + warnings + notes > 0);
  const silent = rows.filter(([, errors, warnings, notes]) => errors + warnings + notes === 0).map(([code]) => code);
  const table = titled('jobs in which each code is found', [
    ['code', 'error', 'warning', 'note', 'of them taken by Nomad', 'false alarms'],
    ...found,
  ]);
  return silent.length === 0 ? table : `${table}\n\nfound in none: ${silent.join(' ')}`;
}

function groups<T>(list: readonly T[], keyOf: (one: T) => string): [string, T[]][] {
  const map = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const known = map.get(key);
    if (known === undefined) map.set(key, [one]);
    else known.push(one);
  }
  return [...map].sort(([left], [right]) => (left < right ? -1 : 1));
}

function shortened(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length > 110 ? `${line.slice(0, 107)}...` : line;
}

function titled(title: string, rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  const line = (row: Row): string =>
    row
      .map((cell, column) => (typeof cell === 'number' ? String(cell).padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [title, ...rows.map((row) => `  ${line(row)}`)].join('\n');
}
