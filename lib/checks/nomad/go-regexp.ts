/**
 * Why Go's `regexp` does not compile a pattern; undefined where it does. Go has neither look-around nor back-references, and
 * takes no more than 1,000 repetitions. What it takes is not what a JavaScript RegExp takes, in either direction.
 */
export function goRegexpProblem(pattern: string): string | undefined {
  return new Reader(pattern).problem();
}

const MAX_REPEAT = 1000;
const LETTER_OR_DIGIT = /^[A-Za-z0-9]$/;
const GROUP_NAME = /^[A-Za-z0-9_]+$/;
const REPEAT = /\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}/y;
const FLAGS = /\(\?([imsU]*)(-[imsU]+)?([:)])/y;
const POSIX_CLASS = /^\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit)$/;
const CATEGORY = /^(?:any|assigned|ascii|c[cfnos]?|l[clmotu]?|m[cen]?|n[dlo]?|p[cdefios]?|s[ckmo]?|z[lps]?)$/;

const CATEGORY_NAME =
  /^(?:letter|(?:cased|uppercase|lowercase|titlecase|modifier|other)letter|mark|(?:combining|nonspacing|spacing|enclosing)mark|number|(?:decimal|letter|other)number|digit|symbol|(?:math|currency|modifier|other)symbol|punct|(?:connector|dash|open|close|initial|final|other)?punctuation|(?:space|line|paragraph)?separator|control|cntrl|format|unassigned|privateuse|surrogate|other)$/;
/** Scripts of four letters, which are not the codes of other scripts. */
const SHORT_SCRIPTS = new Set(['ahom', 'cham', 'kawi', 'lisu', 'modi', 'newa', 'thai', 'toto']);

/** What a group holds so far. */
interface Group {
  /** Whether something stands before the next character that can be repeated. */
  repeatable: boolean;
  /** How often the innermost part of the last thing is repeated, and the most of all things of the group. */
  last: number;
  most: number;
}

class Reader {
  readonly #text: string;
  readonly #outer: Group[] = [];
  #group: Group = { repeatable: false, last: 1, most: 1 };
  #at = 0;
  /** Whether the character before was a repetition. */
  #repeated = false;

  constructor(text: string) {
    this.#text = text;
  }

  problem(): string | undefined {
    while (this.#at < this.#text.length) {
      const problem = this.#next();
      if (problem !== undefined) return problem;
    }
    return this.#outer.length > 0 ? 'a parenthesis is not closed' : undefined;
  }

