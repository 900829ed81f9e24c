/**
 * A regular expression of RE2, as a JavaScript one that the whole text must match. Undefined where RE2 refuses it, or where
 * the two languages have no common words for it (flags in the middle, multi-line mode): then nobody here knows what it matches.
 */
export function re2WholeMatch(expression: string): RegExp | undefined {
  const translated = new Translation(expression).whole();
  if (translated === undefined) return undefined;
  try {
    // By itself first: a bracket that nothing opened would close ours.
    const { source, flags } = new RegExp(translated.source, translated.flags);
    return new RegExp(`^(?:${source})$`, flags);
  } catch {
    return undefined; // refused by both: a group that does not close, a repetition of nothing
  }
}

/** Code points from, to. */
type Range = readonly [number, number];

const LAST = 0x10ffff;
const DIGIT: readonly Range[] = [[0x30, 0x39]];
const SPACE: readonly Range[] = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const UPPER: readonly Range[] = [[0x41, 0x5a]];
const LOWER: readonly Range[] = [[0x61, 0x7a]];
const ALPHA = [...UPPER, ...LOWER];
const ALNUM = [...DIGIT, ...ALPHA];
const WORD: readonly Range[] = [...DIGIT, ...UPPER, [0x5f, 0x5f], ...LOWER];

/** Classes of Perl: of ASCII alone, as RE2 has them. */
const PERL: Readonly<Record<string, readonly Range[]>> = { d: DIGIT, s: SPACE, w: WORD };

