import { isPlainObject, Model, type JsonObject } from '../../../lib/model';
import { NOMAD_JOB_FIELDS } from '../../../lib/nomad/job-fields.generated';
import { BASE_JOBS } from './base-jobs';

/** A job, and how it came to be. */
export interface MutatedJob {
  readonly job: JsonObject;
  /** `mesh: TaskGroups[0].Count = -1`. */
  readonly story: string;
}

const MODEL = new Model(NOMAD_JOB_FIELDS);

/** Jobs that Nomad takes, each changed in one to three places at random. @param seed the same seed makes the same jobs */
export function* mutatedJobs(seed: number): Generator<MutatedJob> {
  const random = randomOf(seed);
  for (;;) yield new Mutation(random).run();
}

/** Mulberry32: small, fast, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SECOND = 1e9;
const INTEGERS = [-2, -1, 0, 1, 2, 3, 5, 10, 50, 60, 100, 101, 128, 300, 1000, 8080, 9001, 65_535, 65_536, 100_000, 2 ** 31, 1e15];
const DURATIONS = [
  -SECOND,
  -1,
  0,
  1,
  1e6,
  5e8,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  15 * SECOND,
  60 * SECOND,
  300 * SECOND,
  600 * SECOND,
  3600 * SECOND,
  86_400 * SECOND,
  1e18,
];
const WORDS = [
  '',
  'a',
  'api',
  'API',
  'http',
  'health',
  'admin',
  'group',
  'orders',
  'web',
  'plain',
  'a_b',
  'a b',
  'a/b',
  '..',
  '../../../../x',
  '/',
  '8080',
  '0',
  '-1',
  '1',
  'consul',
  'nomad',
  'default',
  'x'.repeat(64),
  '${NOMAD_JOB_NAME}',
  '${JOB}-x',
  'é',
  'a\0b',
];

/** What people write into fields of these names, right or wrong; a field that is not here gets any word. */
const POOLS: Readonly<Record<string, readonly string[]>> = {
  LTarget: [
    '${attr.kernel.name}',
    '${node.class}',
    '${node.unique.id}',
    '${meta.a}',
    '${device.model}',
    '${node.id}',
    '$attr.x',
    '${attr.x',
    'literal',
    '',
  ],
  RTarget: ['linux', '', '>= 1.2', '>= 1.2, < 2', '~> 1.0', '1.0beta1', 'v1', '[a', '^a(?=b)', '(a{2}){600}', '0', '2', 'x', 'a,b'],
  Specs: [
    '* * * * *',
    '0 2 * * *',
    '61 * * * *',
    '* * * *',
    '@hourly',
    '0 0 0 1 1 * 2030',
    '0 0 L * *',
    '*/0 * * * *',
    '5-1 * * * *',
    'mon',
    '',
  ],
  Spec: ['', '* * * * *', '60 * * * *', '@daily'],
  TimeZone: ['', 'UTC', 'Asia/Tokyo', 'asia/tokyo', 'Mars/Olympus', 'JST', 'Local'],
  ID: ['a', '', 'a b', 'a\0b', 'a/b'],
  Name: [
    'a',
    'api',
    'API',
    '',
    'alloc',
    'a_b',
    'a-b',
    'a/b',
    'x'.repeat(64),
    '${JOB}-x',
    '${BASE}',
    '${NOMAD_META_a}',
    '*',
    'orders',
    'web',
    'db',
  ],
  PortLabel: ['', 'http', 'health', 'admin', 'db', 'grpc', '8080', '0', '-5', 'nope'],
  ListenerPort: ['health', 'http', '', 'nope'],
  TaskName: ['', 'orders', 'web', 'api', 'db', 'nope'],
  Namespace: ['', 'default', 'elsewhere'],
  NodePool: ['', 'default', 'all', 'elsewhere'],
  Region: ['', 'global', 'elsewhere'],
  Cluster: ['', 'default', 'other'],
  Partition: ['', 'default', 'other'],
  Mode: ['', 'bridge', 'host', 'none', 'cni/x', 'fail', 'delay', 'local'],
  Type: [
    '',
    'service',
    'batch',
    'system',
    'sysbatch',
    '_core',
    'daemon',
    'http',
    'tcp',
    'grpc',
    'script',
    'HTTP',
    'host',
    'csi',
    'nfs',
    'node',
    'monolith',
    'horizontal',
    'vertical_cpu',
  ],
  Driver: ['', 'docker', 'exec', 'raw_exec', 'java'],
  Path: ['', '/', '/ready', 'ready', 'http://x/', '//x', '%zz', '/%zz', ':x', 'a:b', '/a b'],
  DestPath: ['', 'local/a.conf', 'secrets/b.env', '../../../x', '../../x', '/etc/x', '${NOMAD_TASK_DIR}/../../../../x'],
  RelativeDest: ['', 'local/', '../../../x', '../../x', '/x'],
  File: ['', 'a', '../../../../x', '../x'],
  GetterSource: ['', 'https://a/b', ':', 'git::x'],
  checksum: ['', 'md5:x', 'sha256:ab', 'sha9:ab', `sha1:${'ab'.repeat(20)}`, 'nothing', '${VAR}', 'md5:${VAR}'],
  Perms: ['', '0644', '999', '8', '7777', '77777'],
  ChangeMode: ['', 'noop', 'restart', 'signal', 'script', 'reload'],
  ChangeSignal: ['', 'SIGHUP', 'sigusr1'],
  Hook: ['', 'prestart', 'poststart', 'poststop', 'before'],
  HealthCheck: ['', 'checks', 'task_states', 'manual', 'x'],
  AddressMode: ['', 'auto', 'host', 'driver', 'alloc', 'alloc_ipv6', 'x'],
  Address: ['', '10.0.0.1', '${attr.x}'],
  OnUpdate: ['', 'require_healthy', 'ignore_warnings', 'ignore', 'x'],
  Provider: ['', 'consul', 'nomad', 'vault', 'x'],
  Protocol: ['', 'http', 'tcp', 'http2', 'grpc', 'https', 'udp'],
  Method: ['', 'GET', 'get', 'POST', 'FETCH'],
  InitialStatus: ['', 'passing', 'warning', 'critical', 'x'],
  Notes: ['', 'a', 'n'.repeat(256), 'n'.repeat(255)],
  Kind: [
    '',
    'api-gateway',
    'mesh-gateway',
    'x',
    'connect-proxy:orders',
    'connect-proxy:nope',
    'connect-native:orders',
    'connect-ingress:edge',
  ],
  Hostname: ['', 'a', 'a..b', `${'x'.repeat(64)}.a`, '${NOMAD_X}', '.a', 'a.b.'],
  Description: ['', 'a', 'd'.repeat(1000), 'd'.repeat(1001), 'é'.repeat(600)],
  Operand: [
    '',
    '=',
    '==',
    'is',
    '!=',
    'not',
    '<',
    '>=',
    'regexp',
    'version',
    'semver',
    'set_contains',
    'set_contains_any',
    'distinct_hosts',
    'distinct_property',
    'is_set',
    'is_not_set',
    '===',
  ],
  DelayFunction: ['', 'constant', 'exponential', 'fibonacci', 'linear'],
  AccessMode: [
    '',
    'single-node-reader-only',
    'single-node-writer',
    'single-node-single-writer',
    'multi-node-reader-only',
    'multi-node-single-writer',
    'multi-node-multi-writer',
    'x',
  ],
  AttachmentMode: ['', 'file-system', 'block-device', 'x'],
  Volume: ['', 'books', 'scratch', 'nope'],
  Audience: ['', 'vault.io', 'consul.io'],
  Payload: ['', 'optional', 'required', 'forbidden', 'sometimes', 'YQ=='],
  MetaRequired: ['day', 'desk', ''],
  MetaOptional: ['day', 'desk', ''],
  Reconcile: ['', 'best_score', 'keep_original', 'longest_running', 'x'],
  ExcludeInboundPorts: ['admin', '8081', 'nope', '70000', '-1'],
  ExcludeOutboundCIDRs: ['10.0.0.0/8', '10.0.0.1', 'fd00::/8', '10.0.0.0/33', 'x', '10.0.0.300/8', '010.0.0.0/8'],
  ExcludeUIDs: ['1000', 'x', '-1', '65536'],
  UID: ['', '101', 'x', '-1', '70000'],
  EnvoyDNSDiscoveryType: ['', 'STRICT_DNS', 'LOGICAL_DNS', 'x'],
  LocalBindAddress: ['', '127.0.0.1', '::1'],
  LocalBindSocketPath: ['', '/a', '/b'],
  Affinity: ['', 'none', 'prefer', 'require', 'x'],
  Value: ['', 'dc1', 'dc2'],
};

