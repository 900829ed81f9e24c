import type { GroupDigest, ReadDigest, ServiceDigest, TaskDigest, UpstreamDigest } from './job-digest';

// Thousands of places are in the digests of an estate, and hardly one is ever named: its numbers are enough until then.

/** Where in its job a group stands: `TaskGroups[0]`. */
export function groupAt({ index }: Pick<GroupDigest, 'index'>): string {
  return `TaskGroups[${String(index)}]`;
}

/** Where in its job a task stands: `TaskGroups[0].Tasks[1]`. */
export function taskAt({ group, index }: Pick<TaskDigest, 'group' | 'index'>): string {
  return `${groupAt({ index: group })}.Tasks[${String(index)}]`;
}

/** Where in its job a task reads something. */
export function readAt(task: TaskDigest, { below }: ReadDigest): string {
  return `${taskAt(task)}.${below}`;
}

/** Where in its job a service stands: `TaskGroups[0].Services[0]`, or below a task. */
export function serviceAt({ group, task, index }: ServiceDigest): string {
  return `${task === undefined ? groupAt({ index: group }) : taskAt({ group, index: task })}.Services[${String(index)}]`;
}

/** Where in its job an upstream stands. */
export function upstreamAt(service: ServiceDigest, { index }: UpstreamDigest): string {
  return `${serviceAt(service)}.Connect.SidecarService.Proxy.Upstreams[${String(index)}]`;
}
