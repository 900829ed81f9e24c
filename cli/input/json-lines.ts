/** Deeper than any job; a text that is nested deeper is not looked into. */
const DEEPEST = 500;

/** Where a text stops to be JSON: the line, from 1, and whether that is only because it ends. Undefined where it is JSON. */
export function mistakeIn(text: string): { readonly line: number; readonly isEnd: boolean } | undefined {
  const scanner = new Scanner(text);
  scanner.space();
  if (scanner.value(0)) {
    scanner.space();
    if (scanner.position === text.length) return undefined;
  }
  return { line: text.slice(0, scanner.position).split('\n').length, isEnd: text.slice(scanner.position).trim() === '' };
}

/** Lines of a JSON text, for whoever wants to know where a value stands in it. Nothing is done before somebody asks. */
export class JsonLines {
  readonly #text: string;
  #ends: number[] | undefined;
  #elements: number[] | undefined;

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
    const scanner = new Scanner(this.#text);
    if (element === undefined) scanner.space();
    else scanner.position = this.#elementAt(element);
    return this.#lineAt(scanner.find(steps));
  }

  /** A list may be long, and every job of it may be asked for. */
  #elementAt(index: number): number {
    if (this.#elements === undefined) {
      const scanner = new Scanner(this.#text);
      scanner.space();
      this.#elements = scanner.elements();
    }
    return this.#elements[index] ?? 0;
  }

  #lineAt(position: number): number {
    const ends = (this.#ends ??= newlinesOf(this.#text));
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < position) low = middle + 1;
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
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const SPACE = /[ \t\r\n]*/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Goes over a JSON text without making values of it. */
class Scanner {
  readonly #text: string;
  position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  space(): void {
    this.#match(SPACE);
  }

  /** Goes over one value; false, and at the mistake, where there is none. */
  value(depth: number): boolean {
    if (depth > DEEPEST) return false;
    switch (this.#text[this.position]) {
      case '{':
        return this.#members('}', () => this.#key() !== undefined && this.value(depth + 1));
      case '[':
        return this.#members(']', () => this.value(depth + 1));
      case '"':
        return this.#string() !== undefined;
      default:
        return this.#match(WORD) !== undefined;
    }
  }

  /** Position of the value that the steps lead to, as far as they lead. */
  find(steps: readonly (string | number)[]): number {
    let begin = this.position;
    for (const step of steps) {
      const found = typeof step === 'number' ? this.#element(step) : this.#member(step);
      if (found === undefined) return begin;
      begin = found;
    }
    return begin;
  }

  /** Positions of all elements of the list that begins here. */
  elements(): number[] {
    const positions: number[] = [];
    this.#members(']', () => {
      positions.push(this.position);
      return this.value(0);
    });
    return positions;
  }

  /** Goes to an element of the list that begins here. */
  #element(wanted: number): number | undefined {
    let index = 0;
    return this.#first('[', ']', () => index++ === wanted);
  }

  /** Goes to a member of the object that begins here: the last with this name, as a parser takes it, or one that differs in case. */
  #member(wanted: string): number | undefined {
    const begin = this.position;
    let index = 0;
    let exact: number | undefined;
    let similar: number | undefined;
    this.#first('{', '}', () => {
      const key = this.#key();
      if (key === wanted) exact = index;
      else if (key?.toLowerCase() === wanted.toLowerCase()) similar = index;
      index++;
      return false;
    });
    const found = exact ?? similar;
    if (found === undefined) return undefined;
    this.position = begin;
    index = 0;
    return this.#first('{', '}', () => {
      this.#key();
      return index++ === found;
    });
  }

  /** Goes to the first member for which it is asked to stop, in front of its value. */
  #first(open: string, close: string, stops: () => boolean): number | undefined {
    if (this.#text[this.position] !== open) return undefined;
    const goesOn = this.#members(close, () => !stops() && this.value(0));
    return goesOn ? undefined : this.position;
  }

  /** Goes over what is between brackets. @param member goes over one member, or stops with false */
  #members(close: string, member: () => boolean): boolean {
    this.position++;
    this.space();
    if (this.#text[this.position] === close) {
      this.position++;
      return true;
    }
    for (;;) {
      if (!member()) return false;
      this.space();
      const next = this.#text[this.position];
      if (next !== ',' && next !== close) return false;
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
    if (this.#text[this.position] !== ':') return undefined;
    this.position++;
    this.space();
    return JSON.parse(text) as string;
  }

  /** Takes a string with its quotes. A template may be long, hence no pattern. */
  #string(): string | undefined {
    const begin = this.position;
    let escapes = false;
    if (this.#text[begin] !== '"') return undefined;
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

  /** Takes what matches here. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }
}
