/** One field of a cron expression, as Nomad reads it. */
interface FieldForm {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** What a value may look like. */
  readonly value: string;
}

const SECOND: FieldForm = { name: 'second', min: 0, max: 59, value: '0?[0-9]|[1-5][0-9]' };
const MINUTE: FieldForm = { ...SECOND, name: 'minute' };
const HOUR: FieldForm = { name: 'hour', min: 0, max: 23, value: '0?[0-9]|1[0-9]|2[0-3]' };
const DAY_OF_MONTH: FieldForm = { name: 'day of month', min: 1, max: 31, value: '0?[1-9]|[12][0-9]|3[01]' };
const MONTH_NAMES =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const MONTH: FieldForm = { name: 'month', min: 1, max: 12, value: `0?[1-9]|1[012]|${MONTH_NAMES}` };
const DAY_NAMES = 'sun(?:day)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?';
const DAY_OF_WEEK: FieldForm = { name: 'day of week', min: 0, max: 6, value: `0?[0-7]|${DAY_NAMES}` };
const YEAR: FieldForm = { name: 'year', min: 1970, max: 2099, value: '19[789][0-9]|20[0-9]{2}' };

const FIELDS = [SECOND, MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR];

const ALIASES: readonly (readonly [alias: string, fields: string])[] = [
  ['@yearly', '0 0 0 1 1 * *'],
  ['@annually', '0 0 0 1 1 * *'],
  ['@monthly', '0 0 0 1 * * *'],
  ['@weekly', '0 0 0 * * 0 *'],
  ['@daily', '0 0 0 * * * *'],
  ['@hourly', '0 0 * * * * *'],
];

/**
 * A cron expression as seven fields: second, minute, hour, day of month, month, day of week, year. The sixth of six is the
 * year, not the second, and what comes after the seventh is not read. Undefined where fields are missing.
 */
export function cronFields(spec: string): readonly string[] | undefined {
  const plain = spec.includes('@') ? ALIASES.reduce((text, [alias, fields]) => text.replaceAll(alias, fields), spec) : spec;
  const fields = plain.match(/[^\t\n\f\r ]+/g)?.slice(0, 7) ?? [];
  if (fields.length < 5) return undefined;
  if (fields.length === 5) return ['0', ...fields, '*'];
  return fields.length === 6 ? ['0', ...fields] : fields;
}

/** Why Nomad does not read a text as a cron expression; undefined where it does. */
export function cronProblem(spec: string): string | undefined {
  const fields = cronFields(spec);
  if (fields === undefined) return 'it has fewer than five fields';
  for (const [index, form] of FIELDS.entries()) {
    const problem = fieldProblem(form, fields[index] ?? '');
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function fieldProblem(form: FieldForm, field: string): string | undefined {
  const entries = field.match(/[^,]+/g);
  if (entries === null) return `its field for the ${form.name} is empty`;
  const forms = compiled(form);
  // Every step is looked at first; then a star ends the reading, but for days.
  for (const entry of entries) if (!stepFits(form, forms, entry.toLowerCase())) return `${entry} is no interval of the ${form.name}`;
  for (const entry of entries) {
    const lower = entry.toLowerCase();
    if (lower === '*' || lower === '?') {
      if (form === DAY_OF_MONTH || form === DAY_OF_WEEK) continue;
      return undefined;
    }
    if (!forms.entry.test(lower)) return `${entry} is no ${form.name}`;
  }
  return undefined;
}

interface Compiled {
  readonly entry: RegExp;
  readonly step: RegExp;
}

const COMPILED = new Map<FieldForm, Compiled>();

function compiled(form: FieldForm): Compiled {
  let forms = COMPILED.get(form);
  if (forms === undefined) {
    const value = `(?:${form.value})`;
    const special = form === DAY_OF_MONTH ? `|l|lw|${value}w` : form === DAY_OF_WEEK ? `|${value}l|${value}#[1-5]` : '';
    forms = {
      entry: new RegExp(`^(?:${value}(?:-${value})?(?:/[0-9]+)?|\\*/[0-9]+${special})$`),
      step: new RegExp(`^(?:\\*|${value}(?:-${value})?)/([0-9]+)$`),
    };
    COMPILED.set(form, forms);
  }
  return forms;
}

/** Nomad reads the numbers 0 to 59 and the years it knows, written with two digits at most or four. */
const STEP = /^(?:0?[0-9]|[1-5][0-9]|19[789][0-9]|20[0-9]{2})$/;

function stepFits({ max }: FieldForm, { step }: Compiled, entry: string): boolean {
  const digits = step.exec(entry)?.[1];
  return digits === undefined || (STEP.test(digits) && Number(digits) >= 1 && Number(digits) <= max);
}
