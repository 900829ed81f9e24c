import type { GraphMember } from '../mesh';
import type { Problem } from '../problems';
import { sameJson } from '../terraform';
import { jsonOf, type Output } from './output';

/** What a service is beside its name. */
interface Shape {
  readonly offers: unknown;
  readonly calls: readonly string[];
  readonly port: string | undefined;
  readonly image: string | undefined;
}

/**
 * A service that is gone and a new one of its domain that looks like it: same kind and protocol, and of what it offers,
 * whom it calls, its port and its image at most one is different.
 */
export function renameProblems(deployed: Output, wanted: Output): Problem[] {
  const stays = new Set([...wanted.graphs.values()].flatMap(({ members }) => members.map(({ service }) => service)));
  const was = new Set([...deployed.graphs.values()].flatMap(({ members }) => members.map(({ service }) => service)));
  return [...wanted.graphs].flatMap(([domain, graph]) => {
    const retired = deployed.graphs.get(domain)?.members.filter(({ service }) => !stays.has(service)) ?? [];
    const added = graph.members.filter(({ service }) => !was.has(service));
    return retired.flatMap((old) => {
      const shape = shapeOf(deployed, domain, old);
      const match = added.find((member) => isAlike(old, shape, member, shapeOf(wanted, domain, member)));
      return match === undefined ? [] : [renameWarning(domain, old, match)];
    });
  });
}

function renameWarning(domain: string, old: GraphMember, { service, path }: GraphMember): Problem {
  return {
    code: 'CHANGE-RENAME',
    severity: 'warning',
    path,
    message: `this looks like ${old.service} under another name: both run until settle, then ${old.service} is stopped, and nothing is handed over`,
    value: `${old.service} → ${service}`,
    limit: `by its name go callers and routes, the Vault role and secrets below ${domain}/${shortName(old)}, keys below ${domain}/${shortName(old)}/, history and dashboards`,
    fix: `have both names for one release and copy secrets and keys first, then retire ${old.service}; or keep the name`,
  };
}

function shortName({ path }: GraphMember): string {
  return path.split('/').at(-1) ?? path;
}

function isAlike(old: GraphMember, before: Shape, member: GraphMember, after: Shape): boolean {
  if (old.kind !== member.kind || old.protocol !== member.protocol || old.direct !== member.direct) return false;
  const different = (['offers', 'calls', 'port', 'image'] as const).filter((trait) => !sameJson(before[trait], after[trait]));
  return different.length <= 1;
}

interface Job {
  readonly TaskGroups?: readonly {
    readonly Services?: readonly { readonly Name?: string; readonly PortLabel?: string }[];
    readonly Tasks?: readonly { readonly Lifecycle?: unknown; readonly Config?: { readonly image?: string } }[];
  }[];
}

function shapeOf({ stacks }: Output, domain: string, { service, offers, calls = [] }: GraphMember): Shape {
  const values = stacks.get(domain)?.resource?.['nomad_job']?.[service];
  const [group] = values === undefined ? [] : ((jsonOf(values, 'jobspec') as Job).TaskGroups ?? []);
  const main = group?.Tasks?.find(({ Lifecycle }) => Lifecycle === undefined);
  return {
    offers,
    calls: calls.map(({ to }) => to),
    port: group?.Services?.find(({ Name }) => Name === service)?.PortLabel,
    image: main?.Config?.image?.replace(/@.*$/, '').replace(/:[^/:]*$/, ''),
  };
}
