import type { ApiJson } from './api-json';
import type { Affinity, Job, Service, SidecarTask, Spread, Task, TaskGroup } from './job.generated';

/** A part of a job in API JSON while its defaults are filled in. */
export type Draft<T> = T extends readonly (infer Element)[]
  ? Draft<Element>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Draft<T[Key]> }
    : T;

export type JobDraft = Draft<ApiJson<Job>>;
export type GroupDraft = Draft<ApiJson<TaskGroup>>;
export type TaskDraft = Draft<ApiJson<Task>>;
export type ServiceDraft = Draft<ApiJson<Service>>;
export type SidecarTaskDraft = Draft<ApiJson<SidecarTask>>;

/** Fills in what is not there. */
export function fill<T extends object>(target: T, defaults: Partial<T>): T {
  for (const key in defaults) target[key] ??= defaults[key] as T[typeof key];
  return target;
}

/** Drops members that are there and hold nothing: Nomad makes no difference between the two. */
export function dropEmpty<T extends object>(target: T, keys: readonly (keyof T)[]): void {
  for (const key of keys) {
    const value = target[key];
    if (value !== undefined && isEmpty(value as object)) Reflect.deleteProperty(target, key);
  }
}

function isEmpty(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}

/** The weight of an affinity or a spread that names none. */
export function fillWeights(list: readonly Draft<ApiJson<Affinity | Spread>>[] | undefined): void {
  if (list !== undefined) for (const element of list) element.Weight ??= 50;
}
