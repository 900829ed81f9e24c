import { checkEstate, jobDigest, type Estate, type EstateEntry, type EstateRole, type JobDigest } from '../../lib/checks';
import { canonicalJob } from '../../lib/nomad';
import type { JsonObject } from '../../lib/model';
import { Engines } from '../../lib/platform';

const NOTHING: Estate = {
  facts: { engines: Engines.tested().versions },
  domains: [],
  jobs: [],
  entries: [],
  roles: [],
  keyReaders: [],
};

/** What all rules say of an estate, in one line each: `CODE path at`. */
export function findingsOf(estate: Partial<Estate>): string[] {
  return checkEstate({ ...NOTHING, ...estate }).map(({ code, path, at }) => [code, path, ...(at === undefined ? [] : [at])].join(' '));
}

/** A config entry; its path is its kind and name. */
export function entry(kind: string, name: string, members: JsonObject): EstateEntry {
  return { path: `${kind}/${name}`, kind, name, entry: members };
}

/** A job of one group, from API JSON; its path is its id. */
export function jobOf(id: string, group: JsonObject, job: JsonObject = {}): JobDigest {
  const json = { ID: id, Name: id, Namespace: 'trading', Type: 'service', TaskGroups: [{ Name: 'main', ...group }], ...job };
  return jobDigest(id, canonicalJob(json));
}

/** A job of one service in the mesh, with upstreams to others. */
export function meshJob(id: string, upstreams: readonly (string | JsonObject)[] = [], job: JsonObject = {}): JobDigest {
  const Upstreams = upstreams.map((upstream, index) => ({
    LocalBindPort: 9001 + index,
    ...(typeof upstream === 'string' ? { DestinationName: upstream } : upstream),
  }));
  return jobOf(id, { Services: [{ Name: id, PortLabel: '8080', Connect: { SidecarService: { Proxy: { Upstreams } } } }] }, job);
}

/** A job whose one task has a Vault role and templates. */
export function readerJob(id: string, Role: string | undefined, templates: readonly string[], vault: JsonObject = {}): JobDigest {
  const Vault = Role === undefined ? {} : { Vault: { Role, Env: false, DisableFile: true, ...vault } };
  return jobOf(id, {
    Tasks: [{ Name: 'main', Driver: 'docker', ...Vault, Templates: templates.map((EmbeddedTmpl) => ({ EmbeddedTmpl })) }],
  });
}

/** A role of one job of `trading`. */
export function role(name: string, policies: readonly string[], more: Partial<EstateRole> = {}): EstateRole {
  return { path: `role/${name}`, name, namespace: 'trading', jobId: name, policies, ...more };
}
