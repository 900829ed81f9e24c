import type { ApiJob } from '../nomad';

/** An upstream a sidecar opens. */
export interface UpstreamDigest {
  readonly destination: string;
  /** Where in the job. */
  readonly at: string;
}

/** A service a job registers in Consul. */
export interface ServiceDigest {
  readonly name: string;
  readonly at: string;
  /** Has a sidecar, or is native. */
  readonly connect: boolean;
  readonly upstreams: readonly UpstreamDigest[];
}

/** What rules about the whole estate need of a job: a whole job of each would double the memory of a synth. */
export interface JobDigest {
  /** Construct path, or the place it was read from. */
  readonly path: string;
  readonly id: string;
  readonly namespace: string;
  readonly type: string;
  readonly nodePool: string;
  readonly services: readonly ServiceDigest[];
}

/** @param job as Nomad reads it */
export function jobDigest(path: string, job: ApiJob): JobDigest {
  const services: ServiceDigest[] = [];
  for (const [groupIndex, group] of (job.TaskGroups ?? []).entries()) {
    for (const [index, service] of (group.Services ?? []).entries()) {
      const at = `TaskGroups[${String(groupIndex)}].Services[${String(index)}]`;
      const upstreams = service.Connect?.SidecarService?.Proxy?.Upstreams ?? [];
      services.push({
        name: service.Name ?? '',
        at,
        connect: service.Connect !== undefined,
        upstreams: upstreams.map(({ DestinationName = '' }, upstream) => ({
          destination: DestinationName,
          at: `${at}.Connect.SidecarService.Proxy.Upstreams[${String(upstream)}]`,
        })),
      });
    }
  }
  const { ID: id = '', Namespace: namespace = 'default', Type: type = 'service', NodePool: nodePool = 'default' } = job;
  return { path, id, namespace, type, nodePool, services };
}
