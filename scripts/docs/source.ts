// What the sources say about themselves: props, verbs and factories with their doc comments, as tables.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './page';

interface Member {
  readonly name: string;
  readonly signature: string;
  readonly text: string;
  readonly fallback: string | undefined;
  readonly required: boolean;
}

/** Interfaces, classes and objects of factories of lib/ and constructs/, by name. */
export class Sources {
  readonly #interfaces = new Map<string, ts.InterfaceDeclaration>();
  readonly #aliases = new Map<string, ts.TypeAliasDeclaration>();
  readonly #classes = new Map<string, ts.ClassDeclaration>();
  readonly #objects = new Map<string, ts.ObjectLiteralExpression>();
  readonly #functions = new Map<string, ts.FunctionDeclaration>();

  constructor() {
    for (const folder of ['lib', 'constructs', 'testing']) {
      for (const name of sourceFiles(join(ROOT, folder))) {
        const file = ts.createSourceFile(name, readFileSync(name, 'utf8'), ts.ScriptTarget.ES2022, true);
        file.forEachChild((node) => {
          if (ts.isInterfaceDeclaration(node)) this.#interfaces.set(node.name.text, node);
          if (ts.isTypeAliasDeclaration(node)) this.#aliases.set(node.name.text, node);
          if (ts.isClassDeclaration(node) && node.name !== undefined) this.#classes.set(node.name.text, node);
          if (ts.isFunctionDeclaration(node) && node.name !== undefined) this.#functions.set(node.name.text, node);
          if (ts.isVariableStatement(node)) for (const declaration of node.declarationList.declarations) this.#addObject(declaration);
        });
      }
    }
  }

  /** Names of the props of an interface that it declares itself. */
  ownProps(name: string): Member[] {
    const found = this.#interfaces.get(name);
    if (found === undefined) throw new Error(`no interface ${name}`);
    return found.members.filter(ts.isPropertySignature).map(memberOf);
  }

  /** All props of an interface or of a picked alias, its own first. */
  allProps(name: string): Member[] {
    const alias = this.#aliases.get(name);
    if (alias !== undefined) return this.#membersOfType(alias.type);
    const own = this.ownProps(name);
    const bases = this.#interfaces.get(name)?.heritageClauses?.flatMap(({ types }) => [...types]) ?? [];
    const inherited = bases.flatMap((base) => this.#membersOfHeritage(base));
    const names = new Set(own.map((member) => member.name));
    return [...own, ...inherited.filter((member) => !names.has(member.name))];
  }

  /** Public methods and properties of a class, those of its bases last. */
  verbs(name: string, onlyOwn: boolean): Member[] {
    const found = this.#classes.get(name);
    if (found === undefined) return [];
    const own = found.members
      .filter(isPublicMember)
      .filter((member) => !isStatic(member))
      .map(memberOf);
    const base = found.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
    const inherited = onlyOwn || base === undefined || !ts.isIdentifier(base) ? [] : this.verbs(base.text, false);
    const names = new Set(own.map((member) => member.name));
    return [...own, ...inherited.filter((member) => !names.has(member.name))];
  }

  /** Static factories of a class or of an object of factories. */
  factories(name: string): Member[] {
    const object = this.#objects.get(name);
    if (object !== undefined)
      return object.properties.filter((member) => member.name !== undefined).map((member) => this.#factoryOf(member));
    const found = this.#classes.get(name);
    if (found === undefined) throw new Error(`no class or object ${name}`);
    return found.members.filter(isPublicMember).filter(isStatic).map(memberOf);
  }

  /** Doc comment of a class or an interface, without its tags. */
  description(name: string): string {
    const node = this.#classes.get(name) ?? this.#interfaces.get(name) ?? this.#aliases.get(name);
    return node === undefined ? '' : docOf(node).text;
  }

  /** A property may name a function that stands elsewhere. */
  #factoryOf(member: ts.ObjectLiteralElementLike): Member {
    const value =
      ts.isPropertyAssignment(member) && ts.isIdentifier(member.initializer) ? this.#functions.get(member.initializer.text) : undefined;
    return { ...memberOf(member), ...(value === undefined ? {} : { signature: callText(value) }) };
  }

  #addObject({ name, initializer }: ts.VariableDeclaration): void {
    if (!ts.isIdentifier(name) || initializer === undefined) return;
    const value = ts.isAsExpression(initializer) ? initializer.expression : initializer;
    if (ts.isObjectLiteralExpression(value)) this.#objects.set(name.text, value);
  }

