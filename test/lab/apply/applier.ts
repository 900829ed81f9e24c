import { lostOnTheWay } from './lost-on-the-way';
import type { Difference } from './resource-type';
import type { Stack } from './synthesized';

export type Action = 'create' | 'update' | 'replace' | 'delete';

export interface Change {
  readonly address: string;
  readonly action: Action;
  readonly differences: readonly Difference[];
}

/** Who applies: one identity for each engine. An engine without a token is asked without one. */
export interface Tokens {
  readonly nomad?: string;
  readonly consul?: string;
  readonly vault?: string;
}

export interface Applied {
  readonly stack: string;
  readonly changes: readonly Change[];
  readonly seconds: number;
}

export type Say = (line: string) => void;

/** Brings what a stack says into the engines. Whatever fails is thrown as one error that names every resource. */
export interface Applier {
  readonly way: 'terraform' | 'api';
  /** No changes: the engines have what the stack says. */
  plan(stack: Stack, tokens: Tokens, say: Say): Promise<readonly Change[]>;
  apply(stack: Stack, tokens: Tokens, say: Say): Promise<Applied>;
  destroy(stack: Stack, tokens: Tokens, say: Say): Promise<Applied>;
}

const SIGNS: Readonly<Record<Action, string>> = { create: '+', update: '~', replace: '-/+', delete: '-' };

/** A plan as Terraform would sum it up. */
export function planLines(changes: readonly Change[]): string[] {
  if (changes.length === 0) return ['No changes.'];
  const count = (...actions: Action[]) => String(changes.filter(({ action }) => actions.includes(action)).length);
  const lines = changes.flatMap(({ address, action, differences }) => [
    `${SIGNS[action]} ${address}`,
    ...(action === 'update' || action === 'replace' ? differences.map(differenceLine) : []),
  ]);
  return [...lines, `Plan: ${count('create', 'replace')} to add, ${count('update')} to change, ${count('delete', 'replace')} to destroy.`];
}

/** One difference, as Terraform would show it; of two JSON texts only the places that differ. */
export function differenceLine({ argument, wanted, found }: Difference): string {
  const [sent, kept] = [asJson(wanted), asJson(found)];
  const places = sent === undefined || kept === undefined ? [] : lostOnTheWay(sent, kept, argument);
  const lines = places.length > 0 ? places : [`${argument}: ${short(found)} -> ${short(wanted)}`];
  return lines.map((line) => `    ${line}`).join('\n');
}

function asJson(text: unknown): unknown {
  if (typeof text !== 'string' || !text.startsWith('{')) return undefined;
  return JSON.parse(text);
}

const LINE_LENGTH = 160;

function short(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  return text.length <= LINE_LENGTH ? text : `${text.slice(0, LINE_LENGTH)}…`;
}

/** One error for all that failed in a stack. */
export function failureOf(stack: string, lines: readonly string[]): Error {
  return new Error(`${stack}: ${lines.length === 1 ? '1 resource' : `${String(lines.length)} resources`} failed\n${lines.join('\n')}`);
}
