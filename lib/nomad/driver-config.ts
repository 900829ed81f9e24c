import { isPlainObject, ofLast, versionRank } from '../model';
import { nearest } from '../problems';
import { show } from '../values';
import { configKeys, driverConfig, requiredKeys, type ConfigShape, type ConfigTable, type DriverConfig } from './drivers';
import { JOB_MODEL } from './job-model';

/** What is wrong with a driver's config. */
export interface ConfigFault {
  /** `unknown` and `missing` are about keys, `type` is about a value, `version` about what the declared Nomad does with a key. */
  readonly kind: 'unknown' | 'missing' | 'type' | 'version';
  /** Below the config; empty for the config itself. */
  readonly at: string;
  readonly message: string;
  readonly value?: string;
  readonly limit?: string;
  readonly fix: string;
}

const NONE: readonly ConfigFault[] = [];
const NOTHING = {};

/**
 * What the driver would refuse or ignore in its config. Nomad's servers do not look at it: a client does, when the task
 * starts. Found once, so that each rule about one kind of fault may ask.
 */
export function driverConfigFaults(
  driver: string,
  config: Readonly<Record<string, unknown>> = NOTHING,
  nomad: string,
): readonly ConfigFault[] {
  return faultsOf(driver, config, nomad);
}

const faultsOf = ofLast((driver: string, config: Readonly<Record<string, unknown>>, nomad: string): readonly ConfigFault[] => {
  const described = driverConfig(driver);
  if (described === undefined) return NONE;
  const reader = new Reader(driver, nomad);
  reader.config(described, config);
  return reader.faults;
});

class Reader {
  readonly faults: ConfigFault[] = [];
  readonly #driver: string;
  readonly #nomad: string;

  constructor(driver: string, nomad: string) {
    this.#driver = driver;
    this.#nomad = nomad;
  }

  config({ keys, oneOf = [] }: DriverConfig, config: Readonly<Record<string, unknown>>): void {
    this.#body(keys, config, '');
    for (const name of requiredKeys(keys)) this.#missing(keys, config, [name]);
    if (oneOf.length > 0) this.#missing(keys, config, oneOf);
  }

  #body(table: ConfigTable, body: Readonly<Record<string, unknown>>, at: string): void {
    const known = configKeys(table);
    for (const name in body) {
      const value = body[name];
      if (value === undefined || value === null || name === '//') continue; // `//` is how JSON of HCL writes a comment
      const key = known.get(name);
      // Nearly every value is what it has to be, and needs no address.
      if (key !== undefined && key.since === undefined && key.until === undefined && isPlainlyGood(key.shape, value)) continue;
      const here = at === '' ? name : `${at}.${name}`;
      if (key === undefined) this.#unknown(table, name, here, at === '');
      else if (key.since !== undefined && versionRank(this.#nomad) < versionRank(key.since)) this.#tooNew(name, key.since, here);
      else {
        if (key.until !== undefined && versionRank(this.#nomad) >= versionRank(key.until)) this.#ignored(name, key.until, here);
        this.#value(key.shape, value, here);
      }
    }
  }

  #missing(table: ConfigTable, config: Readonly<Record<string, unknown>>, oneOf: readonly string[]): void {
    if (oneOf.some((name) => config[name] !== undefined && config[name] !== '')) return;
    // A misspelt one is said where it stands.
    if (Object.keys(config).some((key) => !configKeys(table).has(key) && nearest(key, oneOf) !== undefined)) return;
    const names = oneOf.join(' or ');
    this.faults.push({
      kind: 'missing',
      at: '',
      message: `the driver ${this.#driver} starts no task without ${names}`,
      fix: `write ${names}`,
    });
  }

  #value(shape: ConfigShape, value: unknown, at: string): void {
    if (typeof shape === 'object') {
      if ('block' in shape) this.#blocks(shape.block, value, at, 1);
      else this.#blocks(shape.blocks, value, at, Infinity);
    } else if (shape === 'list(string)') {
      this.#list(shape, value, at, isText, 'text');
    } else if (shape === 'list(map(string))' || shape === 'list(map(number))') {
      this.#maps(shape, value, at);
    } else if (shape === 'attributes') {
      this.#attributes(value, at);
    } else if (!isScalar(shape, value)) {
      this.#wrong(at, value, NOUNS[shape], `write ${NOUNS[shape]}`);
    }
  }

  #blocks(table: ConfigTable, value: unknown, at: string, most: number): void {
    const blocks = Array.isArray(value) ? value.flat() : [value];
    if (!blocks.every(isPlainObject)) {
      this.#wrong(at, value, most === 1 ? 'an object' : 'an array of objects', 'write its settings as an object');
    } else if (blocks.length > most) {
      this.#wrong(at, value, 'one object', 'write one object');
    } else {
      for (const [index, block] of blocks.entries()) this.#body(table, block, Array.isArray(value) ? `${at}[${String(index)}]` : at);
    }
  }

