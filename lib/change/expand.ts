import { uniteGraphs, type DomainGraph } from '../mesh';
import type { Finding, Problem } from '../problems';
import { jsonOf, resourcesOf, type Output, type StackJson, type Values } from './output';
import { keptOf, type Kept } from './kept';
import { moveProblems } from './moves';
import { portProblems } from './ports';
import { renameProblems } from './renames';
import { uniteResources } from './resource-rules';
import { directsTrafficOf, trafficTargets } from './traffic-targets';
import { letsNobodyThrough } from './unite-intentions';
import type { IntentionSource } from '../consul';
import { cannotUnite } from './united';

/** An output in which both releases can run. */
export interface Expansion extends Output {
  /** What it holds beyond the wanted release, and what it holds back. */
  readonly kept: Kept;
  readonly problems: readonly Problem[];
}

/**
 * The output that is applied between two releases. Whoever the deployed release permits something is still permitted it,
 * whoever the wanted one permits something is permitted it already, and nobody else anything; every job of the deployed
 * release that the wanted one retires still runs; where requests go is changed by neither. No resource is destroyed.
 */
export function expand(deployed: Output, wanted: Output): Expansion {
  const joint = new Joint(deployed, wanted);
  const stacks = new Map([...wanted.stacks].map(([id, stack]) => [id, joint.stack(id, stack)]));
  const graphs = new Map([...wanted.graphs].map(([id, graph]) => [id, withDeployed(deployed.graphs.get(id), graph)]));
  for (const [id, graph] of deployed.graphs) {
    if (graphs.has(id)) continue;
    graphs.set(id, graph);
    for (const stack of [id, `${id}-access`]) {
      const kept = deployed.stacks.get(stack);
      if (kept !== undefined && !stacks.has(stack)) stacks.set(stack, kept);
    }
  }
  const problems = [
    ...joint.problems,
    ...moveProblems({ stacks }, wanted),
    ...portProblems(deployed, wanted),
    ...renameProblems(deployed, wanted),
  ];
  return { stacks, graphs, kept: keptOf(deployed, wanted, stacks), problems };
}

function withDeployed(deployed: DomainGraph | undefined, wanted: DomainGraph): DomainGraph {
  return deployed === undefined ? wanted : uniteGraphs(deployed, wanted);
}

class Joint {
  readonly problems: Problem[] = [];
  readonly #deployed: Output;
  readonly #wanted: Output;
  /** Config entries that are deployed, `kind/name`. */
  readonly #entries: readonly string[];

  constructor(deployed: Output, wanted: Output) {
    this.#deployed = deployed;
    this.#wanted = wanted;
    this.#entries = resourcesOf(deployed)
      .filter(({ type }) => type === 'consul_config_entry')
      .map(({ values }) => `${String(values['kind'])}/${String(values['name'])}`);
    this.#refuseOpenMesh();
  }

  /** One stack of the wanted release with what the deployed one adds; the same object where that is nothing. */
  stack(id: string, wanted: StackJson): StackJson {
    const deployed = this.#deployed.stacks.get(id);
    const { resource: after = {} } = wanted;
    const { resource: before = {} } = deployed ?? {};
    let changed = false;
    const resource: Record<string, Record<string, Values>> = {};
    const put = (type: string, name: string, values: Values): void => {
      (resource[type] ??= {})[name] = values;
    };
    for (const [type, byName] of Object.entries(after)) {
      for (const [name, values] of Object.entries(byName)) {
        const old = before[type]?.[name];
        if (old === undefined && type === 'consul_config_entry' && this.#changesTraffic(values)) {
          changed = true;
          continue;
        }
        const united = old === undefined ? values : this.#unite(id, `${type}.${name}`, old, values);
        if (united !== values) changed = true;
        put(type, name, united);
      }
    }
    for (const [type, byName] of Object.entries(before)) {
      for (const [name, values] of Object.entries(byName)) {
        if (after[type]?.[name] !== undefined) continue;
        changed = true;
        this.#refuseReferences(id, `${type}.${name}`, values);
        put(type, name, values);
      }
    }
    if (!changed) return wanted;
    return {
      ...wanted,
      provider: { ...deployed?.provider, ...wanted.provider },
      resource: withoutDanglingOrder(resource),
      terraform: {
        ...wanted.terraform,
        required_providers: { ...deployed?.terraform?.required_providers, ...wanted.terraform?.required_providers },
      },
    };
  }

  #unite(stack: string, address: string, deployed: Values, wanted: Values): Values {
    const [type = ''] = address.split('.');
    const united = uniteResources(type, deployed, wanted, !this.#wanted.graphs.has(stack));
    if ('values' in united) return united.values;
    this.#report(stack, address, wanted, united.finding);
    return wanted;
  }

  /** Whether a new entry would send traffic of the deployed release elsewhere before the new targets run. */
  #changesTraffic(values: Values): boolean {
    return trafficTargets(values) !== undefined && this.#entries.some(directsTrafficOf(values));
  }

  /** A permission for every destination decides only where a destination has none of its own: a union could hide it. */
  #refuseOpenMesh(): void {
    for (const { stack, type, name, values } of [...resourcesOf(this.#deployed), ...resourcesOf(this.#wanted)]) {
      if (type !== 'consul_config_entry' || values['kind'] !== 'service-intentions' || values['name'] !== '*') continue;
      if (letsNobodyThrough((jsonOf(values, 'config_json')['Sources'] ?? []) as IntentionSource[])) continue;
      const refused = cannotUnite('service-intentions *', 'a permission for every destination cannot be united');
      if ('finding' in refused) this.#report(stack, `${type}.${name}`, values, refused.finding);
    }
  }

  /** What is kept must stand on its own: what it refers to may be gone. */
  #refuseReferences(stack: string, address: string, values: Values): void {
    if (!/(^|[^$])\$\{/.test(JSON.stringify(values))) return;
    const refused = cannotUnite(address, 'a resource of the last release refers to others, and cannot be kept alone');
    if ('finding' in refused) this.#report(stack, address, values, refused.finding);
  }

  #report(stack: string, address: string, values: Values, finding: Finding): void {
    const name = typeof values['name'] === 'string' ? values['name'] : address.slice(address.indexOf('.') + 1);
    const members = [...this.#wanted.graphs.values()].flatMap((graph) => graph.members);
    const path = members.find(({ service }) => service === name)?.path ?? `${stack}/${address}`;
    this.problems.push({ severity: 'error', ...finding, path });
  }
}

/** Orders among resources, without those that are held back. */
function withoutDanglingOrder(resource: Readonly<Record<string, Readonly<Record<string, Values>>>>): StackJson['resource'] {
  const stands = (address: unknown): boolean => {
    const [type = '', name = ''] = String(address).split('.');
    return resource[type]?.[name] !== undefined;
  };
  const mended = (values: Values): Values => {
    const before = values['depends_on'];
    if (!Array.isArray(before) || before.every(stands)) return values;
    const { depends_on: _before, ...others } = values;
    const left = before.filter(stands) as readonly unknown[];
    return left.length === 0 ? others : { ...others, depends_on: left };
  };
  return Object.fromEntries(
    Object.entries(resource).map(([type, byName]) => [
      type,
      Object.fromEntries(Object.entries(byName).map(([name, values]) => [name, mended(values)])),
    ]),
  );
}
