import type { Action, Command, Operand, Pipeline } from './template-tree';

/** A secret that a template reads from Vault, with the fields it takes of the answer. */
export interface SecretRead {
  readonly path: string;
  /** Names that are asked of `.Data`, in the order of the text: `password`, or `data` for version 2 of the key-value engine. */
  readonly fields: readonly string[];
  readonly offset: number;
}

/**
 * Secrets that are read by a path that stands in the template. Fields are found where the secret is the dot of a `with`, a
 * variable, or in parentheses; elsewhere nobody says which secret a field is of.
 */
export function secretReads(actions: readonly Action[]): SecretRead[] {
  const reads: SecretRead[] = [];
  walk(actions, new Scope(reads, undefined, new Map()));
  return reads;
}

interface Draft extends SecretRead {
  readonly fields: string[];
}

class Scope {
  readonly reads: SecretRead[];
  /** What the dot is, when it is a secret. */
  readonly dot: Draft | undefined;
  readonly variables: Map<string, Draft>;

  constructor(reads: SecretRead[], dot: Draft | undefined, variables: Map<string, Draft>) {
    this.reads = reads;
    this.dot = dot;
    this.variables = variables;
  }

  within(dot: Draft | undefined): Scope {
    return new Scope(this.reads, dot, new Map(this.variables));
  }
}

function walk(actions: readonly Action[], scope: Scope): void {
  for (const action of actions) {
    if (action.kind === 'define') {
      walk(action.body, new Scope(scope.reads, undefined, new Map()));
      continue;
    }
    const secret = pipeline(action.pipeline, scope);
    if (action.kind === 'value') continue;
    // The dot of an if is the one around it; that of a range is never a secret.
    walk(action.then, scope.within(action.kind === 'if' ? scope.dot : action.kind === 'with' ? secret : undefined));
    walk(action.else, scope.within(scope.dot));
  }
}

/** The secret that a pipeline is, when it is one. */
function pipeline({ sets, commands, offset }: Pipeline, scope: Scope): Draft | undefined {
  let secret: Draft | undefined;
  for (const command of commands) {
    secret = commands.length === 1 ? secretOf(command, offset) : undefined;
    if (secret !== undefined) scope.reads.push(secret);
    else for (const operand of command) look(operand, scope);
  }
  const [name] = sets;
  if (name !== undefined && sets.length === 1) {
    if (secret === undefined) scope.variables.delete(name);
    else scope.variables.set(name, secret);
  }
  return secret;
}

function look(operand: Operand, scope: Scope): void {
  if (operand.kind === 'pipeline') pipeline(operand.pipeline, scope.within(scope.dot));
  if (operand.kind !== 'chain') return;
  const { of, fields } = operand;
  if (of.kind === 'field') take(scope.dot, [of.text.slice(1), ...fields]);
  else if (of.kind === 'variable') take(scope.variables.get(of.text), fields);
  else if (of.kind === 'pipeline') take(pipeline(of.pipeline, scope.within(scope.dot)), fields);
}

function take(secret: Draft | undefined, [data, field]: readonly string[]): void {
  if (data === 'Data' && field !== undefined) secret?.fields.push(field);
}

/** More arguments than the path make a write of it. */
function secretOf([name, path, ...more]: Command, offset: number): Draft | undefined {
  if (name?.kind !== 'function' || name.text !== 'secret' || path?.kind !== 'string' || more.length > 0) return undefined;
  return { path: path.text, fields: [], offset };
}
