import { keptJob, type ApiJob } from '../nomad';
import { stableJson } from '../terraform';
import type { ApiGroup, ApiIdentity, ApiNetwork, ApiService, ApiTask } from './job-parts';
import { withSidecars } from './sidecar-tasks';

/**
 * A job as Nomad keeps it when it is submitted: with what admission adds, as far as an update looks at that. Sidecars and
 * their ports, the ports of exposed checks, and identities for Consul and Vault.
 * @param job as Nomad reads it (`canonicalJob`)
 */
export function registeredJob(job: ApiJob, identities: DefaultIdentities = {}): ApiJob {
  const kept = keptJob(job);
  return { ...kept, TaskGroups: (kept.TaskGroups ?? []).map((group) => registeredGroup(group, identities)) };
}

/** The identities of Nomad's server configuration: `task_identity` and `service_identity` of Consul, `default_identity` of Vault. */
export interface DefaultIdentities {
  readonly consul?: ApiIdentity;
  readonly service?: ApiIdentity;
  readonly vault?: ApiIdentity;
}

/** Lists of which Nomad keeps nothing where they are empty, beside those that have no place in a job's defaults. */
const GROUP_LISTS = ['Networks', 'Services', 'Tasks'];
const TASK_LISTS = ['Services', 'Artifacts', 'Templates', 'Secrets', 'ScalingPolicies', 'Actions'];

function registeredGroup(group: ApiGroup, identities: DefaultIdentities): ApiGroup {
  const complete = withServiceIdentities(withExposedChecks(withSidecars(withoutEmpty(group, GROUP_LISTS))), identities);
  return { ...complete, Tasks: (complete.Tasks ?? []).map((task) => withoutEmpty(withIdentities(task, complete, identities), TASK_LISTS)) };
}

/** What of a check makes the label of the port that Nomad adds for it. */
const CHECK_IDENTITY = [
  ...['Name', 'Type', 'Command', 'Args', 'Path', 'Protocol', 'Interval', 'Timeout', 'Method', 'Body', 'OnUpdate', 'Notes'],
  ...['TLSSkipVerify', 'TLSServerName', 'Header', 'AddressMode', 'GRPCService', 'GRPCUseTLS'],
  ...['SuccessBeforePassing', 'FailuresBeforeCritical', 'FailuresBeforeWarning'],
];

/**
 * The path of a check that is exposed is one that its proxy exposes. One that names no port gets one, whose label is a hash
 * of the check; what stands here for the hash, and for the port behind the service, differs where they differ.
 */
function withExposedChecks(group: ApiGroup): ApiGroup {
  const { Services = [], Networks: [network, ...others] = [] } = group;
  if (network === undefined) return group;
  const ports: NonNullable<ApiNetwork['DynamicPorts']>[number][] = [];
  const services = Services.map((service) => {
    const paths = exposedChecks(service).map(({ check, index }): ExposePath => {
      const { Path, Protocol, PortLabel = '' } = check;
      if (PortLabel !== '') return { Path, Protocol, ListenerPort: PortLabel };
      const identity = CHECK_IDENTITY.map((key) => (check as Readonly<Record<string, unknown>>)[key] ?? null);
      const label = `svc_${service.Name ?? ''}_ck_${String(index)}_${stableJson(identity)}`;
      ports.push({ Label: label, To: -1, HostNetwork: 'default' });
      return { Path, Protocol, ListenerPort: label };
    });
    return paths.length === 0 ? service : exposing(service, paths);
  });
  if (services.every((service, index) => service === Services[index])) return group;
  const networks =
    ports.length === 0 ? group.Networks : [{ ...network, DynamicPorts: [...(network.DynamicPorts ?? []), ...ports] }, ...others];
  return { ...group, Services: services, Networks: networks };
}

type ExposePath = NonNullable<
  NonNullable<NonNullable<NonNullable<NonNullable<ApiService['Connect']>['SidecarService']>['Proxy']>['Expose']>['Paths']
>[number];

function exposedChecks({
  Checks = [],
  Connect,
}: ApiService): { readonly check: NonNullable<ApiService['Checks']>[number]; readonly index: number }[] {
  if (Connect?.SidecarService === undefined) return [];
  return Checks.map((check, index) => ({ check, index })).filter(({ check: { Expose, Path = '', Type = '' } }) => {
    return Expose === true && Path.startsWith('/') && /^(?:grpc|http)$/i.test(Type);
  });
}

function exposing(service: ApiService, paths: readonly ExposePath[]): ApiService {
  const { Connect = {} } = service;
  const { SidecarService = {} } = Connect;
  const { Proxy = {} } = SidecarService;
  const Expose = { ...Proxy.Expose, Paths: [...(Proxy.Expose?.Paths ?? []), ...paths] };
  return { ...service, Connect: { ...Connect, SidecarService: { ...SidecarService, Proxy: { ...Proxy, Expose } } } };
}

/** Services of Consul get an identity, unless they name their own. */
function withServiceIdentities<T extends ApiGroup | ApiTask>(part: T, { service: given }: DefaultIdentities): T {
  const { Services } = part;
  if (given === undefined || Services === undefined) return part;
  return {
    ...part,
    Services: Services.map((service) => {
      const { Name = '', PortLabel = '', TaskName = '', Provider, Identity } = service;
      if (Identity !== undefined || Provider !== 'consul') return service;
      const own = `consul-service_${TaskName === '' ? '' : `${TaskName}-`}${Name}-${PortLabel}`;
      return { ...service, Identity: { ...given, Name: own, ServiceName: Name } };
    }),
  };
}

/** Tasks that use Consul or Vault get an identity for it, unless they name their own. */
function withIdentities(task: ApiTask, group: ApiGroup, identities: DefaultIdentities): ApiTask {
  const { Identities = [], Consul = group.Consul, Vault } = task;
  const wanted: ApiIdentity[] = [
    ...(Consul === undefined ? [] : [{ ...identities.consul, Name: `consul_${Consul.Cluster ?? 'default'}` }]),
    ...(Vault === undefined ? [] : [{ ...identities.vault, Name: `vault_${Vault.Cluster ?? 'default'}` }]),
  ].filter(({ Name: name }) => !Identities.some(({ Name }) => Name === name));
  const own = withServiceIdentities(task, identities);
  return wanted.length === 0 ? own : { ...own, Identities: [...Identities, ...wanted] };
}

function withoutEmpty<T extends object>(object: T, keys: readonly string[]): T {
  const empty = keys.filter((key) => isEmpty((object as Readonly<Record<string, unknown>>)[key]));
  if (empty.length === 0) return object;
  return Object.fromEntries(Object.entries(object).filter(([key]) => !empty.includes(key))) as T;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
