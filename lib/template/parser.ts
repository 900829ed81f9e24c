import { isTemplateFunction } from './functions';
import { Lexer, type Token } from './lexer';
import type { TemplateFault } from './template-fault';
import type { Action, Command, Operand, Pipeline } from './template-tree';

/** What ends a list of actions; `nothing` at the end of the text. */
type Ending = 'end' | 'else' | 'nothing';

type Control = 'if' | 'with' | 'range';

/**
 * Reads the words of a template into actions, as Go's text/template/parse does. The first word that fits nowhere is the
 * fault; after it no word follows, so that every loop ends.
 */
export class Parser {
  readonly #lexer: Lexer;
  /** Words that were looked at and given back, the next one last. */
  readonly #returned: Token[] = [];
  #fault: TemplateFault | undefined;
  #variables: string[] = ['$'];
  #ranges = 0;

  constructor(text: string, left: string, right: string) {
    this.#lexer = new Lexer(text, left, right);
  }

  get fault(): TemplateFault | undefined {
    return this.#fault ?? this.#lexer.fault;
  }

  template(): Action[] {
    const actions: Action[] = [];
    for (;;) {
      const token = this.#next();
      if (token.kind === 'end') return actions;
      if (token.kind !== 'open') continue;
      const word = this.#peekWord();
      if (isKeyword(word, 'define')) {
        this.#nextWord();
        actions.push(this.#define());
        continue;
      }
      const action = this.#action();
      if (action === 'end' || action === 'else') this.#fail(word, `{{${action}}} ends nothing`);
      else if (action !== undefined) actions.push(action);
    }
  }

  #define(): Action {
    const name = this.#name('a definition');
    this.#expect('close', 'a definition');
    return { kind: 'define', body: this.#scope(name, 'define') };
  }

  /** A body that sees no variable of what is around it, and has no else. */
  #scope(opener: Token, kind: 'define' | 'block'): Action[] {
    const variables = this.#variables;
    const ranges = this.#ranges;
    this.#variables = ['$'];
    this.#ranges = 0;
    const { actions, ending } = this.#list(opener, kind);
    if (ending === 'else') this.#fail(opener, `a {{${kind}}} has no {{else}}`);
    this.#variables = variables;
    this.#ranges = ranges;
    return actions;
  }

