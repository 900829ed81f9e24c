import type { DomainGraph } from '../mesh';
import type { JsonObject } from '../model';
import type { EstateEntry, EstateRole } from './estate';
import type { GroupDigest, JobDigest, ReadDigest, ServiceDigest } from './job-digest';
import type { ReadKind } from './template-reads';

// The estates of examples: as much as a rule looks at, in one line each.

/** A job of one service in the mesh that calls some others. */
export function exampleCaller(id: string, destinations: readonly string[] = [], service: Partial<ServiceDigest> = {}): JobDigest {
  const upstreams = destinations.map((destination, index) => ({ destination, index }));
  return exampleDigest(id, { services: [{ name: id, group: 0, index: 0, connect: true, callable: true, upstreams, ...service }] });
}

/** A job of one group. */
export function exampleDigest(id: string, digest: Partial<JobDigest>): JobDigest {
  return { path: `trading/${id}`, id, namespace: 'trading', type: 'service', nodePool: 'general', services: [], ...digest };
}

/** A group of a job. */
export function exampleGroup(group: Partial<GroupDigest> = {}): GroupDigest {
  return {
    name: 'orders',
    index: 0,
    count: 1,
    peak: 1,
    canary: 0,
    footprint: { cpu: 500, cores: 0, memory: 512 },
    distinctHosts: false,
    staticPorts: [],
    ...group,
  };
}

/** A job whose task has a Vault role and reads something. */
export function exampleReader(id: string, vaultRole: string | undefined, reads: readonly (readonly [ReadKind, string])[]): JobDigest {
  const digests = reads.map(([kind, path], index): ReadDigest => ({ kind, path, below: `Templates[${String(index)}]` }));
  return exampleDigest(id, { tasks: [{ group: 0, index: 0, vaultRole, holdsVaultToken: false, reads: digests }] });
}

/** A config entry. */
export function exampleEntry(kind: string, name: string, entry: JsonObject): EstateEntry {
  return { path: `platform/${kind}_${name}`, kind, name, entry };
}

/** Intentions of a destination: every source with its action, or its permissions. */
export function exampleIntentions(
  destination: string,
  sources: Readonly<Record<string, 'allow' | 'deny' | readonly JsonObject[]>>,
): EstateEntry {
  const list = Object.entries(sources).map(([Name, said]) =>
    typeof said === 'string' ? { Name, Type: 'consul', Action: said } : { Name, Type: 'consul', Permissions: said },
  );
  return exampleEntry('service-intentions', destination, { Sources: list });
}

/** A role of one job, with one policy. */
export function exampleRole(name: string, policy: string, role: Partial<EstateRole> = {}): EstateRole {
  return { path: `trading/${name}`, name, namespace: 'trading', jobId: name, policies: [policy], ...role };
}

/** A policy of one path. */
export function examplePolicy(path: string, ...capabilities: readonly string[]): string {
  return `path "${path}" {\n  capabilities = [${capabilities.map((capability) => `"${capability}"`).join(', ')}]\n}\n`;
}

/** A domain whose members are known by name alone. */
export function exampleDomain(...services: readonly string[]): DomainGraph {
  const members = services.map((service) => ({ service, kind: 'external', path: `trading/${service}` }));
  return { version: 1, domain: 'trading', owner: 'trading-team', namespace: 'trading', members };
}
