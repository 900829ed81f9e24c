import { isPlainObject, type JsonObject } from '../model';
import type { Rule } from './rule';

const SERVICE: JsonObject = {
  Name: 'sec-orders',
  Provider: 'consul',
  PortLabel: 'health',
  Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', PortLabel: 'health', Interval: 10_000_000_000, Timeout: 2_000_000_000 }],
};
const TASK: JsonObject = {
  Name: 'orders',
  Driver: 'docker',
  User: '10001:10001',
  Config: { image: `registry.internal/sec/orders@sha256:${'a'.repeat(64)}` },
  Resources: { CPU: 500, MemoryMB: 256 },
  LogConfig: { MaxFiles: 5, MaxFileSizeMB: 10 },
};

/** A job that no rule finds anything in, in API JSON as a person would write it. */
const SOUND: JsonObject = {
  ID: 'sec-orders',
  Name: 'sec-orders',
  Type: 'service',
  Datacenters: ['*'],
  TaskGroups: [
    {
      Name: 'orders',
      Count: 2,
      ShutdownDelay: 5_000_000_000,
      Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }] }],
      Services: [SERVICE],
      Tasks: [TASK],
    },
  ],
};

/** The example of a rule as a whole job: the fragment laid over a sound job at the place the rule looks at. */
export function exampleJob(on: Exclude<Rule['on'], 'estate'>, fragment: JsonObject): JsonObject {
  if (on === 'job') return over(SOUND, fragment);
  const [group] = SOUND['TaskGroups'] as [JsonObject];
  if (on === 'group') return { ...SOUND, TaskGroups: [over(group, fragment)] };
  const list = on === 'task' ? 'Tasks' : 'Services';
  const [member] = group[list] as [JsonObject];
  return { ...SOUND, TaskGroups: [{ ...group, [list]: [over(member, fragment)] }] };
}

/** The service of the sound job, with a fragment laid over it: for examples of groups. */
export function soundService(fragment: JsonObject): JsonObject {
  return over(SERVICE, fragment);
}

/** The task of the sound job, with a fragment laid over it: for examples of groups. */
export function soundTask(fragment: JsonObject): JsonObject {
  return over(TASK, fragment);
}

/** Objects are merged member by member; everything else is replaced, and goes where the fragment says null. */
function over(base: JsonObject, fragment: JsonObject): JsonObject {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(fragment)) {
    const known = result[key];
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = isPlainObject(known) && isPlainObject(value) ? over(known as JsonObject, value) : value;
  }
  return result as JsonObject;
}