  #maps(shape: 'list(map(string))' | 'list(map(number))', value: unknown, at: string): void {
    if (isPlainObject(value)) {
      this.#wrong(at, value, 'an array of objects', 'put the object into an array, [{ … }]: a client reads an object alone as no list');
      return;
    }
    const holds = shape === 'list(map(number))' ? (member: unknown) => isScalar('number', member) : isText;
    const isMap = (element: unknown): boolean => isPlainObject(element) && Object.values(element).every(holds);
    this.#list(shape, value, at, isMap, shape === 'list(map(number))' ? 'an object of numbers' : 'an object of texts');
  }

  #list(shape: ConfigShape & string, value: unknown, at: string, holds: (element: unknown) => boolean, what: string): void {
    if (!Array.isArray(value)) {
      this.#wrong(
        at,
        value,
        'an array',
        typeof value === 'string' && shape === 'list(string)' ? `write [${show(value)}]` : 'write an array',
      );
      return;
    }
    for (const [index, element] of value.entries()) {
      if (element !== null && !holds(element)) this.#wrong(`${at}[${String(index)}]`, element, what, `write ${what}`);
    }
  }

  #attributes(value: unknown, at: string): void {
    const objects = Array.isArray(value) ? value : [value];
    const good = objects.every((object) => isPlainObject(object) && Object.values(object).every(isText));
    if (!good) this.#wrong(at, value, 'an object of texts', 'write an object of texts');
  }

  #wrong(at: string, value: unknown, limit: string, fix: string): void {
    this.faults.push({
      kind: 'type',
      at,
      message: `the driver ${this.#driver} cannot read this, and the task does not start`,
      value: show(value),
      limit,
      fix,
    });
  }

  #unknown(table: ConfigTable, name: string, at: string, isTop: boolean): void {
    const near = nearest(name, Object.keys(table));
    const ofTask = isTop ? taskField(name) : undefined;
    this.faults.push({
      kind: 'unknown',
      at,
      message: `the driver ${this.#driver} has no key ${show(name)}, and the task does not start`,
      value: show(name),
      fix: ofTask !== undefined ? `move it out of Config, to ${ofTask} of the task` : near === undefined ? 'remove it' : `write ${near}`,
    });
  }

  #tooNew(name: string, since: string, at: string): void {
    this.faults.push({
      kind: 'version',
      at,
      message: `the driver ${this.#driver} of Nomad ${this.#nomad} does not know ${name} yet, and the task does not start`,
      limit: `Nomad ${since} or later`,
      fix: `remove ${name}, or declare the newer version once the clients run it`,
    });
  }

  #ignored(name: string, until: string, at: string): void {
    this.faults.push({
      kind: 'version',
      at,
      message: `the driver ${this.#driver} does nothing with ${name} since Nomad ${until}`,
      fix: `remove ${name}`,
    });
  }
}

const NOUNS = { string: 'text', bool: 'true or false', number: 'a whole number' } as const;

/** What needs no closer look. */
function isPlainlyGood(shape: ConfigShape, value: unknown): boolean {
  if (shape === 'string') return typeof value === 'string';
  if (shape === 'bool') return typeof value === 'boolean';
  if (shape === 'number') return Number.isSafeInteger(value);
  return shape === 'list(string)' && Array.isArray(value) && value.every(isText);
}

/** Text may stand for a number or a boolean, and the other way around; what Nomad fills in is known to nobody here. */
function isScalar(shape: 'string' | 'bool' | 'number', value: unknown): boolean {
  if (shape === 'string') return isText(value);
  if (typeof value === 'string' && value.includes('${')) return true;
  if (shape === 'bool') return typeof value === 'boolean' || (typeof value === 'string' && /^(?:true|false|1|0)$/.test(value));
  return Number.isSafeInteger(typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?(?:e\d+)?$/i.test(value) ? Number(value) : value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
}

/** The field of a task that is called like this in a jobspec file: people put it one level too deep. */
function taskField(name: string): string | undefined {
  for (const field of JOB_MODEL.struct('Task').fields.values()) {
    if (field.hcl === name && !field.server && field.until === undefined) return field.name;
  }
  return undefined;
}