  #membersOfHeritage(base: ts.ExpressionWithTypeArguments): Member[] {
    if (!ts.isIdentifier(base.expression)) return [];
    return this.#membersOf(base.expression.text, base.typeArguments ?? ts.factory.createNodeArray());
  }

  #membersOfType(type: ts.TypeNode): Member[] {
    return ts.isTypeReferenceNode(type) ? this.#membersOf(type.typeName.getText(), type.typeArguments ?? ts.factory.createNodeArray()) : [];
  }

  #membersOf(name: string, [first, second]: readonly ts.TypeNode[]): Member[] {
    if (first === undefined || !['Omit', 'Partial', 'Pick'].includes(name)) return this.allProps(name);
    const members = this.#membersOfType(first);
    const named = new Set(second === undefined ? [] : [...second.getText().matchAll(/'(\w+)'/g)].map((match) => match[1] ?? ''));
    if (name === 'Pick') return members.filter((member) => named.has(member.name));
    return name === 'Omit' ? members.filter((member) => !named.has(member.name)) : members;
  }
}

/** Name, type, default and meaning. */
export function propsTable(props: readonly Member[]): string {
  return table(
    ['prop', 'type', 'default', 'what it says'],
    props.map(({ name, signature, fallback, required, text }) => [
      `\`${name}\``,
      code(signature),
      required ? '**required**' : cell(fallback ?? ''),
      cell(text),
    ]),
  );
}

