import type { IntentionPermission, IntentionSource } from '../consul';
import { sameJson } from '../terraform';
import { onlyIn } from './only-in';

/** What a source may do, where that can be said for certain. */
type Reach = 'all' | 'none' | { readonly allows: readonly IntentionPermission[]; readonly deniesRest: boolean };

const DENY_REST: IntentionPermission = { Action: 'deny', HTTP: { PathPrefix: '/' } };

const SOURCE_MEMBERS = ['Action', 'Description', 'Name', 'Permissions', 'Precedence', 'Type'];

/**
 * Sources that let through exactly what one of the two lists lets through; undefined where a list has a form whose union
 * depends on precedence: an opening for everybody, a denial before a permission, a condition on a token.
 */
export function uniteSources(deployed: readonly IntentionSource[], wanted: readonly IntentionSource[]): IntentionSource[] | undefined {
  if (![...deployed, ...wanted].every(isPlain)) return undefined;
  const before = new Map(deployed.map((source) => [source.Name, source]));
  const names = new Set(wanted.map(({ Name }) => Name));
  const united = wanted.map((source) => uniteSource(before.get(source.Name), source));
  const kept = deployed.filter((source) => !names.has(source.Name) && reachOf(source) !== 'none');
  if (kept.length === 0) return united;
  // As Consul gives them back, or every plan would show a difference.
  return [...united, ...kept].sort((a, b) => b.Precedence - a.Precedence || (a.Name < b.Name ? -1 : 1));
}

/** Whether sources let nobody through. */
export function letsNobodyThrough(sources: readonly IntentionSource[]): boolean {
  return sources.every((source) => isPlain(source) && reachOf(source) === 'none');
}

function uniteSource(deployed: IntentionSource | undefined, wanted: IntentionSource): IntentionSource {
  const before = deployed === undefined ? 'none' : reachOf(deployed);
  const after = reachOf(wanted);
  if (deployed === undefined || before === undefined || before === 'none' || after === 'all') return wanted;
  if (after === undefined || after === 'none' || before === 'all') return deployed;
  const kept = onlyIn(before.allows, after.allows);
  const denial = after.deniesRest || before.deniesRest ? [DENY_REST] : [];
  return kept.length === 0 ? wanted : { ...wanted, Permissions: [...after.allows, ...kept, ...denial] };
}

function isPlain(source: IntentionSource): boolean {
  const reach = reachOf(source);
  return (
    Object.keys(source).every((member) => SOURCE_MEMBERS.includes(member)) &&
    reach !== undefined &&
    (source.Name !== '*' || reach === 'none')
  );
}

function reachOf({ Action, Permissions }: IntentionSource): Reach | undefined {
  if (Permissions === undefined) return Action === 'allow' ? 'all' : 'none';
  const deniesRest = sameJson(Permissions.at(-1), DENY_REST);
  const allows = deniesRest ? Permissions.slice(0, -1) : Permissions;
  const understood = allows.every((one) => one.Action === 'allow' && Object.keys(one).every((key) => key === 'Action' || key === 'HTTP'));
  return understood ? { allows, deniesRest } : undefined;
}
