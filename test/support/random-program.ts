import fc from 'fast-check';
import {
  BatchJob,
  Callers,
  ConsulKey,
  Cpu,
  DomainStack,
  Duration,
  EdgeAcceptance,
  EdgeContract,
  EdgeLoadBalancer,
  GrpcRule,
  HealthCheck,
  HttpPath,
  HttpRule,
  Memory,
  NodeAgent,
  OnChange,
  PlatformStack,
  Port,
  Retries,
  Rollout,
  Scaling,
  SecuritiesService,
  ServiceContract,
  Traffic,
  Trigger,
  VaultSecret,
  Worker,
  type App,
  type Grant,
  type HttpMethod,
  type Rule,
} from 'kumiki';
import { localPort } from '../../lib/mesh';
import { edgePool } from './program';

/** A rule, said in a form that an evaluator of a test can read by itself. */
export type RandomRule =
  | { readonly method: HttpMethod; readonly kind: 'exact' | 'prefix' | 'template'; readonly path: string }
  | { readonly method: 'POST'; readonly kind: 'grpc-service' | 'grpc-method'; readonly path: string };

/** A secret that a job reads. */
export interface RandomSecret {
  readonly engine: 'database' | 'kv' | 'sharedKv';
  readonly name: string;
  readonly as: 'env' | 'file';
}

/** One workload of a random program. */
export interface RandomMember {
  readonly id: string;
  readonly domain: string;
  readonly kind: 'service' | 'worker' | 'batch' | 'agent';
  readonly protocol: 'http' | 'http2' | 'grpc' | 'tcp';
  readonly port: number;
  readonly count: number;
  readonly rollout: 'default' | 'rolling' | 'blueGreen' | 'stopThenStart';
  readonly scales: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: readonly RandomSecret[];
  readonly keys: readonly string[];
  readonly inits: number;
  readonly companion: boolean;
  /** Offer → rules; of http-like services. */
  readonly offers: Readonly<Record<string, readonly RandomRule[]>>;
  readonly spareGrant: boolean;
  readonly traffic: boolean;
  readonly trigger: 'schedule' | 'dispatch' | 'once';
  /** Path prefix behind the public edge. */
  readonly exposedAt: string | undefined;
}

/** One call: rules where it stays in its domain, offers where it leaves it. Both empty for tcp. */
export interface RandomCall {
  readonly from: string;
  readonly to: string;
  readonly allow: readonly RandomRule[];
  readonly may: readonly string[];
  /** How the callee says it: to a domain it grants every offer, asked for or not. */
  readonly grantedTo: 'service' | 'domain';
}

/** A whole program as plain data. It is always valid. */
export interface RandomProgram {
  readonly members: readonly RandomMember[];
  readonly calls: readonly RandomCall[];
}

const HTTP_RULES: readonly RandomRule[] = (['GET', 'POST', 'DELETE'] as const).flatMap((method) => [
  { method, kind: 'exact', path: '/a' },
  { method, kind: 'exact', path: '/a/b' },
  { method, kind: 'prefix', path: '/a/' },
  { method, kind: 'prefix', path: '/b' },
  { method, kind: 'template', path: '/a/{id}' },
  { method, kind: 'template', path: '/x/{id}/y' },
]);
const GRPC_RULES: readonly RandomRule[] = [
  { method: 'POST', kind: 'grpc-service', path: 'p.v1.A' },
  { method: 'POST', kind: 'grpc-method', path: 'p.v1.A/Get' },
  { method: 'POST', kind: 'grpc-service', path: 'p.v1.B' },
];

