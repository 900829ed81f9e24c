/** One step: a member by key, or the member of a list that has this name. */
export type JobStep = { readonly key: string } | { readonly list: string; readonly by: string; readonly name: string };

/** A place in a job, addressed by the names people gave, never by index. */
export class JobPath {
  /** The way from the job to the place, as plain data. */
  readonly steps: readonly JobStep[];

  private constructor(steps: readonly JobStep[]) {
    this.steps = steps;
  }

  /** The job itself. */
  static job(this: void): JobPath {
    return new JobPath([]);
  }

  /** The task group; kumiki's own jobs have one. */
  static group(this: void): JobPath {
    return new JobPath([{ list: 'TaskGroups', by: '', name: '' }]);
  }

  /** A task of the group by its name. */
  static task(this: void, name: string): JobPath {
    return new JobPath([...JobPath.group().steps, { list: 'Tasks', by: 'Name', name }]);
  }

  /** A service of the group by its Consul name. */
  static service(this: void, name: string): JobPath {
    return new JobPath([...JobPath.group().steps, { list: 'Services', by: 'Name', name }]);
  }

  /** The sidecar task of a service. */
  static sidecarTask(this: void, service: string): JobPath {
    return JobPath.service(service).field('Connect', 'SidecarTask');
  }

  /** Fields in Nomad's own words, one under the other: `.field('Update', 'MaxParallel')`. */
  field(...keys: readonly [string, ...string[]]): JobPath {
    return new JobPath([...this.steps, ...keys.map((key) => ({ key }))]);
  }

  /** A key of the driver's `config`. */
  config(key: string): JobPath {
    return this.field('Config', key);
  }

  /** A check of a service by its name. */
  check(name: string): JobPath {
    return new JobPath([...this.steps, { list: 'Checks', by: 'Name', name }]);
  }

  /** A template of a task by its destination. */
  template(destination: string): JobPath {
    return new JobPath([...this.steps, { list: 'Templates', by: 'DestPath', name: destination }]);
  }

  /** An upstream of a service by its destination. */
  upstream(destination: string): JobPath {
    return new JobPath([
      ...this.field('Connect', 'SidecarService', 'Proxy').steps,
      { list: 'Upstreams', by: 'DestinationName', name: destination },
    ]);
  }

  toString(): string {
    return this.steps
      .map((step) => ('key' in step ? step.key : step.by === '' ? `${step.list}[0]` : `${step.list}[${step.name}]`))
      .join('.');
  }
}
