import type { Shape } from '../../lib/model';
import { JOB_MODEL } from '../../lib/nomad/job-model';
import type { Dice } from './dice';

type Values = Record<string, unknown>;

/** A struct of the model inside of a job. */
interface Spot {
  readonly struct: string;
  readonly object: Values;
  readonly path: string;
}

/** What a job is, and not what is in it: another one of these is another job, or another question. */
const IDENTITY: readonly string[] = [
  'Job.ID',
  'Job.Namespace',
  'Job.Region',
  'Job.Stop',
  'Job.Multiregion',
  'Job.ParentID',
  'Job.Dispatched',
];

/** Changes a job in one place that the model knows, whatever it is. Says which; the job given is left as it is. */
export function mutatedJob(job: Values, dice: Dice): { readonly job: Values; readonly field: string } {
  const copy = structuredClone(job);
  const spots = spotsOf('Job', copy, '');
  for (;;) {
    const spot = dice.one(spots);
    if (spot === undefined) throw new Error('a job has at least itself');
    const fields = [...JOB_MODEL.struct(spot.struct).fields.values()];
    // Fields that are there are the ones that people change.
    const present = fields.filter(({ name }) => spot.object[name] !== undefined);
    const field = dice.one(present.length > 0 && dice.is(0.6) ? present : fields);
    if (field === undefined) continue;
    const { name, shape } = field;
    if (IDENTITY.includes(`${spot.struct}.${name}`)) continue;
    const before = spot.object[name];
    if (before !== undefined && dice.is(0.12)) {
      Reflect.deleteProperty(spot.object, name);
    } else {
      const after = changed(shape, before, name, dice);
      if (JSON.stringify(after) === JSON.stringify(before)) continue;
      spot.object[name] = after;
    }
    return { job: copy, field: `${spot.struct}.${name}` };
  }
}

function spotsOf(struct: string, object: Values, path: string): Spot[] {
  const spots: Spot[] = [{ struct, object, path }];
  for (const [name, { shape }] of JOB_MODEL.struct(struct).fields) spots.push(...spotsIn(shape, object[name], `${path}.${name}`));
  return spots;
}

function spotsIn(shape: Shape, value: unknown, path: string): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  if (shape.kind === 'struct') return spotsOf(shape.name, value as Values, path);
  if (shape.kind !== 'list' && shape.kind !== 'map') return [];
  return Object.entries(value).flatMap(([key, member]) => spotsIn(shape.of, member, `${path}.${key}`));
}

function changed(shape: Shape, before: unknown, name: string, dice: Dice): unknown {
  switch (shape.kind) {
    case 'bool':
      return before !== true;
    case 'int':
      // Thousands of instances take Nomad minutes to plan.
      if (name === 'Count') return dice.below(6);
      return dice.one([0, 1, 2, 3, 10, 50, 100, 8080, Number(before ?? 0) + 1, Number(before ?? 0) - 1]);
    case 'float':
      return dice.one([0, 1, 2]);
    case 'duration':
      return dice.one([0, 1e9, 5e9, 10e9, 30e9, 60e9, 300e9, 3600e9]);
    case 'enum':
      return dice.one([...shape.values, '']);
    case 'string':
    case 'time':
      return changedText(name, before, dice);
    case 'bytes':
      return 'aGVsbG8=';
    case 'opaque':
      return dice.one([true, 'x', 1, ['a'], [], {}, { a: 1 }]);
    case 'struct':
      return sample(shape, name, dice, 0);
    case 'list':
      return changedList(shape.of, Array.isArray(before) ? (before as unknown[]) : [], name, dice);
    case 'map':
      return changedMap(shape.of, (before ?? {}) as Values, name, dice);
  }
}

