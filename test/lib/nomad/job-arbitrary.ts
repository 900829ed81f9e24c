import fc from 'fast-check';
import type { Job } from '../../../lib/nomad';
import { Duration } from '../../../lib/values';

const optional = { requiredKeys: [] as [] };
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const count = fc.integer({ min: 0, max: 1000 });
const duration = fc.integer({ min: 1, max: 86_400_000 }).map(Duration.milliseconds);
const texts = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/), fc.string({ maxLength: 12 }), {
  maxKeys: 3,
  noNullPrototype: true,
});
const list = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { minLength: 1, maxLength: 2 });
const opaque = fc.constantFrom({ image: 'a', args: ['b', 1], nested: [{ deep: null }] }, {}, { flag: true });

const constraint = fc.record({ LTarget: word, Operand: fc.constantFrom('=', '>=', 'distinct_hosts'), RTarget: word }, optional);
const identity = fc.record({ Name: word, Audience: list(word), TTL: duration, File: fc.boolean() }, optional);
const resources = fc.record({ CPU: count, MemoryMB: count, MemoryMaxMB: count }, optional);
const template = fc.record(
  {
    DestPath: word,
    EmbeddedTmpl: fc.string(),
    ChangeMode: fc.constantFrom('noop', 'restart', 'signal'),
    Splay: duration,
    Envvars: fc.boolean(),
  },
  optional,
);
const check = fc.record(
  {
    Name: word,
    Type: fc.constantFrom('http', 'grpc'),
    Path: word,
    Interval: duration,
    Timeout: duration,
    Header: fc.constant({ Host: ['a', 'b'] }),
  },
  optional,
);
const upstream = fc.record({ DestinationName: word, LocalBindPort: count, Config: opaque }, optional);
const sidecar = fc.record({ Proxy: fc.record({ LocalServicePort: count, Upstreams: list(upstream), Config: opaque }, optional) }, optional);
const service = fc.record(
  {
    Name: word,
    Provider: fc.constantFrom('consul', 'nomad'),
    PortLabel: word,
    Tags: list(word),
    Checks: list(check),
    Identity: identity,
    Connect: fc.record(
      { SidecarService: sidecar, SidecarTask: fc.record({ Resources: resources, ShutdownDelay: duration }, optional) },
      optional,
    ),
  },
  optional,
);
const task = fc.record(
  {
    Name: word,
    Driver: word,
    Config: opaque,
    Env: texts,
    Resources: resources,
    KillTimeout: duration,
    Leader: fc.boolean(),
    Templates: list(template),
    Identities: list(identity),
    Consul: fc.constant({}),
    Lifecycle: fc.record({ Hook: fc.constantFrom('prestart', 'poststop'), Sidecar: fc.boolean() }, optional),
  },
  optional,
);
const group = fc.record(
  {
    Name: word,
    Count: count,
    Tasks: list(task),
    Services: list(service),
    Networks: list(
      fc.record(
        { Mode: fc.constantFrom('bridge', 'host', 'cni/a'), DynamicPorts: list(fc.record({ Label: word, To: count }, optional)) },
        optional,
      ),
    ),
    Update: fc.record(
      { MaxParallel: count, HealthCheck: fc.constantFrom('checks', 'task_states'), MinHealthyTime: duration, AutoRevert: fc.boolean() },
      optional,
    ),
    Volumes: fc.dictionary(word, fc.record({ Name: word, Type: fc.constantFrom('host', 'csi'), Source: word }, optional), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    Scaling: fc.record({ Min: count, Max: count, Policy: opaque }, optional),
  },
  optional,
);

/** Jobs that the model allows, written down without a look at the generated table. */
export const jobs: fc.Arbitrary<Job> = fc.record(
  {
    ID: word,
    Name: word,
    Type: fc.constantFrom('service', 'batch'),
    Priority: fc.integer({ min: 1, max: 100 }),
    Datacenters: list(word),
    Meta: texts,
    Constraints: list(constraint),
    TaskGroups: list(group),
    Periodic: fc.record({ Specs: list(word), TimeZone: word, ProhibitOverlap: fc.boolean() }, optional),
  },
  optional,
) as fc.Arbitrary<Job>;
