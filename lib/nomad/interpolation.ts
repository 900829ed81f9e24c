/** What a client finds in a text of a driver's config that it reads as a template of HCL. */
export interface Interpolation {
  /** Names of variables at the head of an expression: `attr` in `${attr.cpu.arch}`. */
  readonly variables: readonly string[];
  /** What cannot be read, as it stands in the text. */
  readonly fault?: { readonly what: 'expression' | 'directive' | 'function' | 'end'; readonly text: string };
}

/** Functions that a client knows, of all that HCL has. */
const FUNCTIONS: ReadonlySet<string> = new Set(
  'abs coalesce concat hasindex int jsondecode jsonencode length lower max min reverse strlen substr upper'.split(' '),
);

const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** Whether a text has anything that a client reads. */
export function hasInterpolation(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

/** Reads a text as a client does. The first fault ends it: the whole text is refused for it. */
export function readInterpolation(text: string): Interpolation {
  const variables: string[] = [];
  let at = 0;
  for (;;) {
    const dollar = text.indexOf('${', at);
    const percent = text.indexOf('%{', at);
    const next = dollar < 0 ? percent : percent < 0 ? dollar : Math.min(dollar, percent);
    if (next < 0) return { variables };
    if (text[next - 1] === text[next] && next > at) {
      at = next + 2; // doubled, it stands for itself
    } else if (next === percent) {
      // Whoever writes an if or a for of HCL means it.
      if (/^%\{~?\s*(?:if|else|endif|for|endfor)\b/.test(text.slice(next, next + 20))) return { variables };
      return { variables, fault: { what: 'directive', text: text.slice(next, next + 20) } };
    } else {
      const expression = new Expression(text, next + 2);
      const fault = expression.read();
      if (fault !== undefined) return { variables, fault: { what: fault, text: shown(text, next) } };
      variables.push(...expression.variables);
      at = expression.at;
    }
  }
}

function shown(text: string, from: number): string {
  const end = text.indexOf('}', from);
  return text.slice(from, end < 0 || end - from > 40 ? from + 40 : end + 1);
}

type Fault = 'expression' | 'function' | 'end';

/** One expression, from behind its opening brace to behind its closing one. Only what it is made of is read, not its value. */
class Expression {
  readonly variables: string[] = [];
  at: number;
  readonly #text: string;
  #fault: Fault | undefined;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  read(): Fault | undefined {
    this.#take('~');
    this.#expression();
    this.#space();
    this.#take('~');
    if (this.#fault === undefined && !this.#take('}')) this.#fail();
    return this.#fault;
  }

  #expression(): void {
    this.#operand();
    for (;;) {
      this.#space();
      if (this.#fault !== undefined) return;
      if (this.#take('?')) {
        this.#expression();
        this.#space();
        if (!this.#take(':')) this.#fail();
        this.#expression();
        return;
      }
      const operator = /^(?:[=!<>]=|&&|\|\||[<>+*/%-])/.exec(this.#text.slice(this.at, this.at + 2))?.[0];
      if (operator === undefined) return;
      this.at += operator.length;
      this.#operand();
    }
  }

  #operand(): void {
    this.#space();
    while (this.#take('!') || this.#take('-')) this.#space();
    const word = /^(?:[\p{L}_][\p{L}\p{N}_-]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/u.exec(this.#text.slice(this.at, this.at + 200))?.[0];
    if (word !== undefined) {
      this.at += word.length;
      if (/^\d/.test(word)) {
        this.#traversal();
        return;
      }
      if (this.#take('(')) {
        if (!FUNCTIONS.has(word)) this.#fault ??= 'function';
        this.#list(')');
        return;
      }
      if (!LITERALS.has(word)) this.variables.push(word);
    } else if (this.#take('"')) {
      this.#string();
    } else if (this.#take('(')) {
      this.#expression();
      this.#space();
      if (!this.#take(')')) this.#fail();
    } else if (this.#take('[')) {
      this.#list(']');
    } else {
      this.#fail(); // an object, too: nobody writes one into a text
      return;
    }
    this.#traversal();
  }

  /** Members and indexes: `.cpu`, `[0]`, `["a.b"]`, `.*`. */
  #traversal(): void {
    for (;;) {
      if (this.#fault !== undefined) return;
      if (this.#take('.')) {
        const step = /^(?:[\p{L}_][\p{L}\p{N}_-]*|\d+|\*)/u.exec(this.#text.slice(this.at, this.at + 200))?.[0];
        if (step === undefined) this.#fail();
        this.at += step?.length ?? 0;
      } else if (this.#take('[')) {
        if (this.#take('*')) {
          if (!this.#take(']')) this.#fail();
          continue;
        }
        this.#expression();
        this.#space();
        if (!this.#take(']')) this.#fail();
      } else return;
    }
  }

  #list(end: ')' | ']'): void {
    this.#space();
    while (this.#fault === undefined && !this.#take(end)) {
      this.#expression();
      this.#space();
      if (!this.#take(',') && this.#text[this.at] !== end) this.#fail();
      this.#space();
    }
  }

  #string(): void {
    while (this.at < this.#text.length) {
      const letter = this.#text[this.at];
      this.at += letter === '\\' ? 2 : 1;
      if (letter === '"') return;
    }
    this.#fail();
  }

  /** Comments too: `${#list}` is one that hides the end of the expression. */
  #space(): void {
    for (;;) {
      while (/\s/.test(this.#text[this.at] ?? '')) this.at++;
      if (this.#text[this.at] !== '#' && !this.#text.startsWith('//', this.at)) return;
      const line = this.#text.indexOf('\n', this.at);
      this.at = line < 0 ? this.#text.length : line;
    }
  }

  #take(letter: string): boolean {
    if (this.#text[this.at] !== letter) return false;
    this.at++;
    return true;
  }

  #fail(): void {
    this.#fault ??= this.at >= this.#text.length ? 'end' : 'expression';
  }
}
