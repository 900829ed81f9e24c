import type { ApiJson, Resources, SidecarTask } from '../nomad';
import type { ApiGroup, ApiNetwork, ApiService, ApiTask } from './job-parts';

/** What Nomad gives a proxy that says nothing of its own. */
const PROXY_RESOURCES: ApiJson<Resources> = { CPU: 250, MemoryMB: 128 };
const PROXY_LOGS = { Disabled: false, MaxFiles: 2, MaxFileSizeMB: 2 };

/** The group with the tasks and ports that Nomad adds for its Connect services when the job is submitted. */
export function withSidecars(group: ApiGroup): ApiGroup {
  const { Services = [], Networks = [], Tasks = [] } = group;
  const [network, ...otherNetworks] = Networks;
  if (network === undefined || !Services.some(({ Connect }) => Connect !== undefined)) return group;
  const tasks = [...Tasks];
  const labels: string[] = [];
  for (const service of Services) addProxy(service, network, tasks, labels);
  const dynamic = network.DynamicPorts ?? [];
  const known = new Set(dynamic.map(({ Label }) => Label));
  const added = [...new Set(labels)].filter((label) => !known.has(label)).map((Label) => ({ Label, To: -1, HostNetwork: 'default' }));
  const ports = added.length === 0 ? network : { ...network, DynamicPorts: [...dynamic, ...added] };
  return { ...group, Tasks: tasks, Networks: [ports, ...otherNetworks] };
}

/** Whether a task of a group is one of these proxies. */
export function isProxy({ Kind = '' }: ApiTask): boolean {
  return /^connect-(?:proxy|ingress|terminating|mesh):/.test(Kind);
}

function addProxy(service: ApiService, network: ApiNetwork, tasks: ApiTask[], labels: string[]): void {
  const { Name: name = '', Connect: connect, PortLabel: portLabel = '' } = service;
  if (connect?.SidecarService !== undefined) {
    const { Port = '' } = connect.SidecarService;
    labels.push(Port === '' ? `connect-proxy-${name}` : Port);
    add('connect-proxy', name, { Hook: 'prestart', Sidecar: true });
    return;
  }
  if (connect?.Native === true || connect?.Gateway === undefined) return;
  const { Mesh, Ingress } = connect.Gateway;
  const prefix = Mesh !== undefined ? 'connect-mesh' : Ingress !== undefined ? 'connect-ingress' : 'connect-terminating';
  if (prefix === 'connect-terminating' && portLabel === '') labels.push(`${prefix}-${name}`);
  if (prefix === 'connect-mesh') labels.push(`${prefix}-${name}-lan`);
  add(prefix, name, undefined);

  function add(kind: string, of: string, lifecycle: ApiTask['Lifecycle']): void {
    if (tasks.some(({ Kind }) => Kind === `${kind}:${of}`)) return;
    const task: ApiTask = {
      Name: `${kind}-${of}`,
      Kind: `${kind}:${of}`,
      Driver: driverOf(tasks),
      Config: { image: kind === 'connect-proxy' ? 'sidecar' : 'gateway', ...(network.Mode === 'host' ? { network_mode: 'host' } : {}) },
      Resources: PROXY_RESOURCES,
      LogConfig: PROXY_LOGS,
      ...(lifecycle === undefined ? {} : { Lifecycle: lifecycle }),
    };
    tasks.push(connect?.SidecarTask === undefined ? task : merged(task, connect.SidecarTask));
  }
}

/** Podman where every container is one of it. */
function driverOf(tasks: readonly ApiTask[]): string {
  const drivers = tasks.map(({ Driver }) => Driver);
  return drivers.includes('podman') && !drivers.includes('docker') ? 'podman' : 'docker';
}

/** What a `SidecarTask` says goes over what Nomad says. */
function merged(task: ApiTask, own: ApiJson<SidecarTask>): ApiTask {
  const { Name = '', Driver = '', User = '', Config, Env, Resources: resources, Meta, VolumeMounts, Identities } = own;
  const another = Driver !== '' && Driver !== task.Driver;
  const given = Object.entries(resources ?? {}).filter(
    ([key, value]: [string, unknown]) => key !== 'NUMA' && value !== 0 && value !== undefined,
  );
  return {
    ...task,
    ...(Name === '' ? {} : { Name }),
    ...(another ? { Driver, Config: Config ?? {} } : { Config: { ...task.Config, ...Config } }),
    ...(User === '' ? {} : { User }),
    ...(Env === undefined ? {} : { Env }),
    ...(Meta === undefined ? {} : { Meta }),
    ...(VolumeMounts === undefined ? {} : { VolumeMounts }),
    ...(Identities === undefined ? {} : { Identities }),
    Resources: { ...task.Resources, ...Object.fromEntries(given) },
  };
}
