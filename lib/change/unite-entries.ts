import type { IntentionSource } from '../consul';
import { stableJson, sameJson } from '../terraform';
import { cannotUnite, inPlace, type United } from './united';
import { jsonOf, type Values } from './output';
import { onlyIn } from './only-in';
import { routesOf, trafficTargets } from './traffic-targets';
import { uniteSources } from './unite-intentions';

/** The members of an entry for both releases; undefined where there are none. */
type EntryRule = (deployed: Values, wanted: Values) => Values | undefined;

const wantedStands: EntryRule = (_deployed, wanted) => wanted;

/** The members of a list, by what names them: the release's own, then what only the last one has. */
const listOf =
  (list: string, keyOf: (item: Values) => unknown, stays: 'deployed' | 'wanted'): EntryRule =>
  (deployed, wanted) => {
    const before = (deployed[list] as readonly Values[] | undefined) ?? [];
    const after = (wanted[list] as readonly Values[] | undefined) ?? [];
    const known = new Map(before.map((item) => [stableJson(keyOf(item)), item]));
    const names = new Set(after.map((item) => stableJson(keyOf(item))));
    const own = after.map((item) => (stays === 'wanted' ? item : (known.get(stableJson(keyOf(item))) ?? item)));
    return { ...wanted, [list]: [...own, ...before.filter((item) => !names.has(stableJson(keyOf(item))))] };
  };

const ENTRY_RULES: Readonly<Record<string, EntryRule>> = {
  'api-gateway': listOf('Listeners', ({ Name }) => Name, 'wanted'),
  'file-system-certificate': wantedStands,
  'inline-certificate': wantedStands,
  mesh: wantedStands,
  'proxy-defaults': wantedStands,
  'service-defaults': wantedStands,
  'service-intentions': (deployed, wanted) => {
    const { Sources: before = [], ...others } = deployed;
    const { Sources: after = [], ...rest } = wanted;
    const Sources = sameJson(others, rest) ? uniteSources(before as IntentionSource[], after as IntentionSource[]) : undefined;
    return Sources === undefined ? undefined : { ...wanted, Sources };
  },
  'service-resolver': wantedStands,
  // The first route that matches decides.
  'service-router': (deployed, wanted) => {
    const matches = routesOf(wanted).map(({ Match }) => Match);
    const kept = routesOf(deployed).filter(({ Match }) => onlyIn([Match], matches).length > 0);
    // Why a route may repeat a request is said in Meta, and stays with the route.
    const meta = kept.length === 0 ? wanted['Meta'] : { ...(deployed['Meta'] as Values), ...(wanted['Meta'] as Values) };
    return { ...wanted, Routes: [...routesOf(wanted), ...kept], ...(meta === undefined || sameJson(meta, {}) ? {} : { Meta: meta }) };
  },
  // TLS settings belong to an address, and addresses change at settle.
  'terminating-gateway': (deployed, wanted) => {
    const united = listOf('Services', ({ Name }) => Name, 'deployed')(deployed, wanted);
    const services = united?.['Services'] as readonly { readonly Name: string }[];
    return { ...united, Services: [...services].sort((a, b) => (a.Name < b.Name ? -1 : 1)) };
  },
};

/** One config entry for both releases. */
export function uniteEntries(deployed: Values, wanted: Values): United {
  const kind = String(wanted['kind']);
  const name = String(wanted['name']);
  const before = jsonOf(deployed, 'config_json');
  const after = jsonOf(wanted, 'config_json');
  if (kind === 'service-defaults' && before['Protocol'] !== after['Protocol']) {
    return inPlace({
      at: 'port',
      message: `the protocol of ${name} would change under those who call it: one side's sidecars would speak what the other does not`,
      value: String(after['Protocol']),
      limit: `${String(before['Protocol'])}, as deployed`,
      fix: `add a service of another name that speaks ${String(after['Protocol'])}, move its callers to it, and retire ${name} in a later release`,
    });
  }
  if (!sameJson(trafficTargets(deployed), trafficTargets(wanted))) return { values: deployed };
  const united = ENTRY_RULES[kind]?.(before, after);
  if (united === undefined) return cannotUnite(`${kind} ${name}`, `what both releases permit cannot be said in one ${kind}`);
  return { values: sameJson(united, after) ? wanted : { ...wanted, config_json: stableJson(united) } };
}