/** Signature and meaning. */
export function membersTable(heading: string, members: readonly Member[], prefix = ''): string {
  return table(
    [heading, 'what it does'],
    members.map(({ signature, name, text }) => [
      code(prefix === '' ? named(name, signature) : `${prefix}.${named(name, signature)}`),
      cell(text),
    ]),
  );
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function named(name: string, signature: string): string {
  return signature.startsWith('(') ? `${name}${signature}` : `${name}: ${signature}`;
}

function cell(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .replaceAll('|', String.raw`\|`);
}

const code = (text: string): string => `\`${text.replaceAll('|', String.raw`\|`)}\``;

type Node = ts.ClassElement | ts.ObjectLiteralElementLike | ts.TypeElement;

function memberOf(node: Node): Member {
  const { text, fallback } = docOf(node);
  const required = !(ts.isPropertySignature(node) && node.questionToken !== undefined);
  const parts = inlineTypes(node).flatMap(({ members }) => members.filter(ts.isPropertySignature).map(inlineMember));
  return {
    name: node.name?.getText() ?? '',
    signature: signatureOf(node),
    text: [text, ...(parts.some((part) => part !== '') ? [`${parts.filter((part) => part !== '').join('; ')}.`] : [])]
      .filter((part) => part !== '')
      .join(' '),
    fallback,
    required,
  };
}

/** Object types that stand in the signature itself. */
function inlineTypes(node: Node): ts.TypeLiteralNode[] {
  if (ts.isPropertySignature(node)) return node.type !== undefined && ts.isTypeLiteralNode(node.type) ? [node.type] : [];
  const call = ts.isPropertyAssignment(node) ? node.initializer : node;
  if (!ts.isMethodDeclaration(call) && !ts.isArrowFunction(call)) return [];
  const types = call.parameters.flatMap(({ type }) => (type !== undefined && ts.isIntersectionTypeNode(type) ? [...type.types] : [type]));
  return types.filter((type) => type !== undefined).filter(ts.isTypeLiteralNode);
}

/** `port`: what it says, default what. */
function inlineMember(member: ts.PropertySignature): string {
  const { text, fallback } = docOf(member);
  if (text === '' && fallback === undefined) return '';
  const otherwise = fallback === undefined ? [] : [`default ${fallback}`];
  return `\`${member.name.getText()}\`: ${[...(text === '' ? [] : [text.replace(/\.$/, '')]), ...otherwise].join(', ')}`;
}

function signatureOf(node: Node): string {
  if (ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) return callText(node);
  if (ts.isGetAccessorDeclaration(node) || ts.isPropertySignature(node)) return squeeze(node.type?.getText() ?? 'unknown');
  if (ts.isPropertyDeclaration(node)) {
    if (node.initializer !== undefined && ts.isArrowFunction(node.initializer)) return callText(node.initializer);
    return squeeze(node.type?.getText() ?? node.initializer?.getText() ?? 'unknown');
  }
  if (ts.isPropertyAssignment(node)) return ts.isArrowFunction(node.initializer) ? callText(node.initializer) : '(service, options)';
  return '()';
}

function callText(node: ts.SignatureDeclarationBase): string {
  const parameters = node.parameters.filter((parameter) => parameter.name.getText() !== 'this').map(parameterText);
  return squeeze(`(${parameters.join(', ')})${node.type === undefined ? '' : `: ${node.type.getText()}`}`);
}

/** `options?: RetryOptions` instead of `options: RetryOptions = {}`, and never the parts of a pattern. */
function parameterText(parameter: ts.ParameterDeclaration): string {
  const name = ts.isIdentifier(parameter.name) ? parameter.name.text : 'options';
  const optional = parameter.questionToken !== undefined || parameter.initializer !== undefined;
  const type = parameter.type?.getText() ?? (parameter.initializer === undefined ? undefined : 'number');
  return `${parameter.dotDotDotToken === undefined ? '' : '...'}${name}${optional ? '?' : ''}${type === undefined ? '' : `: ${type}`}`;
}

/** On one line, without comments. */
const squeeze = (text: string): string =>
  text
    .replaceAll(/\/\*\*.*?\*\//gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/readonly (?=\w+\??:)/g, '')
    .replaceAll('; }', ' }');

function docOf(node: ts.Node): { readonly text: string; readonly fallback: string | undefined } {
  const docs = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const doc = docs.at(-1);
  if (doc === undefined) return { text: '', fallback: undefined };
  const tags = doc.tags ?? ts.factory.createNodeArray();
  const parameters = tags.flatMap((tag, index) => {
    if (!ts.isJSDocParameterTag(tag)) return [];
    const next = tags[index + 1];
    // In the comment of a function a default belongs to the parameter before it.
    const otherwise =
      next?.tagName.text === 'default' ? `${plain(tag.comment) === '' ? '' : '; '}default ${plain(next.comment).replace(/^- /, '')}` : '';
    return [`\`${tag.name.getText()}\`: ${plain(tag.comment).replace(/[;.]$/, '')}${otherwise}`];
  });
  const fallback = parameters.length > 0 ? undefined : tags.find((tag) => tag.tagName.text === 'default');
  const own = plain(doc.comment);
  return {
    text: [own, ...(parameters.length > 0 ? [`${parameters.join('; ')}.`.replace(/\.\.$/, '.')] : [])]
      .filter((part) => part !== '')
      .join(' '),
    fallback: fallback === undefined ? undefined : plain(fallback.comment).replace(/^- /, ''),
  };
}

function plain(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return (ts.getTextOfJSDocComment(comment) ?? '')
    .replaceAll(/\{@link ([^}]+)\}/g, '`$1`')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function isPublicMember(node: ts.ClassElement): boolean {
  if (node.name === undefined || ts.isPrivateIdentifier(node.name) || ts.isConstructorDeclaration(node)) return false;
  if (node.name.getText() === 'toString') return false;
  const flags = ts.getCombinedModifierFlags(node);
  if ((flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0) return false;
  // An override says nothing new, and the body of an overload none of its own.
  if ((flags & ts.ModifierFlags.Override) !== 0 && !isStatic(node)) return false;
  if (ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'internal')) return false;
  return !(ts.isMethodDeclaration(node) && node.body !== undefined && isOverloaded(node));
}

function isOverloaded(node: ts.MethodDeclaration): boolean {
  return (node.parent as ts.ClassDeclaration).members.some(
    (other) => ts.isMethodDeclaration(other) && other !== node && other.name.getText() === node.name.getText() && other.body === undefined,
  );
}

function isStatic(node: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0;
}

function sourceFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return []; // not there yet
  }
  return names.filter((name) => name.endsWith('.ts') && !name.endsWith('.generated.ts')).map((name) => join(folder, name));
}
