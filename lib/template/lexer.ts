import type { TemplateFault } from './template-fault';

/** A word of a template. `char` is a letter that is only good in one place, such as a comma. */
export interface Token {
  readonly kind:
    | 'text'
    | 'open'
    | 'close'
    | 'space'
    | 'assign'
    | 'declare'
    | 'pipe'
    | 'string'
    | 'variable'
    | 'field'
    | 'dot'
    | 'number'
    | 'character'
    | 'bool'
    | 'nil'
    | 'keyword'
    | 'identifier'
    | 'left'
    | 'right'
    | 'char'
    | 'end';
  readonly value: string;
  readonly offset: number;
}

const KEYWORDS: ReadonlySet<string> = new Set('block break continue define else end if range template with'.split(' '));
const ALPHANUMERIC = /[\p{L}\p{Nd}_]/u;
const WORD = /[\p{L}\p{Nd}_]+/uy;
const NUMBER =
  /[+-]?(?:0[xX][\da-fA-F_]+(?:\.[\da-fA-F_]*)?(?:[pP][+-]?[\d_]+)?|0[bB][01_]+|0[oO][0-7_]+|[\d_]*\.?[\d_]*(?:[eE][+-]?[\d_]+)?)i?/y;
const ONE_LETTER = /^(?:[^\\]|\\(?:[abfnrtv\\']|[0-7]{3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}))$/u;
const SPACES = /[ \t\r\n]+/y;

/** Splits a template into words, one at a time, as Go does. What it cannot read ends it: the fault says why. */
export class Lexer {
  fault: TemplateFault | undefined;
  readonly #text: string;
  readonly #left: string;
  readonly #right: string;
  #at = 0;
  #inside = false;
  #depth = 0;

  constructor(text: string, left: string, right: string) {
    this.#text = text;
    this.#left = left;
    this.#right = right;
  }

  /** No word follows any more. */
  end(): void {
    this.#at = this.#text.length;
    this.#inside = false;
  }

  next(): Token {
    return this.#inside ? this.#word() : this.#outside();
  }

  #outside(): Token {
    const from = this.#at;
    const open = this.#text.indexOf(this.#left, from);
    if (open < 0) {
      this.#at = this.#text.length;
      return { kind: from === this.#at ? 'end' : 'text', value: '', offset: from };
    }
    if (open > from) {
      this.#at = open;
      return { kind: 'text', value: '', offset: from };
    }
    let inside = open + this.#left.length;
    if (this.#text[inside] === '-' && isSpace(this.#text[inside + 1])) inside += 2;
    if (this.#text.startsWith('/*', inside)) {
      return this.#comment(open, inside);
    }
    this.#at = inside;
    this.#inside = true;
    this.#depth = 0;
    return { kind: 'open', value: this.#left, offset: open };
  }

  #comment(open: number, from: number): Token {
    const end = this.#text.indexOf('*/', from);
    if (end < 0) return this.#fail(open, 'a comment has no end', '/*');
    this.#at = end + 2;
    const length = this.#closing();
    if (length === 0) return this.#fail(open, 'a comment ends before its action does', '*/');
    this.#at += length;
    return this.#outside();
  }

  #word(): Token {
    const at = this.#at;
    const closing = this.#closing();
    if (closing > 0) {
      if (this.#depth > 0) return this.#fail(at, 'a parenthesis is not closed', '(');
      this.#inside = false;
      this.#at += closing;
      return { kind: 'close', value: this.#right, offset: at };
    }
    const letter = this.#text[at];
    if (letter === undefined) return this.#fail(at, 'an action is not closed', this.#right);
    if (isSpace(letter)) return this.#space();
    switch (letter) {
      case '=':
        return this.#take('assign', 1);
      case ':':
        if (this.#text[at + 1] !== '=') return this.#fail(at, 'a colon stands alone', ':');
        return this.#take('declare', 2);
      case '|':
        return this.#take('pipe', 1);
      case '"':
      case "'":
        return this.#quoted(letter);
      case '`': {
        const end = this.#text.indexOf('`', at + 1);
        if (end < 0) return this.#fail(at, 'a quoted text has no end', '`');
        return this.#take('string', end + 1 - at);
      }
      case '$':
        return this.#named('variable', 'variable');
      case '(':
        this.#depth++;
        return this.#take('left', 1);
      case ')':
        if (--this.#depth < 0) return this.#fail(at, 'a parenthesis closes nothing', ')');
        return this.#take('right', 1);
      case '.':
        if (!/\d/.test(this.#text[at + 1] ?? '')) return this.#named('field', 'dot');
        return this.#number();
    }
    if (/[\d+-]/.test(letter)) return this.#number();
    if (ALPHANUMERIC.test(String.fromCodePoint(this.#text.codePointAt(at) ?? 0))) return this.#identifier();
    if (this.#text.startsWith('/*', at)) return this.#fail(at, 'a comment stands right behind the braces, {{/* … */}}', '/*');
    if (/[!-~]/.test(letter)) return this.#take('char', 1);
    return this.#fail(at, 'this letter has no meaning in an action', letter);
  }

  /** Spaces separate arguments, so they are words; those before a closing delimiter that trims belong to it. */
  #space(): Token {
    SPACES.lastIndex = this.#at;
    let length = SPACES.exec(this.#text)?.[0].length ?? 1;
    if (this.#text[this.#at + length] === '-' && this.#text.startsWith(this.#right, this.#at + length + 1)) {
      length--;
      if (length === 0) return this.#word();
    }
    return this.#take('space', length);
  }

  #quoted(quote: '"' | "'"): Token {
    const from = this.#at;
    let at = from + 1;
    for (;;) {
      const letter = this.#text[at];
      if (letter === undefined || letter === '\n') {
        return this.#fail(from, quote === '"' ? 'a quoted text has no end' : 'a quoted letter has no end', quote);
      }
      if (letter === quote) break;
      at += letter === '\\' && this.#text[at + 1] !== '\n' ? 2 : 1;
    }
    if (quote === "'" && !ONE_LETTER.test(this.#text.slice(from + 1, at))) return this.#fail(from, 'single quotes hold one letter', "'");
    return this.#take(quote === '"' ? 'string' : 'character', at + 1 - from);
  }

  #named(kind: 'variable' | 'field', bare: 'variable' | 'dot'): Token {
    WORD.lastIndex = this.#at + 1;
    const length = WORD.exec(this.#text)?.[0].length ?? 0;
    const token = this.#take(length === 0 ? bare : kind, 1 + length);
    return this.#terminated(token);
  }

  #number(): Token {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0] ?? '';
    const after = this.#text[this.#at + text.length] ?? '';
    if (!/\d/.test(text) || ALPHANUMERIC.test(after) || /^[+-]?0\d*[89]\d*$/.test(text))
      return this.#fail(this.#at, 'this is no number', text + after);
    return this.#take('number', text.length);
  }

  #identifier(): Token {
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0] ?? '';
    const kind = KEYWORDS.has(word) ? 'keyword' : word === 'nil' ? 'nil' : word === 'true' || word === 'false' ? 'bool' : 'identifier';
    const token = this.#take(kind, word.length);
    return this.#terminated(token);
  }

  /** A name ends where something begins that cannot go on in it; `foo-bar` is none. */
  #terminated(token: Token): Token {
    const next = this.#text[this.#at];
    if (next === undefined || isSpace(next) || '.,|:)('.includes(next) || this.#text.startsWith(this.#right, this.#at)) return token;
    return this.#fail(token.offset, `a name cannot have ${JSON.stringify(next)} in it`, token.value + next);
  }

  /** Length of a closing delimiter here, with the minus that trims. */
  #closing(): number {
    if (isSpace(this.#text[this.#at]) && this.#text[this.#at + 1] === '-' && this.#text.startsWith(this.#right, this.#at + 2)) {
      return 2 + this.#right.length;
    }
    return this.#text.startsWith(this.#right, this.#at) ? this.#right.length : 0;
  }

  #take(kind: Token['kind'], length: number): Token {
    const offset = this.#at;
    this.#at += length;
    return { kind, value: this.#text.slice(offset, this.#at), offset };
  }

  #fail(offset: number, message: string, word: string): Token {
    this.fault ??= { kind: 'syntax', message, word, offset };
    this.end();
    return { kind: 'end', value: '', offset };
  }
}

function isSpace(letter: string | undefined): boolean {
  return letter === ' ' || letter === '\t' || letter === '\r' || letter === '\n';
}
