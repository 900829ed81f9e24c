import type { Decision } from '../consul';
import { sameJson } from '../terraform';

/** One permission of a decision. */
type IntentionPermission = Exclude<Decision, string>['permissions'][number];

/** Whether every request of one set is in another; `undecidable` where that cannot be said, which a review takes for a no. */
export type SubsetAnswer = 'yes' | 'no' | 'undecidable';

/**
 * Whether all requests that `inner` lets through are let through by `outer`, as far as single permissions show it: each
 * allowed one has to lie in one that is allowed. A list that denies anything before it allows something is not decided.
 */
export function callSubset(inner: Decision, outer: Decision): SubsetAnswer {
  if (inner === 'deny' || outer === 'allow') return 'yes';
  if (inner === 'unknown' || outer === 'unknown') return 'undecidable';
  if (sameJson(inner, outer)) return 'yes';
  const [allowed, open] = [allowsOf(inner), outer === 'deny' ? [] : allowsOf(outer)];
  if (allowed === undefined || open === undefined) return 'undecidable';
  if (open.length === 0) return allowed.length === 0 ? 'yes' : 'no';
  return allowed.every((one) => open.some((other) => lies(one, other))) ? 'yes' : allowed.length === 0 ? 'yes' : decided(allowed, open);
}

const ANYTHING: IntentionPermission = { Action: 'allow', HTTP: { PathPrefix: '/' } };

/** Permissions of a list that only denies what is left; undefined for another one. */
function allowsOf(decision: Exclude<Decision, 'unknown' | 'deny'>): readonly IntentionPermission[] | undefined {
  if (decision === 'allow') return [ANYTHING];
  const { permissions, otherwise } = decision;
  if (permissions.some(({ JWT }) => (JWT?.Providers ?? []).length > 0)) return undefined;
  const firstDenied = permissions.findIndex(({ Action }) => Action !== 'allow');
  const rest = firstDenied < 0 ? [] : permissions.slice(firstDenied);
  const deniesAll = rest.some(({ HTTP = {} }) => isEverything(HTTP));
  if (rest.some(({ Action }) => Action === 'allow') || (otherwise === 'allow' && !deniesAll)) return undefined;
  return firstDenied < 0 ? permissions : permissions.slice(0, firstDenied);
}

type Http = NonNullable<IntentionPermission['HTTP']>;

function isEverything({ PathExact, PathPrefix, PathRegex, Methods = [], Header = [] }: Http): boolean {
  return PathExact === undefined && PathRegex === undefined && (PathPrefix ?? '/') === '/' && Methods.length === 0 && Header.length === 0;
}

/** Where no permission has an expression or a header, one that lies in none is a request more. */
function decided(allowed: readonly IntentionPermission[], open: readonly IntentionPermission[]): SubsetAnswer {
  const isPlain = ({ HTTP: { PathRegex, Header = [] } = {} }: IntentionPermission): boolean =>
    PathRegex === undefined && Header.length === 0;
  const unfit = allowed.filter((one) => !open.some((other) => lies(one, other)));
  // Two that together cover a third are not looked for: several with parts of its methods may.
  const isSure = unfit.some((one) => isPlain(one) && !open.some((other) => meets(one, other)));
  return isSure ? 'no' : 'undecidable';
}

function lies({ HTTP: inner = {} }: IntentionPermission, { HTTP: outer = {} }: IntentionPermission): boolean {
  const methods = outer.Methods ?? [];
  const fitsMethods =
    methods.length === 0 || ((inner.Methods ?? []).length > 0 && (inner.Methods ?? []).every((one) => methods.includes(one)));
  const fitsHeaders = (outer.Header ?? []).every((header) => (inner.Header ?? []).some((own) => sameJson(own, header)));
  return fitsMethods && fitsHeaders && pathLies(inner, outer);
}

function pathLies(inner: Http, outer: Http): boolean {
  if (outer.PathExact !== undefined) return inner.PathExact === outer.PathExact;
  if (outer.PathRegex !== undefined) return inner.PathRegex === outer.PathRegex;
  const prefix = outer.PathPrefix ?? '/';
  if (inner.PathExact !== undefined) return inner.PathExact.startsWith(prefix);
  if (inner.PathRegex !== undefined) return prefix === '/' || beginning(inner.PathRegex).startsWith(prefix);
  return (inner.PathPrefix ?? '/').startsWith(prefix);
}

/** The letters that every text of an expression begins with. */
function beginning(regex: string): string {
  if (regex.includes('|')) return '';
  const letters = /^(?:[\w/-]|\\[.$^*+?()[\]{}|\\])*/.exec(regex)?.[0] ?? '';
  const repeated = /^[*?{]/.test(regex.slice(letters.length));
  const plain = letters.replaceAll(/\\(.)/g, '$1');
  return repeated ? plain.slice(0, -1) : plain;
}

/** Whether some request may fit both. */
function meets({ HTTP: one = {} }: IntentionPermission, { HTTP: other = {} }: IntentionPermission): boolean {
  const [a, b] = [one.Methods ?? [], other.Methods ?? []];
  if (a.length > 0 && b.length > 0 && !a.some((method) => b.includes(method))) return false;
  if (other.PathRegex !== undefined) return true;
  return pathLies(one, { ...other, Methods: [], Header: [] }) || pathLies(other, one);
}
