import type { ApiJson } from './api-json';
import { dropEmpty, fill, fillWeights, type Draft } from './job-draft';
import type { LogConfig, NetworkResource, Resources, VolumeMount } from './job.generated';

export const SECOND = 1e9;

const LOG_CONFIG: ApiJson<LogConfig> = { MaxFiles: 10, MaxFileSizeMB: 10, Disabled: false };

export function fillLogConfig(logs: Draft<ApiJson<LogConfig>>): Draft<ApiJson<LogConfig>> {
  // Once the opposite of Disabled; the server does not read it.
  delete logs.Enabled;
  return fill(logs, LOG_CONFIG);
}

/** A task that asks for cores asks for no share of the processor. The server reads no disk here. */
export function canonicalizeResources(resources: Draft<ApiJson<Resources>>): Draft<ApiJson<Resources>> {
  if (resources.Cores === undefined) {
    resources.Cores = 0;
    resources.CPU ??= 100;
  }
  resources.CPU ??= 0;
  resources.MemoryMB ??= 300;
  delete resources.DiskMB;
  dropEmpty(resources, ['Networks', 'Devices']);
  for (const device of resources.Devices ?? []) {
    device.Count ??= 1;
    fillWeights(device.Affinities);
  }
  if (resources.NUMA !== undefined) {
    if ((resources.NUMA.Affinity ?? '') === '') resources.NUMA.Affinity = 'none';
    dropEmpty(resources.NUMA, ['Devices']);
  }
  canonicalizeNetworks(resources.Networks);
  return resources;
}

export function canonicalizeNetworks(networks: readonly Draft<ApiJson<NetworkResource>>[] | undefined): void {
  if (networks === undefined) return;
  for (const network of networks) {
    dropEmpty(network, ['ReservedPorts', 'DynamicPorts']);
    for (const port of network.ReservedPorts ?? []) if ((port.HostNetwork ?? '') === '') port.HostNetwork = 'default';
    for (const port of network.DynamicPorts ?? []) if ((port.HostNetwork ?? '') === '') port.HostNetwork = 'default';
  }
}

/** A mount that names no volume is left out. */
export function canonicalizeVolumeMounts(task: { VolumeMounts?: Draft<ApiJson<VolumeMount>>[] | undefined }): void {
  if (task.VolumeMounts === undefined) return;
  for (const mount of task.VolumeMounts) fill(mount, { ReadOnly: false, PropagationMode: 'private' });
  if (task.VolumeMounts.some(({ Volume }) => Volume === undefined))
    task.VolumeMounts = task.VolumeMounts.filter(({ Volume }) => Volume !== undefined);
  dropEmpty(task, ['VolumeMounts']);
}