  #name(what: string): Token {
    const name = this.#nextWord();
    if (name.kind !== 'string') this.#fail(name, `${what} needs a quoted name`);
    return name;
  }

  /** Undefined for an action that has nothing in it that anybody asks about. */
  #action(): Action | 'end' | 'else' | undefined {
    const token = this.#nextWord();
    if (token.kind !== 'keyword') {
      this.#returned.push(token);
      return { kind: 'value', pipeline: this.#pipeline('an action', 'close') };
    }
    switch (token.value) {
      case 'if':
      case 'with':
      case 'range':
        return this.#control(token, token.value);
      case 'end':
        this.#expect('close', '{{end}}');
        return 'end';
      case 'else': {
        const word = this.#peekWord();
        if (!isKeyword(word, 'if') && !isKeyword(word, 'with')) this.#expect('close', '{{else}}');
        return 'else';
      }
      case 'break':
      case 'continue':
        if (this.#ranges === 0) this.#fail(token, `{{${token.value}}} stands outside of a range`);
        this.#expect('close', `{{${token.value}}}`);
        return undefined;
      case 'template': {
        this.#name('{{template}}');
        if (this.#peekWord().kind !== 'close') return { kind: 'value', pipeline: this.#pipeline('{{template}}', 'close') };
        this.#nextWord();
        return undefined;
      }
      case 'block': {
        this.#name('a block');
        const pipeline = this.#pipeline('{{block}}', 'close');
        return { kind: 'with', pipeline, then: this.#scope(token, 'block'), else: [] };
      }
      default:
        this.#fail(token, `{{${token.value}}} cannot stand here`);
        return undefined;
    }
  }

  #control(opener: Token, kind: Control): Action {
    const declared = this.#variables.length;
    const pipeline = this.#pipeline(kind, 'close');
    if (kind === 'range') this.#ranges++;
    const body = this.#list(opener, kind);
    if (kind === 'range') this.#ranges--;
    const otherwise = body.ending === 'else' ? this.#otherwise(opener, kind) : [];
    this.#variables.length = declared;
    return { kind, pipeline, then: body.actions, else: otherwise };
  }

  #otherwise(opener: Token, kind: Control): readonly Action[] {
    const word = this.#returned.at(-1); // the keyword behind an else; a plain {{else}} is closed already
    if (word?.kind === 'keyword') {
      if (word.value !== kind) this.#fail(word, `{{else ${word.value}}} does not belong to a {{${kind}}}`);
      else this.#returned.pop();
      return kind === 'range' ? [] : [this.#control(opener, kind)];
    }
    const { actions, ending } = this.#list(opener, kind);
    if (ending === 'else') this.#fail(opener, `there is a second {{else}} of one {{${kind}}}`);
    return actions;
  }

  #list(opener: Token, kind: string): { readonly actions: Action[]; readonly ending: Ending } {
    const actions: Action[] = [];
    for (;;) {
      const token = this.#next();
      if (token.kind === 'end') {
        this.#fail(opener, `{{${kind}}} has no {{end}}`);
        return { actions, ending: 'nothing' };
      }
      if (token.kind !== 'open') continue;
      const action = this.#action();
      if (action === 'end' || action === 'else') return { actions, ending: action };
      if (action !== undefined) actions.push(action);
    }
  }

  #pipeline(what: string, end: 'close' | 'right'): Pipeline {
    const first = this.#peekWord();
    const sets = this.#declarations(what);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#nextWord();
      if (token.kind === end) break;
      if (!OPERANDS.has(token.kind)) {
        this.#unexpected(token, what);
        break;
      }
      this.#returned.push(token);
      commands.push(this.#command(commands.length > 0));
    }
    if (commands.length === 0) this.#fail(first, `${what} has no value`);
    return { sets, commands, offset: first.offset };
  }

  /** `$x :=`, `$x =`, and `$i, $x :=` of a range. */
  #declarations(what: string): string[] {
    const names: string[] = [];
    for (;;) {
      const variable = this.#peekWord();
      if (variable.kind !== 'variable') {
        if (names.length > 0 && variable.kind !== 'close' && variable.kind !== 'right') this.#unexpected(variable, what);
        return names;
      }
      this.#nextWord();
      const behind = this.#next();
      const next = behind.kind === 'space' ? this.#nextWord() : behind;
      if (next.kind === 'assign' || next.kind === 'declare') {
        if (next.kind === 'assign' && !this.#variables.includes(variable.value)) this.#undeclared(variable);
        this.#variables.push(variable.value);
        names.push(variable.value);
        return names;
      }
      if (next.kind === 'char' && next.value === ',') {
        if (what !== 'range' || names.length > 0) this.#fail(next, 'too many variables are declared at once');
        this.#variables.push(variable.value);
        names.push(variable.value);
        continue;
      }
      this.#returned.push(next);
      if (behind !== next) this.#returned.push(behind);
      this.#returned.push(variable);
      return names;
    }
  }

  #command(isPiped: boolean): Command {
    const operands: Operand[] = [];
    for (;;) {
      const word = this.#peekWord();
      const operand = this.#operand();
      if (operand !== undefined) {
        const cannotBePipedTo = isPiped && operands.length === 0 && operand.kind !== 'chain' && VALUES.has(word.kind);
        if (cannotBePipedTo) this.#fail(word, 'a value stands where a pipe needs a function');
        operands.push(operand);
      }
      const token = this.#next();
      if (token.kind === 'space') continue;
      if (token.kind === 'close' || token.kind === 'right') this.#returned.push(token);
      else if (token.kind !== 'pipe') this.#unexpected(token, 'an operand');
      if (operands.length === 0) this.#fail(word, 'a command is empty');
      return operands;
    }
  }

  #operand(): Operand | undefined {
    const token = this.#peekWord();
    const value = this.#term();
    if (value === undefined) return undefined;
    let next = this.#next();
    if (next.kind === 'field' && VALUES.has(token.kind)) this.#fail(next, `${token.value} has no fields`);
    const fields: string[] = [];
    while (next.kind === 'field') {
      fields.push(next.value.slice(1));
      next = this.#next();
    }
    this.#returned.push(next);
    return fields.length === 0 ? value : { kind: 'chain', of: value, fields };
  }

  #term(): Operand | undefined {
    const token = this.#nextWord();
    switch (token.kind) {
      case 'identifier':
        if (!isTemplateFunction(token.value)) this.#fail(token, 'there is no such function', 'function');
        return { kind: 'function', text: token.value };
      case 'variable':
        if (!this.#variables.includes(token.value)) this.#undeclared(token);
        return { kind: 'variable', text: token.value };
      case 'field':
        return { kind: 'field', text: token.value };
      case 'string':
        return { kind: 'string', text: this.#unquoted(token) };
      case 'left':
        return { kind: 'pipeline', pipeline: this.#pipeline('a pipeline in parentheses', 'right') };
      case 'dot':
      case 'nil':
      case 'bool':
      case 'number':
      case 'character':
        return { kind: 'other', text: token.value };
      default:
        this.#returned.push(token);
        return undefined;
    }
  }

  #unquoted(token: Token): string {
    const inner = token.value.slice(1, -1);
    if (token.value.startsWith('`') || !inner.includes('\\')) return inner;
    return inner.replace(ESCAPE, (all: string, letter?: string, octal?: string, hex2?: string, hex4?: string, hex8?: string) => {
      if (letter !== undefined) return ESCAPES[letter] ?? letter;
      const code = octal === undefined ? Number.parseInt(hex2 ?? hex4 ?? hex8 ?? '', 16) : Number.parseInt(octal, 8);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
      this.#fail(token, `${all} means nothing in double quotes; backquotes take it as it is`);
      return all;
    });
  }

  #expect(kind: Token['kind'], what: string): void {
    const token = this.#nextWord();
    if (token.kind !== kind) this.#unexpected(token, what);
  }

  #next(): Token {
    return this.#returned.pop() ?? this.#lexer.next();
  }

  /** The next word that is no space. */
  #nextWord(): Token {
    let token = this.#next();
    while (token.kind === 'space') token = this.#next();
    return token;
  }

  #peekWord(): Token {
    const token = this.#nextWord();
    this.#returned.push(token);
    return token;
  }

  #undeclared(token: Token): void {
    this.#fail(token, 'this variable is not declared before', 'variable');
  }

  #unexpected(token: Token, what: string): void {
    this.#fail(token, `this cannot stand in ${what}`);
  }

  #fail({ value, offset }: Token, message: string, kind: TemplateFault['kind'] = 'syntax'): void {
    this.#fault ??= this.#lexer.fault ?? { kind, message, word: value, offset };
    this.#returned.length = 0;
    this.#lexer.end();
  }
}

function isKeyword({ kind, value }: Token, word: string): boolean {
  return kind === 'keyword' && value === word;
}

const OPERANDS: ReadonlySet<Token['kind']> = new Set([
  ...(['bool', 'character', 'dot', 'field', 'identifier', 'number', 'nil', 'string', 'variable', 'left'] as const),
]);
/** What can be no function and has no fields. */
const VALUES: ReadonlySet<Token['kind']> = new Set(['bool', 'dot', 'nil', 'number', 'string'] as const);
const ESCAPE = /\\(?:([abfnrtv\\"])|([0-7]{3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|[\s\S])/g;
const ESCAPES: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
