import { renameProblems } from '../change';
import { pathOf, textOf, type ChangedResource } from './changed-resources';
import { jobIn, order, type Comparison, type Member } from './comparison';
import { counted } from './counted';
import type { Blast, Deletion, DeletionsSection, Proof } from './model';

export interface ReviewedDeletions {
  readonly section: DeletionsSection;
  readonly proof: Proof;
}

/** What a type of resource is in words; only what stands here is told as a deletion. What it means for calls and secrets stands there. */
const KINDS: Readonly<Record<string, string>> = {
  nomad_job: 'job',
  nomad_namespace: 'namespace',
  nomad_node_pool: 'node pool',
  consul_acl_auth_method: 'auth method',
  consul_service: 'external service',
  vault_mount: 'mount',
  vault_jwt_auth_backend: 'auth method',
  consul_keys: 'keys',
};

/** Members by which an engine knows a thing: another value of one of them is another thing. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  nomad_namespace: ['name'],
  nomad_node_pool: ['name'],
  consul_acl_auth_method: ['name', 'type'],
  vault_mount: ['path', 'type'],
  vault_jwt_auth_backend: ['path'],
};

const CALLERS = 10;
/** Transitive callers beyond so many are not counted on. */
const BLAST = 500;

/** What goes, one a line, with those who call it. Linear in what is gone and in the calls of the base. */
export function reviewDeletions(comparison: Comparison): ReviewedDeletions {
  const { resources, base, head, origin } = comparison;
  const renames = renamed(comparison);
  const kept = new Map<string, ChangedResource>();
  for (const resource of resources) if (resource.after !== undefined) kept.set(identityOf(resource, 'after'), resource);
  const callersOf = new Callers(comparison);
  const rows = resources.flatMap((resource): Deletion[] => {
    const kind = KINDS[resource.type];
    if (kind === undefined || resource.before === undefined) return [];
    const identity = identityOf(resource, 'before');
    if (resource.after !== undefined && identity === identityOf(resource, 'after')) return [];
    const elsewhere = kept.get(identity);
    const name = nameOf(resource);
    const member = resource.type === 'nomad_job' || resource.type === 'consul_service' ? comparison.members.base.get(name) : undefined;
    const change =
      elsewhere !== undefined ? 'moved' : renames.has(name) ? 'renamed' : resource.after !== undefined ? 'replaced' : 'deleted';
    const becomes = elsewhere === undefined ? renames.get(name) : `${elsewhere.stack}/${elsewhere.type}.${elsewhere.name}`;
    return [
      {
        change,
        kind,
        name,
        stack: resource.stack,
        ...(becomes === undefined ? {} : { becomes }),
        ...callersOf.of(member, change === 'moved'),
        lost: change === 'moved' ? [] : lostWith(resource, member),
        origin: origin(member?.path ?? base.sources?.jobs[name] ?? pathOf(resource)),
      },
    ];
  });
  return {
    section: { rows: rows.sort((a, b) => order(`${a.kind} ${a.name}`, `${b.kind} ${b.name}`)) },
    proof: {
      section: 'deletions',
      text: `${counted(rows.length, 'thing goes', 'things go')} (${counted(base.output.stacks.size, 'stack')} of the base compared with ${String(head.output.stacks.size)} of the head)`,
    },
  };
}

function identityOf({ type, name, stack, before, after }: ChangedResource, side: 'before' | 'after'): string {
  const values = (side === 'before' ? before : after) ?? {};
  if (type === 'nomad_job') {
    const { Namespace = 'default', ID = '' } = (jobIn(values) ?? {}) as { readonly Namespace?: string; readonly ID?: string };
    return ID === '' ? `${stack}/${type}.${name}` : `${type} ${Namespace}/${ID}`;
  }
  const members = IDENTITY[type];
  return members === undefined ? `${stack}/${type}.${name}` : `${type} ${members.map((member) => textOf(values[member])).join(' ')}`;
}

function nameOf({ type, name, before }: ChangedResource): string {
  if (type === 'nomad_job') return ((jobIn(before) ?? {}) as { readonly ID?: string }).ID ?? name;
  return textOf(before?.['name']) || textOf(before?.['path']) || name;
}

/** Old service → the new one that looks like it. */
function renamed({ base, head }: Comparison): Map<string, string> {
  return new Map(
    renameProblems(base.output, head.output).flatMap(({ value = '' }) => {
      const [old, now] = value.split(' → ');
      return old === undefined || now === undefined ? [] : [[old, now] as const];
    }),
  );
}

function lostWith({ type }: ChangedResource, member: Member | undefined): string[] {
  if (type === 'nomad_namespace') return ['its jobs have to be gone before it'];
  if (type === 'vault_mount') return ['every secret in it'];
  if (type === 'consul_keys') return ['the values of its keys'];
  if (member === undefined) return [];
  return [
    ...(member.callers === undefined || member.callers.length === 0 ? [] : ['the permission of its callers']),
    ...(member.routes === undefined || member.routes.length === 0
      ? []
      : [`its public paths: ${member.routes.map(({ host, request }) => `${host} ${request.text}`).join(', ')}`]),
    ...(member.secrets === undefined || member.secrets.length === 0 ? [] : ['its access to secrets']),
    ...(member.keys === undefined || member.keys.length === 0 ? [] : ['its access to keys']),
  ];
}

/** Who calls whom in the base, and who still has a way to it in the head. */
class Callers {
  readonly #callers = new Map<string, readonly string[]>();
  readonly #head: ReadonlyMap<string, Member>;

  constructor({ members }: Comparison) {
    this.#head = members.head;
    for (const [service, { callers = [] }] of members.base) this.#callers.set(service, callers.map((caller) => caller.service).sort(order));
  }

  of(member: Member | undefined, stays: boolean): Pick<Deletion, 'callers' | 'callersMore' | 'stillCalledBy' | 'blast'> {
    const callers = member === undefined ? [] : (this.#callers.get(member.service) ?? []);
    const still = member === undefined || stays ? [] : callers.filter((caller) => this.#calls(caller, member.service));
    return {
      callers: callers.slice(0, CALLERS),
      callersMore: Math.max(0, callers.length - CALLERS),
      stillCalledBy: still,
      blast: member === undefined ? { services: 0, capped: false } : this.#blast(member.service),
    };
  }

  #calls(caller: string, callee: string): boolean {
    return this.#head.get(caller)?.calls?.some(({ to }) => to === callee) === true;
  }

  #blast(service: string): Blast {
    const seen = new Set<string>([service]);
    const queue = [service];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const caller of this.#callers.get(next) ?? []) {
        if (seen.has(caller)) continue;
        if (seen.size > BLAST) return { services: BLAST, capped: true };
        seen.add(caller);
        queue.push(caller);
      }
    }
    return { services: seen.size - 1, capped: false };
  }
}