  #next(): string | undefined {
    const repeated = this.#repeated;
    this.#repeated = false;
    switch (this.#text[this.#at]) {
      case '(':
        return this.#open();
      case ')':
        return this.#close();
      case '|':
        this.#group.repeatable = false;
        this.#at++;
        return undefined;
      case '[':
        return this.#class();
      case '*':
      case '+':
      case '?':
        this.#at++;
        return this.#repeat(undefined, repeated);
      case '{':
        return this.#braces(repeated);
      case '\\':
        return this.#escape();
      default:
        this.#at += widthAt(this.#text, this.#at);
        this.#something(1);
        return undefined;
    }
  }

  #something(weight: number): void {
    const group = this.#group;
    group.repeatable = true;
    group.last = weight;
    group.most = Math.max(group.most, weight);
  }

  #open(): string | undefined {
    if (this.#text[this.#at + 1] !== '?') {
      this.#at++;
      this.#enter();
      return undefined;
    }
    const named = this.#text.startsWith('?P<', this.#at + 1) ? 4 : this.#text.startsWith('?<', this.#at + 1) ? 3 : 0;
    if (named > 0) {
      const end = this.#text.indexOf('>', this.#at);
      const name = end < 0 ? '' : this.#text.slice(this.#at + named, end);
      if (!GROUP_NAME.test(name)) return `Go takes neither look-behind nor ${JSON.stringify(name)} as the name of a group`;
      this.#at = end + 1;
      this.#enter();
      return undefined;
    }
    FLAGS.lastIndex = this.#at;
    const flags = FLAGS.exec(this.#text);
    if (flags === null)
      return `Go knows no group that begins with ${JSON.stringify(this.#text.slice(this.#at, this.#at + 3))}; it has no look-around`;
    this.#at += flags[0].length;
    if (flags[3] === ':') this.#enter();
    return undefined;
  }

  #enter(): void {
    this.#outer.push(this.#group);
    this.#group = { repeatable: false, last: 1, most: 1 };
  }

  #close(): string | undefined {
    const { most } = this.#group;
    const outer = this.#outer.pop();
    if (outer === undefined) return 'a parenthesis is closed that is not open';
    this.#group = outer;
    this.#at++;
    this.#something(most);
    return undefined;
  }

  #braces(repeated: boolean): string | undefined {
    REPEAT.lastIndex = this.#at;
    const match = REPEAT.exec(this.#text);
    if (match === null) {
      this.#at++;
      this.#something(1);
      return undefined;
    }
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === undefined ? undefined : Number(match[3]);
    if (min > MAX_REPEAT || (max !== undefined && (max > MAX_REPEAT || min > max)))
      return `${match[0]} is no number of repetitions Go takes`;
    this.#at += match[0].length;
    return this.#repeat({ min, max }, repeated);
  }

  #repeat(times: { readonly min: number; readonly max: number | undefined } | undefined, repeated: boolean): string | undefined {
    if (this.#text[this.#at] === '?') this.#at++;
    if (repeated) return 'a repetition of a repetition';
    const group = this.#group;
    if (!group.repeatable) return 'a repetition of nothing';
    this.#repeated = true;
    if (times === undefined) return undefined;
    const { min, max } = times;
    group.last = max === 0 ? 1 : group.last * Math.max(1, max ?? min);
    if ((min >= 2 || (max ?? 0) >= 2) && group.last > MAX_REPEAT) return `more than ${String(MAX_REPEAT)} repetitions of one part`;
    group.most = Math.max(group.most, group.last);
    return undefined;
  }

  #escape(): string | undefined {
    const next = this.#text[this.#at + 1];
    if (next === 'Q') {
      this.#quoted();
      return undefined;
    }
    if (next === 'A' || next === 'b' || next === 'B' || next === 'z') {
      this.#at += 2;
      this.#something(1);
      return undefined;
    }
    const problem = this.#classEscape() ?? this.#character();
    if (typeof problem === 'string') return problem;
    this.#something(1);
    return undefined;
  }

  #quoted(): void {
    const from = this.#at + 2;
    const end = this.#text.indexOf('\\E', from);
    if ((end < 0 ? this.#text.length : end) > from) this.#something(1);
    this.#at = end < 0 ? this.#text.length : end + 2;
    return undefined;
  }

  /** `\d` or `\pL`: true where one was read, text where it is wrong. */
  #classEscape(): true | string | undefined {
    if (this.#text[this.#at] !== '\\') return undefined;
    const next = this.#text[this.#at + 1];
    if (next !== undefined && 'dDsSwW'.includes(next)) {
      this.#at += 2;
      return true;
    }
    if (next !== 'p' && next !== 'P') return undefined;
    const from = this.#at + 2;
    const braced = this.#text[from] === '{';
    const end = braced ? this.#text.indexOf('}', from) : from + widthAt(this.#text, from);
    const name = this.#text.slice(braced ? from + 1 : from, end).replace(/^\^/, '');
    if (end < 0 || !isUnicodeClass(name)) return `Go knows no Unicode class ${JSON.stringify(name)}`;
    this.#at = braced ? end + 1 : end;
    return true;
  }

  /** One character, escaped or not: its code point, or what is wrong. */
  #character(): number | string {
    if (this.#text[this.#at] !== '\\') {
      const code = this.#text.codePointAt(this.#at) ?? 0;
      this.#at += widthAt(this.#text, this.#at);
      return code;
    }
    const rest = this.#text.slice(this.#at + 1, this.#at + 12);
    if (rest === '') return 'a backslash at the end';
    const escape = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2}|x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]+\}|[afnrtv])/.exec(rest)?.[0];
    if (escape !== undefined) {
      const code = codeOf(escape);
      if (code > 0x10_ff_ff) return `\\${escape} is no character`;
      this.#at += 1 + escape.length;
      return code;
    }
    const character = rest.charAt(0);
    if (LETTER_OR_DIGIT.test(character) || character > '\x7f') return `Go knows no escape \\${character}`;
    this.#at += 2;
    return character.charCodeAt(0);
  }

  #class(): string | undefined {
    this.#at++;
    if (this.#text[this.#at] === '^') this.#at++;
    for (let first = true; first || this.#text[this.#at] !== ']'; first = false) {
      if (this.#at >= this.#text.length) return 'a bracket is not closed';
      const posix = this.#posixClass() ?? this.#classEscape();
      if (typeof posix === 'string') return posix;
      if (posix === true) continue;
      const problem = this.#range();
      if (problem !== undefined) return problem;
    }
    this.#at++;
    this.#something(1);
    return undefined;
  }

  #posixClass(): true | string | undefined {
    if (!this.#text.startsWith('[:', this.#at)) return undefined;
    const end = this.#text.indexOf(':]', this.#at + 2);
    if (end < 0) return undefined;
    const name = this.#text.slice(this.#at + 2, end);
    if (!POSIX_CLASS.test(name)) return `Go knows no class [:${name}:]`;
    this.#at = end + 2;
    return true;
  }

  #range(): string | undefined {
    const from = this.#character();
    if (typeof from === 'string') return from;
    if (this.#text[this.#at] !== '-' || this.#text[this.#at + 1] === ']' || this.#at + 1 >= this.#text.length) return undefined;
    this.#at++;
    const to = this.#character();
    if (typeof to === 'string') return to;
    return to < from ? 'a range of characters that ends before it begins' : undefined;
  }
}

function codeOf(escape: string): number {
  if (escape.startsWith('x')) return Number.parseInt(escape.replace(/[x{}]/g, ''), 16);
  const named = 'afnrtv'.indexOf(escape);
  return named < 0 ? Number.parseInt(escape, 8) : ([7, 12, 10, 13, 9, 11][named] ?? 0);
}

/** UTF-16 units of the character at an index. */
function widthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xff_ff ? 2 : 1;
}

/** Go compares without regard to case, spaces, hyphens and underscores; of scripts of several words it finds none. */
function isUnicodeClass(name: string): boolean {
  const plain = name.replace(/[ _-]/g, '').toLowerCase();
  if (CATEGORY.test(plain) || CATEGORY_NAME.test(plain)) return true;
  if (!/^[a-z]{3,24}$/.test(plain) || (plain.length === 4 && !SHORT_SCRIPTS.has(plain))) return false;
  try {
    return new RegExp(`\\p{Script=${plain.charAt(0).toUpperCase()}${plain.slice(1)}}`, 'u').source !== '';
  } catch {
    return false;
  }
}