/** Requests that lie on, beside and between the rules above. */
export const PROBES: readonly { readonly method: string; readonly path: string }[] = [
  ...['GET', 'POST', 'DELETE', 'PUT'].flatMap((method) =>
    ['/', '/a', '/a/', '/ab', '/a/b', '/a/b/c', '/b', '/bb', '/x/1/y', '/x/1/2/y', '/x//y'].map((path) => ({ method, path })),
  ),
  ...['GET', 'POST'].flatMap((method) =>
    ['/p.v1.A/Get', '/p.v1.A/List', '/p.v1.AB/Get', '/p.v1.B/Get', '/p.v1.A/Get/More'].map((path) => ({ method, path })),
  ),
];

const RESERVED = new Set([
  'alloc',
  'consul',
  'nomad',
  'vault',
  'envoy',
  'default',
  'global',
  'platform',
  'edge',
  'public',
  'wait-for-mesh',
]);
const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?$/).filter((id) => !RESERVED.has(id) && !id.startsWith('init-'));
const text = fc.oneof(
  fc.string({ maxLength: 16 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('${NOMAD_PORT_health}', '{{ not a template }}', '$${x} %{if}', '"quoted"\n\\', '{"a":1}'),
);
/** None that is called as a secret is: PWD, TOKEN. */
const variable = fc.stringMatching(/^V[A-Z0-9]{0,4}$/);
const fileName = fc.stringMatching(/^[a-z]{1,5}\.(json|txt)$/);
const segment = fc.stringMatching(/^[a-z]{1,4}(-[a-z]{1,3})?$/);
/** Not the ports of upstreams (10000-18999), of the sidecar's metrics, or those that belong to engines. */
const applicationPort = fc.integer({ min: 1, max: 9999 }).filter((port) => port !== 9102 && port !== 9901);
const secret = fc.record({
  engine: fc.constantFrom('database' as const, 'kv' as const, 'sharedKv' as const),
  name: segment,
  as: fc.constantFrom('env' as const, 'file' as const),
});

function offers(protocol: RandomMember['protocol']): fc.Arbitrary<Readonly<Record<string, readonly RandomRule[]>>> {
  if (protocol === 'tcp') return fc.constant({});
  const rules = protocol === 'grpc' ? GRPC_RULES : HTTP_RULES;
  return fc
    .uniqueArray(fc.constantFrom('read', 'write', 'admin'), { minLength: 1, maxLength: 3 })
    .chain((names) =>
      fc
        .tuple(...names.map(() => fc.subarray([...rules], { minLength: 1, maxLength: 3 })))
        .map((lists) => Object.fromEntries(names.map((offer, index) => [offer, lists[index] ?? []]))),
    );
}

/** One workload with everything that concerns it alone. */
export function randomMember(id: string, domain: string): fc.Arbitrary<RandomMember> {
  return fc.constantFrom('http' as const, 'http2' as const, 'grpc' as const, 'tcp' as const).chain((protocol) =>
    fc.record({
      id: fc.constant(id),
      domain: fc.constant(domain),
      protocol: fc.constant(protocol),
      offers: offers(protocol),
      kind: fc.constantFrom(
        'service' as const,
        'service' as const,
        'service' as const,
        'worker' as const,
        'batch' as const,
        'agent' as const,
      ),
      port: applicationPort,
      count: fc.integer({ min: 1, max: 9 }),
      rollout: fc.constantFrom('default' as const, 'rolling' as const, 'blueGreen' as const, 'stopThenStart' as const),
      scales: fc.boolean(),
      env: fc.dictionary(variable, text, { maxKeys: 3, noNullPrototype: true }),
      files: fc.dictionary(fileName, text, { maxKeys: 2, noNullPrototype: true }),
      secrets: fc.uniqueArray(secret, { maxLength: 3, selector: ({ engine, name: own }) => `${engine} ${own}` }),
      keys: fc.uniqueArray(segment, { maxLength: 2 }),
      inits: fc.integer({ min: 0, max: 2 }),
      companion: fc.boolean(),
      spareGrant: fc.boolean(),
      traffic: fc.boolean(),
      trigger: fc.constantFrom('schedule' as const, 'dispatch' as const, 'once' as const),
      exposedAt: fc.option(fc.constantFrom('/shop', '/a/b', '/portal'), { nil: undefined, freq: 4 }),
    }),
  );
}

function randomCalls(members: readonly RandomMember[]): fc.Arbitrary<readonly RandomCall[]> {
  const pairs = members.flatMap((from) => members.filter((to) => to.kind === 'service' && to.id !== from.id).map((to) => ({ from, to })));
  return fc.subarray(pairs, { maxLength: Math.min(12, pairs.length) }).chain((chosen) =>
    fc.tuple(
      ...chosen.map(({ from, to }) => {
        const offered = Object.keys(to.offers);
        const rules = to.protocol === 'grpc' ? GRPC_RULES : HTTP_RULES;
        const own = from.domain === to.domain;
        const requests = to.protocol !== 'tcp';
        return fc.record({
          from: fc.constant(from.id),
          to: fc.constant(to.id),
          allow: own && requests ? fc.subarray([...rules], { minLength: 1, maxLength: 3 }) : fc.constant([]),
          may: !own && requests ? fc.subarray(offered, { minLength: 1 }) : fc.constant([]),
          grantedTo: fc.constantFrom('service' as const, 'domain' as const),
        });
      }),
    ),
  );
}

/** Programs of 1 to 3 domains and up to `size` workloads. */
export function randomPrograms({ size = 7 }: { readonly size?: number } = {}): fc.Arbitrary<RandomProgram> {
  return fc
    .tuple(
      fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      // Two names on one upstream port are a mistake that has a test of its own.
      fc.uniqueArray(name, { minLength: 1, maxLength: size, selector: (id) => localPort(`sec-${id}`) }),
    )
    .chain(([domains, ids]) =>
      fc.tuple(...ids.map((id) => fc.constantFrom(...domains).chain((domain) => randomMember(id, `${domain}-dept`)))),
    )
    .map((members) => withFreePorts(members))
    .chain((members) => fc.record({ members: fc.constant(members), calls: randomCalls(members) }));
}

/** Two services on one host and path are a mistake: only the first keeps the path. */
function withFreePorts(members: readonly RandomMember[]): readonly RandomMember[] {
  const taken = new Set<string>();
  return members.map((member) => {
    if (member.exposedAt === undefined || !isExposed(member)) return member;
    if (taken.has(member.exposedAt)) return { ...member, exposedAt: undefined };
    taken.add(member.exposedAt);
    return member;
  });
}

/** Whether the edge routes to it. */
export function isExposed({ kind, protocol, exposedAt }: RandomMember): boolean {
  return kind === 'service' && protocol !== 'tcp' && exposedAt !== undefined;
}

/** An order of things. */
export type Order = <T>(items: readonly T[]) => T[];

export const asWritten: Order = (items) => [...items];

/** An order that follows from a number. */
export function shuffled(seed: number): Order {
  let state = seed >>> 0;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return (items) => {
    const list = [...items];
    for (let index = list.length - 1; index > 0; index--) {
      const other = next(index + 1);
      [list[index], list[other]] = [list[other]!, list[index]!];
    }
    return list;
  };
}

export const HOST = 'www.sec.example.co.jp';
const PublicEdge = EdgeContract.of('public', { domain: 'ingress' });

/** Makes the constructs of a program in an order: of stacks, of workloads, of what is said about each, of every list. */
export function declare(app: App, { members, calls }: RandomProgram, order: Order = asWritten): void {
  const stacks = new Map<string, DomainStack>();
  const made = new Map<string, SecuritiesService | Worker | BatchJob | NodeAgent>();
  const domains = [...new Set(members.map(({ domain }) => domain))];
  const exposed = members.filter(isExposed);
  const byId = new Map(members.map((member) => [member.id, member]));

  const ofStacks = [
    () => new PlatformStack(app),
    ...domains.map((domain) => () => stacks.set(domain, new DomainStack(app, domain, { owner: `${domain}-team` }))),
    ...(exposed.length === 0
      ? []
      : [
          () => {
            const ingress = new DomainStack(app, 'ingress', { owner: 'platform-team' });
            const accepting = [...new Set(exposed.map(({ domain }) => domain))];
            new EdgeLoadBalancer(ingress, 'public', {
              contract: PublicEdge,
              pool: edgePool,
              accepts: order(accepting.map((domain) => EdgeAcceptance.of(domain, { hosts: [HOST] }))),
            });
          },
        ]),
  ];
  for (const make of order(ofStacks)) make();
  for (const member of order(members)) {
    made.set(
      member.id,
      workload(
        stacks.get(member.domain)!,
        member,
        order,
        calls.filter(({ to }) => to === member.id).map((call) => ({ ...call, caller: byId.get(call.from)! })),
      ),
    );
  }
  const statements = [
    ...members.flatMap((member) => statementsAbout(member, made.get(member.id)!, order)),
    ...calls.map((call) => () => {
      const caller = made.get(call.from)!;
      const to = byId.get(call.to)!;
      if (to.domain === byId.get(call.from)!.domain) caller.connectTo(made.get(call.to)!, { allow: order(call.allow).map(ruleOf) });
      else caller.connectTo(contractOf(to, order), { may: order(call.may) });
    }),
    ...exposed.map(
      (member) => () =>
        (made.get(member.id) as SecuritiesService).exposeThrough(PublicEdge, {
          host: HOST,
          path: HttpPath.prefix(member.exposedAt!),
        }),
    ),
  ];
  for (const say of order(statements)) say();
}

type Incoming = RandomCall & { readonly caller: RandomMember };

const size = { cpu: Cpu.mhz(200), memory: Memory.mib(128) };

function workload(
  stack: DomainStack,
  member: RandomMember,
  order: Order,
  incoming: readonly Incoming[],
): SecuritiesService | Worker | BatchJob | NodeAgent {
  const { id, kind } = member;
  const env = Object.fromEntries(order(Object.entries(member.env)));
  const rollout = rolloutOf(member);
  switch (kind) {
    case 'worker':
      return new Worker(stack, id, { ...size, env, ...rollout });
    case 'agent':
      return new NodeAgent(stack, id, { ...size, env });
    case 'batch':
      return new BatchJob(stack, id, { ...size, env, trigger: triggerOf(member, order), expectedDuration: Duration.minutes(20) });
    case 'service':
      return new SecuritiesService(stack, id, {
        ...size,
        ...rollout,
        env,
        port: Port[member.protocol](member.port),
        ...(member.protocol === 'tcp' ? { health: HealthCheck.script('/app/healthy', ['--fast']) } : {}),
        contract: contractOf(member, order),
        callers: order(grantsOf(member, order, incoming)),
        ...(member.traffic && member.protocol !== 'tcp' ? { traffic: order(trafficOf(member)) } : {}),
      });
  }
}

function rolloutOf({ rollout, count, scales }: RandomMember): object {
  switch (rollout) {
    case 'stopThenStart':
      return { count: 1, rollout: Rollout.stopThenStart('it alone writes the book') };
    case 'rolling':
      return { count, rollout: Rollout.rolling(2) };
    case 'blueGreen':
      return { count, rollout: Rollout.blueGreen() };
    case 'default':
      return { count, ...(scales ? { scaling: Scaling.between(1, count + 3) } : {}) };
  }
}

function triggerOf({ trigger }: RandomMember, order: Order): Trigger {
  switch (trigger) {
    case 'schedule': {
      const [first = '', ...rest] = order(['30 18 * * 1-5', '0 3 * * 6']);
      return Trigger.schedule(first, ...rest);
    }
    case 'dispatch':
      return Trigger.dispatch({ required: order(['business_date', 'book']), payload: 'optional' });
    case 'once':
      return Trigger.once();
  }
}

function contractOf(member: RandomMember, order: Order): ServiceContract {
  const options = {
    domain: member.domain,
    offers: Object.fromEntries(order(Object.entries(member.offers)).map(([offer, rules]) => [offer, order(rules).map(ruleOf)])),
  };
  return member.protocol === 'tcp' ? ServiceContract.tcp(member.id, options) : ServiceContract[member.protocol](member.id, options);
}

function grantsOf(member: RandomMember, order: Order, incoming: readonly Incoming[]): Grant[] {
  const across = incoming.filter(({ caller }) => caller.domain !== member.domain);
  return [
    ...across.map(({ caller, may, grantedTo }) =>
      grantedTo === 'service'
        ? Callers.service(caller.id, { may: order(may) })
        : Callers.domain(caller.domain, { may: order(Object.keys(member.offers)) }),
    ),
    ...(member.spareGrant ? [Callers.domain('nobody', { may: Object.keys(member.offers) })] : []),
  ];
}

function trafficOf({ protocol }: RandomMember): Traffic[] {
  const retries = Retries.onConnectFailure(2);
  return protocol === 'grpc'
    ? [
        Traffic.on(GrpcRule.service('p.v1.A'), { retries }),
        Traffic.on(GrpcRule.method('p.v1.A/Get'), { requestTimeout: Duration.seconds(3) }),
      ]
    : [
        Traffic.on(HttpRule.get('/a'), { requestTimeout: Duration.seconds(2), retries }),
        Traffic.on(HttpRule.post(HttpPath.prefix('/a/')), { requestTimeout: Duration.seconds(9) }),
        Traffic.on(HttpRule.get(HttpPath.template('/a/{id}')), { retries: Retries.on(2, { statusCodes: [503, 502] }) }),
      ];
}

/** The kumiki rule that a random rule stands for. */
export function ruleOf(rule: RandomRule): Rule {
  switch (rule.kind) {
    case 'grpc-service':
      return GrpcRule.service(rule.path);
    case 'grpc-method':
      return GrpcRule.method(rule.path);
    case 'exact':
    case 'prefix':
    case 'template':
      return HttpRule.methods([rule.method], HttpPath[rule.kind](rule.path));
  }
}

function statementsAbout(member: RandomMember, construct: ReturnType<typeof workload>, order: Order): (() => void)[] {
  const inits = Array.from({ length: member.inits }, (_, index) => `init-${String(index)}`);
  return [
    ...Object.entries(member.files).map(
      ([file, content]) =>
        () =>
          void construct.addConfigFile(file, content),
    ),
    ...member.secrets.map((own) => () => {
      addSecret(construct, own, order);
    }),
    ...member.keys.map(
      (key) => () => void construct.readConfig(ConsulKey.own(key), { file: `${key}.key`, onChange: OnChange.signal('SIGHUP') }),
    ),
    ...inits.map((task, index) => () => {
      const init = construct.addInitTask(task, { ...size, command: '/app/step', after: inits.slice(0, index) });
      init.addEnv('STEP', String(index));
    }),
    ...(member.companion ? [() => construct.addCompanionTask('companion', size).addEnv('BESIDE', member.id)] : []),
  ];
}

/** Says that a workload reads a secret. */
export function addSecret(construct: ReturnType<typeof workload>, { engine, name: own, as }: RandomSecret, order: Order = asWritten): void {
  const reference = VaultSecret[engine](own);
  const prefix = `${engine}_${own}`.toUpperCase().replaceAll('-', '_');
  if (as === 'file') construct.addSecretFile(reference, { file: `${engine}/${own}`, fields: ['value'], onChange: OnChange.restart() });
  else {
    const fields = order([
      [`${prefix}_USER`, 'username'],
      [`${prefix}_WORD`, 'password'],
    ] as const);
    construct.addSecretEnv(reference, Object.fromEntries(fields), { onChange: OnChange.restart() });
  }
}
