/** Deeper than any job; a text that is nested deeper is not looked into. */
const DEEPEST = 500;

/** Where a text stops to be JSON: the line, from 1, and whether that is only because it ends. Undefined where it is JSON. */
export function mistakeIn(text: string): { readonly line: number; readonly isEnd: boolean } | undefined {
  const scanner = new Scanner(text);
  scanner.space();
  if (scanner.value(0, false) !== undefined) {
    scanner.space();
    if (scanner.position === text.length) return undefined;
  }
  return { line: text.slice(0, scanner.position).split('\n').length, isEnd: text.slice(scanner.position).trim() === '' };
}

/** Lines of a JSON text, for whoever wants to know where a value stands in it. Nothing is done before somebody asks. */
export class JsonLines {
  readonly #text: string;
  #newlines: number[] | undefined;
  /** Where the elements of the list begin; a list may be long, and is not kept with all that is in it. */
  #elements: readonly number[] | undefined;
  /** The job that was asked for last: its findings come one after the other. */
  #last: { readonly element: number | undefined; readonly place: Place } | undefined;

  /** @param text JSON */
  constructor(text: string) {
    this.#text = text;
  }

  /**
   * The line, from 1, of a member: `['TaskGroups', 0, 'Count']`. Where the last steps lead nowhere, as to a member that is
   * missing, it is the line of what should hold it. Names are compared as Go does it, without case.
   * @param element in which element of the list that the text is; undefined where it is no list
   */
  lineOf(element: number | undefined, steps: readonly (string | number)[]): number {
    let place = this.#placeOf(element);
    for (const step of steps) {
      const member = typeof step === 'number' ? place.elements?.[step] : memberOf(place, step);
      if (member === undefined) break;
      place = member;
    }
    return this.#lineAt(place.position);
  }

  #placeOf(element: number | undefined): Place {
    if (this.#last !== undefined && this.#last.element === element) return this.#last.place;
    const scanner = new Scanner(this.#text);
    scanner.space();
    if (element !== undefined) {
      this.#elements ??= new Scanner(this.#text).elements();
      scanner.position = this.#elements[element] ?? 0;
    }
    const place = scanner.value(0, true) ?? { position: 0 };
    this.#last = { element, place };
    return place;
  }

  #lineAt(position: number): number {
    const newlines = (this.#newlines ??= newlinesOf(this.#text));
    let [low, high] = [0, newlines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((newlines[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }
}

/** Steps of an address, `TaskGroups[0].Env["a.b"]`. */
export function stepsOf(address: string): (string | number)[] {
  return [...address.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(([, index, quoted, name = '']) =>
    index !== undefined ? Number(index) : quoted !== undefined ? (JSON.parse(quoted) as string) : name,
  );
}

/** Where a value begins, and the values in it where they are kept. */
interface Place {
  readonly position: number;
  readonly elements?: readonly Place[];
  /** The last of a name counts, as for a parser. */
  readonly members?: ReadonlyMap<string, Place>;
}

function memberOf({ members }: Place, name: string): Place | undefined {
  const exact = members?.get(name);
  if (exact !== undefined || members === undefined) return exact;
  const lower = name.toLowerCase();
  for (const [other, place] of members) if (other.toLowerCase() === lower) return place;
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function newlinesOf(text: string): number[] {
  const newlines: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) newlines.push(at);
  return newlines;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const FIRST_PRINTABLE = 0x20;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Goes over a JSON text without making values of it. */
class Scanner {
  readonly #text: string;
  position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  space(): void {
    for (; ; this.position++) {
      const code = this.#text.charCodeAt(this.position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  /** Goes over one value; undefined, and at the mistake, where there is none. @param keeps whether what is in it is kept */
  value(depth: number, keeps: boolean): Place | undefined {
    if (depth > DEEPEST) return undefined;
    const { position } = this;
    switch (this.#text.charCodeAt(position)) {
      case OPEN_OBJECT: {
        const members = keeps ? new Map<string, Place>() : undefined;
        const isWhole = this.#members(CLOSE_OBJECT, () => {
          const key = this.#key();
          const member = key === undefined ? undefined : this.value(depth + 1, keeps);
          if (key !== undefined && member !== undefined) members?.set(key, member);
          return member !== undefined;
        });
        return isWhole ? { position, members } : undefined;
      }
      case OPEN_LIST: {
        const elements: Place[] | undefined = keeps ? [] : undefined;
        const isWhole = this.#members(CLOSE_LIST, () => {
          const element = this.value(depth + 1, keeps);
          if (element !== undefined) elements?.push(element);
          return element !== undefined;
        });
        return isWhole ? { position, elements } : undefined;
      }
      case QUOTE:
        return this.#string() === undefined ? undefined : { position };
      default:
        return this.#word() ? { position } : undefined;
    }
  }

  /** Positions of all elements of the list that the text is. */
  elements(): number[] {
    const positions: number[] = [];
    this.space();
    this.#members(CLOSE_LIST, () => {
      positions.push(this.position);
      return this.value(0, false) !== undefined;
    });
    return positions;
  }

  /** Goes over what is between brackets. @param member goes over one member, or stops with false */
  #members(close: number, member: () => boolean): boolean {
    this.position++;
    this.space();
    if (this.#text.charCodeAt(this.position) === close) {
      this.position++;
      return true;
    }
    for (;;) {
      if (!member()) return false;
      this.space();
      const next = this.#text.charCodeAt(this.position);
      if (next !== COMMA && next !== close) return false;
      this.position++;
      if (next === close) return true;
      this.space();
    }
  }

  /** Goes over a key and its colon. */
  #key(): string | undefined {
    const text = this.#string();
    if (text === undefined) return undefined;
    this.space();
    if (this.#text.charCodeAt(this.position) !== COLON) return undefined;
    this.position++;
    this.space();
    return text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
  }

  /** Takes a string with its quotes. A template may be long, hence no pattern. */
  #string(): string | undefined {
    const begin = this.position;
    let escapes = false;
    if (this.#text.charCodeAt(begin) !== QUOTE) return undefined;
    for (let at = begin + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === QUOTE) {
        const string = this.#text.slice(begin, at + 1);
        if (escapes && !isJson(string)) return undefined;
        this.position = at + 1;
        return string;
      }
      if (code === BACKSLASH) {
        escapes = true;
        at++;
      } else if (code < FIRST_PRINTABLE) {
        this.position = at;
        return undefined;
      }
    }
    this.position = this.#text.length;
    return undefined;
  }

  /** Goes over a number, or true, false, null. */
  #word(): boolean {
    WORD.lastIndex = this.position;
    if (!WORD.test(this.#text)) return false;
    this.position = WORD.lastIndex;
    return true;
  }
}
