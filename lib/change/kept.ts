import type { GraphMember } from '../mesh';
import { sameJson } from '../terraform';
import { jsonOf, resourcesOf, type Output, type StackJson, type Values } from './output';

/** What an expanded output holds beyond the wanted release, each as a line for people. */
export interface Kept {
  /** Domains of which nothing is left. */
  readonly domains: readonly string[];
  readonly services: readonly string[];
  readonly calls: readonly string[];
  readonly secrets: readonly string[];
  readonly keys: readonly string[];
  /** Routes that stay as they are until settle, gone, changed or not yet there. */
  readonly routes: readonly string[];
}

/** Compares the releases. @param expanded the stacks that hold both */
export function keptOf(deployed: Output, wanted: Output, expanded: ReadonlyMap<string, StackJson>): Kept {
  const own = new Map(membersOf(wanted).map((member) => [member.service, member]));
  const old = membersOf(deployed);
  const gone = (of: (member: GraphMember) => readonly string[]): string[] =>
    old.flatMap((member) => {
      const now = own.get(member.service);
      const still = new Set(now === undefined ? [] : of(now));
      return of(member).filter((line) => !still.has(line));
    });
  return {
    domains: [...deployed.graphs.keys()].filter((id) => !wanted.graphs.has(id)).sort(),
    services: old.filter(({ service }) => !own.has(service)).map(({ service, path }) => `${service} (${path})`),
    calls: gone(callsOf),
    secrets: gone(({ service, secrets = [] }) => secrets.map(({ path, capabilities }) => `${service}: ${capabilities.join(', ')} ${path}`)),
    keys: gone(({ service, keys = [] }) => keys.map((key) => `${service}: ${key}`)),
    routes: routesOf(wanted, expanded),
  };
}

/** Whether anything has to wait for settle. */
export function isNothing(kept: Kept): boolean {
  return Object.values(kept).every((lines: readonly string[]) => lines.length === 0);
}

/** The short list that a person reads after a synth. */
export function keptText(kept: Kept): string {
  if (isNothing(kept)) return 'expand: there is nothing of the last release to keep';
  const lines = Object.entries(kept).flatMap(([what, list]: [string, readonly string[]]) =>
    list.map((line, index) => `  ${(index === 0 ? what : '').padEnd(9)} ${line}`),
  );
  return ['expand: kept from the last release until settle', ...lines].join('\n');
}

function membersOf({ graphs }: Output): GraphMember[] {
  return [...graphs.values()].flatMap(({ members }) => members).sort((a, b) => (a.service < b.service ? -1 : 1));
}

function callsOf({ service, callers = [] }: GraphMember): string[] {
  return callers.flatMap((caller) =>
    caller.requests === 'connection'
      ? [`${caller.service} → ${service}`]
      : caller.requests.map(({ text }) => `${caller.service} → ${service} ${text}`),
  );
}

function routesOf(wanted: Output, expanded: ReadonlyMap<string, StackJson>): string[] {
  const [before, after] = [routesByName({ stacks: expanded }), routesByName(wanted)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [old, own] = [before.get(name), after.get(name)];
    if (old === undefined) return own === undefined ? [] : [`${routeText(own)} opens at settle`];
    if (own === undefined) return [`${routeText(old)} closes at settle`];
    const same = sameJson(jsonOf(old, 'config_json'), jsonOf(own, 'config_json'));
    return same ? [] : [`${routeText(old)} becomes ${routeText(own)} at settle`];
  });
}

function routesByName(output: Pick<Output, 'stacks'>): Map<string, Values> {
  const routes = resourcesOf(output).filter(({ type, values }) => type === 'consul_config_entry' && values['kind'] === 'http-route');
  return new Map(routes.map(({ values }) => [String(values['name']), values]));
}

interface HttpRoute {
  readonly Hostnames?: readonly string[];
  readonly Rules?: readonly {
    readonly Matches?: readonly { readonly Path?: { readonly Match?: string; readonly Value?: string } }[];
    readonly Services?: readonly { readonly Name?: string; readonly Weight?: number }[];
  }[];
}

/** `www.sec.example.co.jp/orders* to sec-orders`. */
function routeText(values: Values): string {
  const { Hostnames = [], Rules = [] } = jsonOf(values, 'config_json') as HttpRoute;
  const { Match, Value = '/' } = Rules[0]?.Matches?.[0]?.Path ?? {};
  const targets = Rules.flatMap(({ Services = [] }) => Services);
  const shares = targets.map(({ Name = '', Weight = 1 }) => (targets.length === 1 ? Name : `${Name} (${String(Weight)})`));
  return `${Hostnames.join(', ')}${Value}${Match === 'prefix' ? '*' : ''} to ${shares.join(', ')}`;
}