const POSIX: Readonly<Record<string, readonly Range[]>> = {
  alnum: ALNUM,
  alpha: ALPHA,
  ascii: [[0, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  digit: DIGIT,
  graph: [[0x21, 0x7e]],
  lower: LOWER,
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper: UPPER,
  word: WORD,
  xdigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
};

const CONTROL: Readonly<Record<string, number>> = { a: 0x07, f: 0x0c, t: 0x09, n: 0x0a, r: 0x0d, v: 0x0b };

/** One reading of an expression, from left to right. */
class Translation {
  readonly #text: string;
  #at = 0;
  #dotAll = false;
  #failed = false;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): { readonly source: string; readonly flags: string } | undefined {
    const leading = /^\(\?([isU]+)\)/.exec(this.#text);
    // U turns greed around, which a match of the whole does not see.
    const own = leading?.[1] ?? '';
    this.#at = leading?.[0].length ?? 0;
    this.#dotAll = own.includes('s');
    let source = '';
    while (this.#at < this.#text.length) source += this.#token();
    return this.#failed ? undefined : { source, flags: own.includes('i') ? 'iu' : 'u' };
  }

  /** Ends the reading. */
  #fail(): '' {
    this.#failed = true;
    this.#at = this.#text.length;
    return '';
  }

  #token(): string {
    const char = this.#next();
    switch (char) {
      case '\\':
        return this.#escape();
      case '[':
        return this.#bracket();
      case '.':
        return this.#dotAll ? classText([[0, LAST]]) : String.raw`[^\n]`;
      case '(':
        return this.#group();
      case '{':
        return this.#braces();
      case '}':
      case ']':
      case '/':
        return `\\${char}`;
      default:
        return char; // operators are the same in both
    }
  }

  #group(): string {
    if (!this.#takes('?')) return '(';
    if (this.#takes(':')) return '(?:';
    const name = this.#match(/P?<[A-Za-z_][A-Za-z0-9_]*>/y);
    return name === undefined ? this.#fail() : `(?${name.replace('P<', '<')}`;
  }

  /** A repetition, or a brace that stands for itself. */
  #braces(): string {
    const counted = this.#match(/\d+(?:,\d*)?\}/y);
    if (counted === undefined) return String.raw`\{`;
    return counted.split(/\D/).some((times) => Number(times) > 1000) ? this.#fail() : `{${counted}`;
  }

  #escape(): string {
    const char = this.#next();
    if (char === 'A') return '^';
    if (char === 'z') return '$';
    if (char === 'b' || char === 'B') return `\\${char}`;
    if (char === 'Q') return this.#quoted();
    const property = this.#property(char);
    if (property !== undefined) return property;
    const perl = perlClass(char);
    return classText(perl ?? [single(this.#escapedCode(char))]);
  }

  /** `\Q…\E`: every letter for itself. */
  #quoted(): string {
    const end = this.#text.indexOf(String.raw`\E`, this.#at);
    const quoted = this.#text.slice(this.#at, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#text.length : end + 2;
    return quoted.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  }

  /** `\pL`, `\p{Greek}`. */
  #property(char: string): string | undefined {
    if (char !== 'p' && char !== 'P') return undefined;
    const name = this.#match(/[A-Z]/y) ?? this.#match(/\{[A-Za-z_]+\}/y)?.slice(1, -1);
    if (name === undefined) return this.#fail();
    return /^[A-Z][a-z]?$/.test(name) ? `\\${char}{${name}}` : `\\${char}{Script=${name}}`;
  }

  /** What a letter after a backslash stands for. */
  #escapedCode(char: string): number {
    if (char === 'x') {
      const hex = this.#match(/\{[0-9A-Fa-f]+\}/y)?.slice(1, -1) ?? this.#match(/[0-9A-Fa-f]{2}/y);
      return hex === undefined ? this.#failedCode() : Number.parseInt(hex, 16);
    }
    if (char === '0') return Number.parseInt(`0${this.#match(/[0-7]{1,2}/y) ?? ''}`, 8);
    if (/[1-7]/.test(char)) {
      const more = this.#match(/[0-7]{1,2}/y);
      // Alone it is a back reference, which RE2 does not have.
      return more === undefined ? this.#failedCode() : Number.parseInt(char + more, 8);
    }
    const control = CONTROL[char];
    if (control !== undefined) return control;
    return /[0-9A-Za-z]/.test(char) ? this.#failedCode() : codeOf(char);
  }

  #failedCode(): number {
    this.#fail();
    return 0;
  }

  #bracket(): string {
    const negated = this.#takes('^');
    let inside = '';
    // A bracket that closes at once stands for itself.
    for (let first = true; !this.#failed && (first || !this.#takes(']')); first = false) inside += this.#bracketMember();
    return `[${negated ? '^' : ''}${inside}]`;
  }

  #bracketMember(): string {
    const posix = this.#match(/\[:\^?[a-z]+:\]/y);
    if (posix !== undefined) return posixClass(posix)?.map(rangeText).join('') ?? this.#fail();
    const char = this.#next();
    if (char !== '\\') return rangeText(this.#rangeFrom(codeOf(char)));
    const escaped = this.#next();
    return this.#property(escaped) ?? perlClass(escaped)?.map(rangeText).join('') ?? rangeText(this.#rangeFrom(this.#escapedCode(escaped)));
  }

  /** A single code, or the range that begins with it. */
  #rangeFrom(low: number): Range {
    if (this.#match(/-(?!\])/y) === undefined) return single(low);
    const char = this.#next();
    const high = char === '\\' ? this.#escapedCode(this.#next()) : codeOf(char);
    return high < low ? [this.#failedCode(), 0] : [low, high];
  }

  /** The next code point. */
  #next(): string {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) return this.#fail();
    const char = String.fromCodePoint(code);
    this.#at += char.length;
    return char;
  }

  #takes(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

function perlClass(char: string): readonly Range[] | undefined {
  return PERL[char] ?? (/[DSW]/.test(char) ? complement(PERL[char.toLowerCase()] ?? []) : undefined);
}

function posixClass(text: string): readonly Range[] | undefined {
  const name = text.replaceAll(/[[\]:^]/g, '');
  const ranges = POSIX[name];
  return ranges !== undefined && text.startsWith('[:^') ? complement(ranges) : ranges;
}

/** @param ranges sorted, apart from each other */
function complement(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  let from = 0;
  for (const [low, high] of ranges) {
    if (low > from) result.push([from, low - 1]);
    from = high + 1;
  }
  return [...result, [from, LAST]];
}

const single = (code: number): Range => [code, code];
const codeOf = (char: string): number => char.codePointAt(0) ?? 0;
const codeText = (code: number): string => `\\u{${code.toString(16)}}`;
const rangeText = ([low, high]: Range): string => (low === high ? codeText(low) : `${codeText(low)}-${codeText(high)}`);
const classText = (ranges: readonly Range[]): string => `[${ranges.map(rangeText).join('')}]`;
