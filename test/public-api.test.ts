import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { PROBLEM_CODES } from 'kumiki';

const repository = resolve(__dirname, '..');
const record = join(__dirname, 'public-api.txt');
const entries = { kumiki: 'constructs/index.ts', 'kumiki/testing': 'testing/index.ts' };

/** Something that a user's editor can show: an exported name, or a member of one. */
interface PublicName {
  /** Its line of the record, without the entry in front. */
  readonly line: string;
  /** Whether the editor shows a description with it, its own or an inherited one. */
  readonly isDescribed: boolean;
  readonly declaration: ts.Declaration;
}

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(repository, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config,
  ts.sys,
  repository,
);
const program = ts.createProgram(
  Object.values(entries).map((file) => join(repository, file)),
  options,
);
const checker = program.getTypeChecker();

/** A comment of tags alone does not say what the name means. */
function isDescribed(named: ts.Symbol | ts.Signature | undefined): boolean {
  return (named?.getDocumentationComment(checker).length ?? 0) > 0;
}

/** Whether a declaration is written by hand in this repository. */
function isOurs(declaration: ts.Declaration): boolean {
  const file = relative(repository, declaration.getSourceFile().fileName);
  return !file.startsWith('node_modules') && !file.startsWith('..');
}

function isGenerated(declaration: ts.Declaration): boolean {
  return declaration.getSourceFile().fileName.endsWith('.generated.ts');
}

/** Whether the published types leave a declaration out: the question `stripInternal` asks. */
function isInternal(declaration: ts.Declaration): boolean {
  return ts.getJSDocCommentsAndTags(declaration).some((comment) => comment.getText().includes('@internal'));
}

function isHidden(declaration: ts.Declaration): boolean {
  const modifiers = ts.getCombinedModifierFlags(declaration);
  const name = ts.getNameOfDeclaration(declaration);
  return (
    (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0 ||
    (name !== undefined && ts.isPrivateIdentifier(name)) ||
    isInternal(declaration)
  );
}

/** The members of a type that a user can name; what another package declares is that package's to explain. */
function membersOf(owner: string, type: ts.Type): PublicName[] {
  return type.getProperties().flatMap((symbol): PublicName[] => {
    const declaration = symbol.declarations?.find(isOurs);
    if (declaration === undefined || isGenerated(declaration) || isHidden(declaration)) return [];
    const name = symbol.getName();
    if (name === 'toString' || name === 'prototype' || name.startsWith('__@')) return [];
    const optional = (symbol.flags & ts.SymbolFlags.Optional) === 0 ? '' : '?';
    const line = `${owner}.${name}${optional}`;
    return [
      { line, isDescribed: isDescribed(symbol), declaration },
      ...literalsOf(declaration).flatMap((literal) => membersOf(line, checker.getTypeFromTypeNode(literal))),
    ];
  });
}

/** The object types that a member spells out in place: of a property, or of the arguments of a method. */
function literalsOf(declaration: ts.Declaration): ts.TypeLiteralNode[] {
  const literals: ts.TypeLiteralNode[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeLiteralNode(node)) literals.push(node);
    else ts.forEachChild(node, visit);
  };
  if (ts.isPropertySignature(declaration) && declaration.type !== undefined) visit(declaration.type);
  const called = ts.isPropertyAssignment(declaration) ? declaration.initializer : declaration;
  if (ts.isFunctionLike(called)) for (const { type } of called.parameters) if (type !== undefined) visit(type);
  return literals;
}

function kindOf(declaration: ts.Declaration): string {
  if (ts.isClassDeclaration(declaration)) return 'class';
  if (ts.isInterfaceDeclaration(declaration)) return 'interface';
  if (ts.isTypeAliasDeclaration(declaration)) return 'type';
  return ts.isFunctionDeclaration(declaration) ? 'function' : 'const';
}

/** The constructor of a class that users write `new` for: the editor shows its comment there, not the one of the class. */
function constructorOf(name: string, symbol: ts.Symbol): PublicName[] {
  if (symbol.valueDeclaration === undefined || !ts.isClassDeclaration(symbol.valueDeclaration)) return [];
  const [signature] = checker.getTypeOfSymbol(symbol).getConstructSignatures();
  const declaration = signature?.getDeclaration();
  if (declaration === undefined || !ts.isConstructorDeclaration(declaration) || isHidden(declaration)) return [];
  return [{ line: `new ${name}`, isDescribed: isDescribed(signature), declaration }];
}

/** Whether a declaration has members that users read or write: a union of others has none of its own. */
function hasMembers(declaration: ts.Declaration): boolean {
  return (
    ts.isClassDeclaration(declaration) ||
    ts.isInterfaceDeclaration(declaration) ||
    (ts.isTypeAliasDeclaration(declaration) && !ts.isUnionTypeNode(declaration.type))
  );
}

function namesOf(file: string): PublicName[] {
  const module = checker.getSymbolAtLocation(program.getSourceFile(join(repository, file))!)!;
  return checker.getExportsOfModule(module).flatMap((exported): PublicName[] => {
    const symbol = (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported);
    const declaration = symbol.declarations![0]!;
    const name = exported.getName();
    const selves = symbol.declarations!.map((one) => ({
      line: `${kindOf(one)} ${name}`,
      isDescribed: isDescribed(symbol),
      declaration: one,
    }));
    if (!isOurs(declaration) || isGenerated(declaration)) return selves;
    const value = symbol.valueDeclaration;
    const hasStatics =
      value !== undefined && (ts.isClassDeclaration(value) || (ts.isVariableDeclaration(value) && name !== 'PROBLEM_CODES'));
    return [
      ...selves,
      ...(hasStatics ? membersOf(`static ${name}`, checker.getTypeOfSymbol(symbol)) : []),
      ...constructorOf(name, symbol),
      ...(symbol.declarations!.some(hasMembers) ? membersOf(name, checker.getDeclaredTypeOfSymbol(symbol)) : []),
    ];
  });
}

const names = Object.entries(entries).flatMap(([entry, file]) =>
  namesOf(file).map((name) => ({ ...name, line: `${entry}: ${name.line}` })),
);

describe('the public API', () => {
  test('is what public-api.txt says: a change of it is a decision, and its users read of it', () => {
    const lines = [...names.map(({ line }) => line), ...Object.keys(PROBLEM_CODES).map((code) => `problem code: ${code}`)].sort();
    if (process.env['UPDATE_PUBLIC_API'] === '1') writeFileSync(record, `${lines.join('\n')}\n`);
    const recorded = existsSync(record) ? readFileSync(record, 'utf8').trimEnd().split('\n') : [];
    const gone = recorded.filter((line) => !lines.includes(line)).map((line) => `- ${line}`);
    const added = lines.filter((line) => !recorded.includes(line)).map((line) => `+ ${line}`);
    const advice = 'The public API changed. Say so in CHANGELOG.md, and record it: UPDATE_PUBLIC_API=1 npx jest test/public-api.test.ts';
    expect(gone.length + added.length === 0 ? [] : [advice, ...gone, ...added]).toEqual([]);
  });

  test('says at every name what it means', () => {
    const silent = names
      .filter(({ declaration }) => isOurs(declaration) && !isGenerated(declaration))
      .filter(({ isDescribed }) => !isDescribed)
      .map(({ line, declaration }) => {
        const source = declaration.getSourceFile();
        const position = source.getLineAndCharacterOfPosition(declaration.getStart());
        return `${relative(repository, source.fileName)}:${String(position.line + 1)} ${line}`;
      });
    expect(silent).toEqual([]);
  });
});
