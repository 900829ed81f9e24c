import type { Values } from '../change';
import { addressOf, type ChangedResource } from './changed-resources';
import { jsonIn, type Comparison } from './comparison';
import { differences } from './differences';
import type { FieldChange, FieldsSection } from './model';

const FIELDS = 60;
const LENGTH = 400;

/** Raw differences of every resource, field by field; texts of JSON are looked into. */
export function reviewFields({ resources, originOf }: Comparison): FieldsSection {
  return {
    resources: resources.map((resource) => {
      const fields = resource.change === 'changed' ? fieldsOf(resource) : [];
      return {
        change: resource.change,
        stack: resource.stack,
        address: addressOf(resource),
        type: resource.type,
        fields: fields.slice(0, FIELDS),
        fieldsMore: Math.max(0, fields.length - FIELDS),
        origin: originOf(resource),
      };
    }),
  };
}

function fieldsOf({ before, after }: ChangedResource): FieldChange[] {
  return differences(opened(before), opened(after)).map(({ path, before: was, after: is }): FieldChange => ({
    path,
    change: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed',
    ...(was === undefined ? {} : { before: cut(was) }),
    ...(is === undefined ? {} : { after: cut(is) }),
  }));
}

function opened(values: Values | undefined): unknown {
  if (values === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key]) => key !== '//')
      .map(([key, value]) => [key, key === 'jobspec' || key === 'config_json' ? (jsonIn(value) ?? value) : value]),
  );
}

function cut(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
}
