import type { ApiJob } from '../nomad';
import { stableJson } from '../terraform';
import type { ApiGroup, ApiService, ApiTask } from './job-parts';
import { withSidecars } from './sidecar-tasks';

/**
 * A job as Nomad keeps it: what admission adds to it, as far as an update looks at that. Sidecars and their ports, the ports
 * of exposed checks, identities for Consul and Vault, and lists without elements as lists that are not there.
 * @param job as Nomad reads it (`canonicalJob`)
 */
export function registeredJob(job: ApiJob): ApiJob {
  const { TaskGroups = [] } = job;
  return { ...withoutEmpty(job, JOB_LISTS), TaskGroups: TaskGroups.map((group) => registeredGroup(job, group)) };
}

/** Lists and maps of which Nomad keeps nothing where they are empty. What is not named here differs from its absence. */
const JOB_LISTS = ['Meta', 'Constraints', 'Affinities', 'Spreads'];
const GROUP_LISTS = ['Meta', 'Constraints', 'Affinities', 'Spreads', 'Networks', 'Services', 'Volumes', 'Tasks'];
const TASK_LISTS = [
  ...['Meta', 'Config', 'Env', 'Constraints', 'Affinities', 'VolumeMounts', 'Services', 'Artifacts', 'Templates', 'Secrets'],
  ...['Identities', 'ScalingPolicies', 'Actions'],
];
const SERVICE_LISTS = ['Tags', 'CanaryTags', 'Checks', 'TaggedAddresses', 'Meta', 'CanaryMeta'];
const RESOURCE_LISTS = ['Networks', 'Devices'];

function registeredGroup(job: ApiJob, group: ApiGroup): ApiGroup {
  const { Name: name = '', Services = [], Tasks = [] } = group;
  const named = (service: ApiService, task: string): ApiService =>
    withoutEmpty(namedService(service, job.Name ?? '', name, task), SERVICE_LISTS);
  const own: ApiGroup = {
    ...withoutEmpty(group, GROUP_LISTS),
    ...(Services.length === 0 ? {} : { Services: Services.map((service) => named(service, 'group')) }),
    Tasks: Tasks.map((task) => {
      const { Services: services = [], Name = '', Resources = {} } = task;
      return {
        ...withoutEmpty(task, TASK_LISTS),
        Resources: withoutEmpty(Resources, RESOURCE_LISTS),
        ...(services.length === 0 ? {} : { Services: services.map((service) => named(service, Name)) }),
      };
    }),
  };
  const complete = withExposedPorts(withSidecars(own));
  return { ...complete, Tasks: (complete.Tasks ?? []).map((task) => withIdentities(task, complete)) };
}

/** The service by the name that it gets, with the words of Nomad filled in. */
function namedService(service: ApiService, job: string, group: string, task: string): ApiService {
  const { Name = '' } = service;
  if (!Name.includes('${')) return service;
  const words: Readonly<Record<string, string>> = { JOB: job, TASKGROUP: group, TASK: task, BASE: `${job}-${group}-${task}` };
  return { ...service, Name: Name.replaceAll(/\$\{(\w+)\}/g, (text, word: string) => words[word] ?? text) };
}

/** What of a check makes the label of the port that Nomad adds for it. */
const CHECK_IDENTITY = [
  ...['Name', 'Type', 'Command', 'Args', 'Path', 'Protocol', 'Interval', 'Timeout', 'Method', 'Body', 'OnUpdate', 'Notes'],
  ...['TLSSkipVerify', 'TLSServerName', 'Header', 'AddressMode', 'GRPCService', 'GRPCUseTLS'],
  ...['SuccessBeforePassing', 'FailuresBeforeCritical', 'FailuresBeforeWarning'],
];

/** A check that is exposed and names no port gets one, whose label is a hash of the check. */
function withExposedPorts(group: ApiGroup): ApiGroup {
  const { Services = [], Networks: [network, ...others] = [] } = group;
  if (network === undefined) return group;
  const ports = Services.flatMap(({ Name = '', Checks = [], Connect }) => {
    if (Connect?.SidecarService === undefined) return [];
    return Checks.flatMap((check, index) => {
      const { Expose, PortLabel = '', Path = '', Type = '' } = check;
      if (Expose !== true || PortLabel !== '' || !Path.startsWith('/') || !/^(?:grpc|http)$/i.test(Type)) return [];
      const identity = CHECK_IDENTITY.map((key) => (check as Readonly<Record<string, unknown>>)[key] ?? null);
      return [{ Label: `svc_${Name}_ck_${String(index)}_${stableJson(identity)}`, To: -1, HostNetwork: 'default' }];
    });
  });
  if (ports.length === 0) return group;
  return { ...group, Networks: [{ ...network, DynamicPorts: [...(network.DynamicPorts ?? []), ...ports] }, ...others] };
}

/** The audience of the identity that every task has for Nomad itself. */
const DEFAULT_IDENTITY = { Name: 'default', Audience: ['nomadproject.io'] };

/**
 * Tasks that use Consul or Vault get an identity for it, unless they name their own. The one for Nomad has a place of its
 * own, wherever it was written.
 */
function withIdentities(task: ApiTask, group: ApiGroup): ApiTask {
  const { Identities = [], Identity, Consul = group.Consul, Vault } = task;
  const own = Identities.filter(({ Name = '' }) => Name !== '' && Name !== 'default').map(upperSignal);
  const forNomad = Identities.find(({ Name = '' }) => Name === '' || Name === 'default') ?? Identity;
  const wanted = [
    ...(Consul === undefined ? [] : [`consul_${cluster(Consul.Cluster)}`]),
    ...(Vault === undefined ? [] : [`vault_${cluster(Vault.Cluster)}`]),
  ].filter((name) => !own.some(({ Name }) => Name === name));
  return {
    ...task,
    Identity: upperSignal({ ...forNomad, ...DEFAULT_IDENTITY }),
    Identities: [...own, ...wanted.map((Name) => ({ Name }))],
    ...(Vault === undefined ? {} : { Vault: { ...upperSignal(Vault), Cluster: cluster(Vault.Cluster) } }),
    ...(task.Templates === undefined ? {} : { Templates: task.Templates.map(upperSignal) }),
  };
}

/** Nomad writes signals in upper case. */
function upperSignal<T extends { readonly ChangeSignal?: string | undefined }>(part: T): T {
  const { ChangeSignal } = part;
  return ChangeSignal === undefined ? part : { ...part, ChangeSignal: ChangeSignal.toUpperCase() };
}

function cluster(name = ''): string {
  return name === '' ? 'default' : name;
}

function withoutEmpty<T extends object>(object: T, keys: readonly string[]): T {
  const empty = keys.filter((key) => isEmpty((object as Readonly<Record<string, unknown>>)[key]));
  if (empty.length === 0) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => !empty.includes(key))) as T;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
