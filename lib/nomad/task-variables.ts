import type { ApiJob, ApiJson } from './api-json';
import type { NetworkResource, Task, TaskGroup } from './job.generated';
import { taskNetworks } from './task-networks';

/** What stands in the environment of a task beside what depends on its servers, so that it can be known here. */
export interface TaskVariables {
  /** False for a name that nothing sets. True where it cannot be known. */
  knows: (name: string) => boolean;
  /** Names that are set, for a message. */
  readonly names: ReadonlySet<string>;
}

const FIXED: readonly string[] = [
  ...['ALLOC_DIR', 'ALLOC_ID', 'ALLOC_INDEX', 'ALLOC_NAME', 'CPU_CORES', 'CPU_LIMIT', 'DC', 'GROUP_NAME', 'JOB_ID', 'JOB_NAME'],
  ...['JOB_PARENT_ID', 'MEMORY_LIMIT', 'MEMORY_MAX_LIMIT', 'NAMESPACE', 'PARENT_CGROUP', 'REGION', 'SECRETS_DIR', 'SHORT_ALLOC_ID'],
  ...['TASK_DIR', 'TASK_NAME', 'TOKEN', 'UNIX_ADDR'],
].map((name) => `NOMAD_${name}`);

/** Families of variables about a port, one for each label. The first four have their labels cleaned. */
const PORT_FAMILIES: readonly string[] = ['ADDR', 'IP', 'PORT', 'HOST_PORT', 'HOST_ADDR', 'HOST_IP', 'ALLOC_PORT', 'ALLOC_ADDR'].concat(
  'ALLOC_IP',
  'ALLOC_INTERFACE',
);
const CLEANED_FAMILIES = 4;

/** Nomad sets variables of these names itself; what is behind the prefix depends on the job. */
const FAMILIES = /^NOMAD_(?:(?:ALLOC_|HOST_|TASK_)?(?:ADDR|IP|PORT|INTERFACE)|META|TOKEN|IPv[46]|UPSTREAM_(?:ADDR|IP|PORT))_/;

/** Whether Nomad sets a variable of this name, so that one of the task's own would replace it. */
export function isNomadVariable(name: string): boolean {
  return FIXED_NAMES.has(name) || FAMILIES.test(name);
}

const FIXED_NAMES: ReadonlySet<string> = new Set(FIXED);

/** A name as Nomad makes it fit for an environment: letters, digits, `_` and `.`; anything else becomes `_`. */
export function cleanVariable(name: string): string {
  return name.replace(/[^A-Za-z0-9_.]/g, '_').replace(/^\d/, '_');
}

/** Built when it is needed: almost no config reads a variable. */
export function taskVariables(job: ApiJob, group: ApiJson<TaskGroup>, task: ApiJson<Task>): TaskVariables {
  const names = new Set(FIXED);
  addPorts(names, '', [...(group.Networks ?? []), ...taskNetworks(task)]);
  for (const other of group.Tasks ?? []) {
    if (other !== task) addPorts(names, `${other.Name ?? ''}_`, taskNetworks(other));
  }
  for (const { Name: service = '', Connect } of group.Services ?? []) {
    if (Connect?.SidecarService !== undefined) addLabel(names, '', `connect-proxy-${service}`);
    for (const { DestinationName = '' } of Connect?.SidecarService?.Proxy?.Upstreams ?? []) {
      for (const what of ['ADDR', 'IP', 'PORT']) {
        names.add(`NOMAD_UPSTREAM_${what}_${DestinationName}`).add(`NOMAD_UPSTREAM_${what}_${cleanVariable(DestinationName)}`);
      }
    }
  }
  addMeta(names, Object.keys({ ...job.Meta, ...group.Meta, ...task.Meta }));
  addMeta(names, [...(job.ParameterizedJob?.MetaRequired ?? []), ...(job.ParameterizedJob?.MetaOptional ?? [])]);
  // A dot makes an object of the variable: only its first part is a name.
  for (const key in task.Env) names.add(key).add(key.split('.', 1)[0] ?? key);
  if (task.CSIPluginConfig !== undefined) names.add('CSI_ENDPOINT');
  const exposes = (group.Services ?? []).some(({ Checks }) => Checks?.some(({ Expose }) => Expose === true) === true);
  const opensFiles = (task.Templates ?? []).some(({ Envvars }) => Envvars === true);
  const isOpen = opensFiles || (task.Resources?.Devices ?? []).length > 0;
  return {
    names,
    knows: (name) =>
      names.has(name) ||
      ROOTS.has(name) ||
      HOOKS.test(name) ||
      (name.startsWith('NOMAD_') ? (exposes && FAMILIES.test(name)) || name.startsWith('NOMAD_TOKEN_') : isOpen),
  };
}

/** Objects that a client offers to expressions beside the environment. */
const ROOTS: ReadonlySet<string> = new Set(['attr', 'env', 'meta', 'node', 'secret']);
/** What hooks of a client add for Consul and Vault. */
const HOOKS = /^(?:CONSUL|VAULT)_/;

function addPorts(names: Set<string>, prefix: string, networks: readonly ApiJson<NetworkResource>[]): void {
  for (const { ReservedPorts = [], DynamicPorts = [] } of networks) {
    for (const { Label = '' } of [...ReservedPorts, ...DynamicPorts]) addLabel(names, prefix, Label);
  }
}

function addLabel(names: Set<string>, prefix: string, label: string): void {
  for (const [index, family] of PORT_FAMILIES.entries()) {
    const name = `NOMAD_${family}_${prefix}${label}`;
    names.add(index < CLEANED_FAMILIES ? cleanVariable(name) : name);
  }
}

function addMeta(names: Set<string>, keys: readonly string[]): void {
  for (const key of keys) names.add(cleanVariable(`NOMAD_META_${key}`)).add(cleanVariable(`NOMAD_META_${key.toUpperCase()}`));
}
