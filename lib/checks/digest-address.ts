// Thousands of groups, tasks, services and upstreams are in the digests of an estate, and hardly one is ever named: its
// numbers are enough until then.

/** A member of a list: its number there. */
interface Listed {
  readonly index: number;
}

/** A task, or a service, of a group of this number. */
interface InGroup extends Listed {
  readonly group: number;
}

/** A service; of a task of this number, where it is one's. */
interface InTask extends InGroup {
  readonly task?: number;
}

/** Where in its job a group stands: `TaskGroups[0]`. */
export function groupAt({ index }: Listed): string {
  return `TaskGroups[${String(index)}]`;
}

/** Where in its job a task stands: `TaskGroups[0].Tasks[1]`. */
export function taskAt({ group, index }: InGroup): string {
  return `${groupAt({ index: group })}.Tasks[${String(index)}]`;
}

/** Where in its job a task reads something. */
export function readAt(task: InGroup, { below }: { readonly below: string }): string {
  return `${taskAt(task)}.${below}`;
}

/** Where in its job a service stands: `TaskGroups[0].Services[0]`, or below a task. */
export function serviceAt({ group, task, index }: InTask): string {
  return `${task === undefined ? groupAt({ index: group }) : taskAt({ group, index: task })}.Services[${String(index)}]`;
}

/** Where in its job an upstream stands. */
export function upstreamAt(service: InTask, { index }: Listed): string {
  return `${serviceAt(service)}.Connect.SidecarService.Proxy.Upstreams[${String(index)}]`;
}
