import { jsonOf, type Values } from './output';

/** What a resolver says beside where requests go. */
const RESOLVER_SETTINGS = ['ConnectTimeout', 'LoadBalancer', 'Meta', 'PrioritizeByLocality', 'RequestTimeout'];

/**
 * What a config entry says about where requests go: that is a use of permissions, not one of them, so it changes when the
 * new targets run. Undefined where it says nothing.
 */
export function trafficTargets(values: Values): unknown {
  const entry = jsonOf(values, 'config_json');
  switch (values['kind']) {
    case 'http-route':
    case 'tcp-route':
    case 'service-splitter':
      return entry;
    case 'service-resolver': {
      const targets = Object.entries(entry).filter(([member]) => !RESOLVER_SETTINGS.includes(member));
      return targets.length === 0 ? undefined : Object.fromEntries(targets);
    }
    case 'service-router': {
      const elsewhere = routesOf(entry).filter(({ Destination: { Service = values['name'], ServiceSubset } = {} }) => {
        return Service !== values['name'] || ServiceSubset !== undefined;
      });
      return elsewhere.length === 0 ? undefined : elsewhere.map(({ Match, Destination }) => [Match, Destination]);
    }
    default:
      return undefined;
  }
}

/** A route of a service-router. */
export interface RouterRoute {
  readonly Match?: unknown;
  readonly Destination?: { readonly Service?: string; readonly ServiceSubset?: string };
}

export function routesOf(entry: Values): readonly RouterRoute[] {
  return (entry['Routes'] as readonly RouterRoute[] | undefined) ?? [];
}

/** Config entries whose traffic the entry directs, as `kind/name`: gateways of a route, anything of a service. */
export function directsTrafficOf(values: Values): (entry: string) => boolean {
  const { kind, name } = values;
  if (kind !== 'http-route' && kind !== 'tcp-route') return (entry) => entry.endsWith(`/${String(name)}`);
  const parents =
    (jsonOf(values, 'config_json')['Parents'] as readonly { readonly Kind?: string; readonly Name?: string }[] | undefined) ?? [];
  const gateways = new Set(parents.map(({ Kind = '', Name = '' }) => `${Kind}/${Name}`));
  return (entry) => gateways.has(entry);
}