/** Fields that say nothing about a job itself, and would make most jobs differ in nothing but them. */
const RARE = new Set(['Multiregion', 'Schedule', 'NUMA', 'Payload', 'Region', 'Namespace', 'NodePool', 'Cluster']);

/** A null among these is taken or panicked over by what stands elsewhere in the job; nobody writes one. */
const NULLABLE = new Set(['ConsulExposePath', 'ConsulIngressListener', 'ConsulIngressService', 'ConsulLinkedService']);

interface Place {
  readonly struct: string;
  readonly object: Record<string, unknown>;
  readonly at: string;
}

class Mutation {
  readonly #random: () => number;
  readonly #said: string[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  run(): MutatedJob {
    const base = this.#pick(Object.keys(BASE_JOBS));
    const job = structuredClone(BASE_JOBS[base]) as Record<string, unknown>;
    const times = this.#pick([1, 1, 1, 2, 2, 3]);
    for (let time = 0; time < times; time++) this.#mutate(job);
    return { job: job as JsonObject, story: `${base}: ${this.#said.join('; ')}` };
  }

  #mutate(job: Record<string, unknown>): void {
    const place = this.#pick([...places('Job', job, '')]);
    const known = Object.keys(place.object);
    const roll = this.#random();
    if (known.length > 0 && roll < 0.12) this.#remove(place, this.#pick(known));
    else if (known.length > 0 && roll < 0.2) this.#repeat(place, this.#pick(known));
    else if (roll < 0.24) this.#borrow(place);
    else this.#set(place, roll < 0.62 && known.length > 0 ? this.#pick(known) : this.#field(place));
  }

  #field({ struct }: Place): string {
    const fields = [...MODEL.struct(struct).fields.values()].filter(({ server }) => !server || this.#random() < 0.05);
    const common = fields.filter(({ name }) => !RARE.has(name) || this.#random() < 0.2);
    return common.length === 0 ? 'Name' : this.#pick(common).name;
  }

  #remove({ object, at }: Place, key: string): void {
    Reflect.deleteProperty(object, key);
    this.#said.push(`without ${at}${key}`);
  }

  /** A list with one element twice; anything else as null. */
  #repeat({ object, at }: Place, key: string): void {
    const value = object[key];
    if (Array.isArray(value) && value.length > 0) {
      object[key] = [...(value as unknown[]), structuredClone(this.#pick(value as unknown[]))];
      this.#said.push(`${at}${key} with one twice`);
    } else {
      object[key] = null;
      this.#said.push(`${at}${key} = null`);
    }
  }

  /** The same member of another job. */
  #borrow({ struct, object, at }: Place): void {
    const others = Object.values(BASE_JOBS).flatMap((job) => [...places('Job', job as Record<string, unknown>, '')]);
    const alike = others.filter((other) => other.struct === struct && Object.keys(other.object).length > 0);
    if (alike.length === 0) return;
    const from = this.#pick(alike);
    const keys = Object.keys(from.object);
    const key = this.#pick(keys);
    object[key] = structuredClone(from.object[key]);
    this.#said.push(`${at}${key} of another job`);
  }

  #set({ struct, object, at }: Place, key: string): void {
    const field = MODEL.struct(struct).fields.get(key);
    const value = field === undefined ? this.#pick(WORDS) : this.valueOf(field.shape, key, 0);
    object[key] = value;
    this.#said.push(`${at}${key} = ${JSON.stringify(value)}`);
  }

  valueOf(
    shape: ReturnType<Model['struct']>['fields'] extends ReadonlyMap<string, { readonly shape: infer S }> ? S : never,
    name: string,
    depth: number,
  ): unknown {
    if (this.#random() < 0.02) return this.#pick<unknown>([null, 'x', 1, 1.5, true, [], {}, ['x'], -1]);
    switch (shape.kind) {
      case 'bool':
        return this.#random() < 0.5;
      case 'int':
        // Nomad counts attempts one by one: of so many it never gets to the end.
        return this.#pick(name === 'Attempts' ? INTEGERS.filter((integer) => integer <= 100_000) : INTEGERS);
      case 'float':
        return this.#pick([0, 0.5, 1]);
      case 'duration':
        return this.#pick(DURATIONS);
      case 'enum':
        return this.#random() < 0.7 ? this.#pick([...shape.values]) : this.#pick(POOLS[name] ?? WORDS);
      case 'list': {
        const count = this.#pick([0, 1, 1, 2]);
        const elements = Array.from({ length: count }, () => this.valueOf(shape.of, name, depth + 1));
        return shape.of.kind === 'struct' && NULLABLE.has(shape.of.name) ? elements.map((element) => element ?? {}) : elements;
      }
      case 'map':
        return Object.fromEntries(
          Array.from({ length: this.#pick([0, 1, 1, 2]) }, () => [
            this.#pick(name === 'GetterOptions' ? ['checksum'] : ['a', 'books', 'k;v', 'default', 'wan', '${x}', 'owner']),
            this.valueOf(shape.of, name === 'GetterOptions' ? 'checksum' : name, depth + 1),
          ]),
        );
      case 'struct':
        return this.#struct(shape.name, depth);
      case 'opaque':
        return this.#pick<unknown>(['x', 1, true, ['a'], { a: 1 }, null]);
      default:
        return this.#pick(POOLS[name] ?? WORDS);
    }
  }

  #struct(name: string, depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (const field of MODEL.struct(name).fields.values()) {
      if (field.server || RARE.has(field.name) || this.#random() > 0.45 / (1 + depth / 2)) continue;
      object[field.name] = this.valueOf(field.shape, field.name, depth + 1);
    }
    return object;
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }
}

/** Every object of a job that the model knows. */
function* places(struct: string, object: Record<string, unknown>, at: string): Generator<Place> {
  yield { struct, object, at };
  for (const [key, value] of Object.entries(object)) {
    const shape = MODEL.struct(struct).fields.get(key)?.shape;
    if (shape === undefined) continue;
    if (shape.kind === 'struct' && isPlainObject(value)) yield* places(shape.name, value, `${at}${key}.`);
    if ((shape.kind !== 'list' && shape.kind !== 'map') || shape.of.kind !== 'struct') continue;
    const members: [string, unknown][] = Array.isArray(value)
      ? [...(value as unknown[]).entries()].map(([index, one]) => [String(index), one])
      : isPlainObject(value)
        ? Object.entries(value)
        : [];
    for (const [index, one] of members) if (isPlainObject(one)) yield* places(shape.of.name, one, `${at}${key}[${index}].`);
  }
}