/** Texts that Nomad takes in fields where not any text will do. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  Driver: ['docker', 'exec'],
  Mode: ['bridge', 'host', 'none', 'fail', 'delay', 'mirror', 'local'],
  NodePool: ['default', 'other', 'all'],
  LTarget: ['${attr.kernel.name}', '${node.datacenter}', '${meta.rack}', '${attr.cpu.arch}'],
  RTarget: ['linux', 'dc1', 'r1', 'windows'],
  Attribute: ['${node.datacenter}', '${meta.rack}'],
  Operand: ['=', '!=', 'regexp', 'set_contains'],
  Perms: ['0400', '0644', '0600'],
  PortLabel: ['http', 'metrics', '8080'],
  Path: ['/ready', '/health'],
  Protocol: ['http', 'https', 'tcp', 'http2'],
  Cluster: ['default'],
  Namespace: ['default', ''],
  HostNetwork: ['default', 'loopback'],
  TimeZone: ['Asia/Tokyo', 'UTC'],
  Spec: ['0 18 * * *', '30 2 * * 1-5'],
  Source: ['fast-disk', 'models'],
  KillSignal: ['SIGTERM', 'SIGINT', 'sigquit'],
  ChangeSignal: ['SIGHUP', 'SIGUSR1', 'sighup'],
  TaskName: ['app', 'main'],
  Provider: ['nomad', 'consul'],
  Role: ['reader', 'writer'],
  Hook: ['prestart', 'poststart', 'poststop'],
  Method: ['GET', 'POST'],
  Hostname: ['box'],
  Type: ['host', 'http', 'tcp', 'grpc', 'script', 'service', 'batch', 'system'],
};

function changedText(name: string, before: unknown, dice: Dice): string {
  const known = TEXTS[name];
  if (known !== undefined && dice.is(0.8)) return dice.one(known) ?? '';
  const text = typeof before === 'string' ? before : '';
  return dice.one([`${text}x`, '', `${text}-2`, text.toUpperCase()]);
}

function changedList(of: Shape, list: readonly unknown[], name: string, dice: Dice): unknown[] {
  const element = (): unknown => (of.kind === 'string' ? changedText(name, '', dice) || 'a' : sample(of, name, dice, 0));
  if (list.length === 0) return dice.is(0.15) ? [] : [element()];
  switch (dice.below(5)) {
    case 0:
      return dice.shuffled(list);
    case 1:
      return list.toSpliced(dice.below(list.length), 1);
    case 2:
      return [];
    default: {
      const twin = structuredClone(dice.one(list));
      if (typeof twin !== 'object' || twin === null) return [...list, element()];
      for (const key of ['Name', 'Label', 'DestPath', 'DestinationName', 'Destination', 'RelativeDest', 'ID'])
        if (key in twin) (twin as Values)[key] = `${String((twin as Values)[key])}-2`;
      if ('LocalBindPort' in twin) (twin as Values)['LocalBindPort'] = Number(twin.LocalBindPort) + 1;
      return dice.is(0.5) ? [...list, twin] : [twin, ...list];
    }
  }
}

function changedMap(of: Shape, map: Values, name: string, dice: Dice): Values {
  const keys = Object.keys(map);
  const key = dice.one(keys);
  switch (key === undefined ? 2 : dice.below(4)) {
    case 0:
      return Object.fromEntries(Object.entries(map).filter(([one]) => one !== key));
    case 1:
      return Object.fromEntries(Object.entries(map).map(([one, value]) => [one, one === key ? changed(of, value, name, dice) : value]));
    default:
      return { ...map, [dice.one(['version', 'A_KEY', 'x'])]: of.kind === 'string' ? dice.one(['1', '2']) : sample(of, name, dice, 0) };
  }
}

/** Something of a shape, with some of its members. */
function sample(shape: Shape, name: string, dice: Dice, depth: number): unknown {
  if (shape.kind !== 'struct') return changed(shape, undefined, name, dice);
  const object: Values = {};
  for (const [member, field] of JOB_MODEL.struct(shape.name).fields) {
    const needed = REQUIRED[shape.name]?.includes(member) === true;
    if (!needed && (depth > 1 || !dice.is(0.15))) continue;
    object[member] =
      field.shape.kind === 'struct' ? sample(field.shape, member, dice, depth + 1) : changed(field.shape, undefined, member, dice);
  }
  return object;
}

/** Members without which Nomad refuses most of what has them. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  Constraint: ['LTarget', 'RTarget', 'Operand'],
  Affinity: ['LTarget', 'RTarget', 'Operand', 'Weight'],
  Spread: ['Attribute', 'Weight'],
  Template: ['DestPath', 'EmbeddedTmpl'],
  TaskArtifact: ['GetterSource'],
  Port: ['Label'],
  VolumeRequest: ['Name', 'Type', 'Source'],
  Service: ['Name'],
  ServiceCheck: ['Name', 'Type', 'Interval', 'Timeout'],
  WorkloadIdentity: ['Name', 'Audience'],
  Action: ['Name', 'Command'],
  ConsulUpstream: ['DestinationName', 'LocalBindPort'],
  TaskLifecycle: ['Hook'],
  ScalingPolicy: ['Min', 'Max'],
  Secret: ['Name', 'Provider', 'Path'],
};
