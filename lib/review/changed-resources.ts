import type { Output, StackJson, Values } from '../change';
import { isPlainObject } from '../model';
import { literalText, sameJson } from '../terraform';
import type { Change } from './model';

/** A Terraform resource that differs between two outputs. */
export interface ChangedResource {
  readonly change: Change;
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly before: Values | undefined;
  readonly after: Values | undefined;
}

/** Every resource that differs. Stacks that are the same object are not looked at. Linear in the stacks that are not. */
export function changedResources(base: Output, head: Output): ChangedResource[] {
  const found: ChangedResource[] = [];
  for (const stack of [...new Set([...base.stacks.keys(), ...head.stacks.keys()])].sort()) {
    const [before, after] = [base.stacks.get(stack), head.stacks.get(stack)];
    if (before !== after) collect(stack, before?.resource ?? {}, after?.resource ?? {}, found);
  }
  return found;
}

type Resources = NonNullable<StackJson['resource']>;

function collect(stack: string, before: Resources, after: Resources, found: ChangedResource[]): void {
  for (const type of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const [old, now] = [before[type] ?? {}, after[type] ?? {}];
    for (const name of [...new Set([...Object.keys(old), ...Object.keys(now)])].sort()) {
      const [was, is] = [old[name], now[name]];
      if (was !== undefined && is !== undefined && sameValues(was, is)) continue;
      const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
      found.push({ change, stack, type, name, before: was, after: is });
    }
  }
}

/** Texts are compared as they are; a job is one text. */
function sameValues(before: Values, after: Values): boolean {
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) return false;
  return keys.every((key) => {
    const [was, is] = [before[key], after[key]];
    if (was === is) return true;
    return typeof was === 'object' && typeof is === 'object' && is !== null && sameJson(was, is);
  });
}

/** The address of a resource in its stack. */
export function addressOf({ type, name }: Pick<ChangedResource, 'type' | 'name'>): string {
  return `${type}.${name}`;
}

/** Path of the construct that people wrote; the Terraform address where the output does not say it. */
export function pathOf({ stack, type, name, before, after }: Omit<ChangedResource, 'change'>): string {
  const comment = (after ?? before)?.['//'];
  const metadata = isPlainObject(comment) ? comment['metadata'] : undefined;
  const path = isPlainObject(metadata) ? metadata['path'] : undefined;
  return typeof path === 'string' ? path.replace(/\/Resource$/, '').replace(/\/job$/, '') : `${stack}/${type}.${name}`;
}

/** A text as Terraform reads it; empty where there is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? literalText(value) : '';
}
