import fc from 'fast-check';
import { ANYBODY } from '../../lib/consul';
import { expand, type Output, type StackJson } from '../../lib/change';
import { stackText } from '../../lib/terraform';
import { intentionsIn, outputOf, resourcesIn } from '../support/output';
import { filesOf } from '../support/program';
import { declare, isExposed, PROBES, randomPrograms, type RandomProgram } from '../support/random-program';

/** Two releases of one firm: each leaves out some of its workloads, calls, rules, secrets, keys and routes. */
const releases = randomPrograms({ size: 6 }).chain((whole) => fc.record({ deployed: partOf(whole), wanted: partOf(whole) }));

function partOf({ members, calls }: RandomProgram): fc.Arbitrary<RandomProgram> {
  const own = fc.tuple(
    ...members.map((member) =>
      fc.record({
        ...Object.fromEntries(Object.entries(member).map(([key, value]) => [key, fc.constant(value)])),
        secrets: fc.subarray([...member.secrets]),
        keys: fc.subarray([...member.keys]),
        traffic: fc.boolean(),
      }),
    ),
  ) as unknown as fc.Arbitrary<RandomProgram['members']>;
  const said = fc.tuple(
    ...calls.map((call) =>
      fc.record({
        from: fc.constant(call.from),
        to: fc.constant(call.to),
        grantedTo: fc.constant(call.grantedTo),
        allow: fc.subarray([...call.allow], { minLength: Math.min(1, call.allow.length) }),
        may: fc.subarray([...call.may], { minLength: Math.min(1, call.may.length) }),
      }),
    ),
  );
  return fc.tuple(own, said).chain(([all, spoken]) => {
    const routable = all.filter((member) => isExposed({ ...member, exposedAt: PATHS[0] })).map(({ id }) => id);
    return fc
      .tuple(
        fc.subarray([...all], { minLength: Math.max(1, all.length - 2) }),
        fc.subarray(spoken, { minLength: spoken.length >> 1 }),
        // A path may move from one service to another.
        fc.shuffledSubarray(routable, { minLength: routable.length >> 1 }),
      )
      .map(([left, kept, exposed]) => ({
        members: left.map((member) => ({ ...member, exposedAt: PATHS[exposed.indexOf(member.id)] })),
        calls: kept.filter(({ from, to }) => [from, to].every((id) => left.some((member) => member.id === id))),
      }));
  });
}

const PATHS = ['/shop', '/a/b', '/portal'];

const written = (program: RandomProgram): Output =>
  outputOf((app) => {
    declare(app, program);
  });

const texts = ({ stacks, graphs }: Output): unknown => [
  [...stacks].map(([id, stack]) => [id, stackText(stack)]).sort(),
  [...graphs].map(([id, graph]) => [id, JSON.stringify(graph)]).sort(),
];

const namesOf = ({ graphs }: Output): string[] => [...graphs.values()].flatMap(({ members }) => members.map(({ service }) => service));

/** Address → rights of every policy, one line for each. */
function rightsIn(output: Output): string[] {
  return [...resourcesIn(output)].flatMap(([address, { policy, rules }]) =>
    [...String(policy ?? rules ?? '').matchAll(/(?:path|key) "(?<path>[^"]+)" \{\s*(?:capabilities|policy) = (?<may>.*)\n/g)].map(
      ({ groups }) => `${address} ${String(groups!['path'])} ${String(groups!['may'])}`,
    ),
  );
}

const isRoute = (address: string): boolean => address.includes('consul_config_entry.http-route_');

const reversed = ({ stacks, graphs }: Output): Output => ({
  stacks: new Map([...stacks].reverse().map(([id, stack]) => [id, turned(stack) as StackJson])),
  graphs: new Map([...graphs].reverse()),
});

function turned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  );
}

describe('an output for two releases', () => {
  test('lets through what one of them lets through, and nothing else', () => {
    fc.assert(
      fc.property(releases, (both) => {
        const [deployed, wanted] = [written(both.deployed), written(both.wanted)];
        const [before, after, between] = [deployed, wanted, expand(deployed, wanted)].map(intentionsIn);
        const names = [...new Set([...namesOf(deployed), ...namesOf(wanted)])];
        for (const to of names)
          for (const from of names)
            for (const request of [undefined, ...PROBES]) {
              const one = [before!, after!].some((mesh) => mesh.permits(from, to, request) === 'allow');
              expect([from, to, request, between!.permits(from, to, request)]).toEqual([from, to, request, one ? 'allow' : 'deny']);
            }
      }),
      { numRuns: 40 },
    );
  });

  test('reads every secret and key that one of them reads, and no other', () => {
    fc.assert(
      fc.property(releases, (both) => {
        const [deployed, wanted] = [written(both.deployed), written(both.wanted)];
        const one = new Set([...rightsIn(deployed), ...rightsIn(wanted)]);
        expect(rightsIn(expand(deployed, wanted)).sort()).toEqual([...one].sort());
      }),
      { numRuns: 40 },
    );
  });

  test('has every resource of the deployed one, every resource of the wanted one but new routes, and nothing that waits in vain', () => {
    fc.assert(
      fc.property(releases, (both) => {
        const [deployed, wanted] = [written(both.deployed), written(both.wanted)];
        const expanded = resourcesIn(expand(deployed, wanted));
        const gone = [...resourcesIn(deployed).keys()].filter((address) => !expanded.has(address));
        const missing = [...resourcesIn(wanted).keys()].filter((address) => !expanded.has(address) && !isRoute(address));
        const dangling = [...expanded].filter(([address, { depends_on: before = [] }]) =>
          (before as string[]).some((other) => !expanded.has(`${address.split('/')[0]!}/${other}`)),
        );
        expect({ gone, missing, dangling }).toEqual({ gone: [], missing: [], dangling: [] });
      }),
      { numRuns: 40 },
    );
  });

  test('leaves every route where the deployed one has it', () => {
    fc.assert(
      fc.property(releases, (both) => {
        const [deployed, wanted] = [written(both.deployed), written(both.wanted)];
        const [before, between] = [resourcesIn(deployed), resourcesIn(expand(deployed, wanted))];
        const gateways = [...before.values()].filter(({ kind }) => kind === 'api-gateway');
        const routes = [...between].filter(([address]) => isRoute(address) && (gateways.length > 0 || before.has(address)));
        expect(routes.map(([address, { config_json: text }]) => [address, text])).toEqual(
          routes.map(([address]) => [address, before.get(address)?.['config_json']]),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('says the same in its mesh graph as in its intentions', () => {
    fc.assert(
      fc.property(releases, (both) => {
        const expanded = expand(written(both.deployed), written(both.wanted));
        const intentions = intentionsIn(expanded);
        const members = [...expanded.graphs.values()].flatMap((graph) => graph.members).filter(({ callers }) => callers !== undefined);
        expect(members.map(({ service, callers }) => [service, callers!.map((caller) => caller.service)])).toEqual(
          members.map(({ service }) => [service, intentions.callers(service).map(({ source }) => source)]),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('is the wanted one where both are the same, and itself when it is made again', () => {
    fc.assert(
      fc.property(releases, (both) => {
        const [deployed, wanted] = [written(both.deployed), written(both.wanted)];
        expect(texts(expand(wanted, wanted))).toEqual(texts(wanted));
        const expanded = expand(deployed, wanted);
        expect(texts(expand(expanded, wanted))).toEqual(texts(expanded));
      }),
      { numRuns: 40 },
    );
  });

  test('does not depend on the order of anything', () => {
    fc.assert(
      fc.property(releases, (both) => {
        const [deployed, wanted] = [written(both.deployed), written(both.wanted)];
        expect(texts(expand(reversed(deployed), reversed(wanted)))).toEqual(texts(expand(deployed, wanted)));
      }),
      { numRuns: 40 },
    );
  });

  test('keeps what a third one permitted whose deploy stopped half-way', () => {
    fc.assert(
      fc.property(releases, (both) => {
        const [deployed, wanted] = [written(both.deployed), written(both.wanted)];
        // The way back: the last release is wanted again over what was applied of the next.
        const back = expand(expand(deployed, wanted), deployed);
        const [between, after] = [expand(deployed, wanted), back].map(intentionsIn);
        for (const to of between!.destinations)
          for (const from of [ANYBODY, ...between!.callers(to).map(({ source }) => source)])
            for (const request of [undefined, ...PROBES])
              expect(after!.permits(from, to, request)).toBe(between!.permits(from, to, request));
      }),
      { numRuns: 20 },
    );
  });
});

/** What is applied at one moment: of each stack what the first output says whose turn it is. */
type Moment = Pick<Output, 'stacks'>;

/** Some of the stacks as they were, the others as they shall be. @param chosen which of them have been applied */
function moment(before: Moment, after: Moment, applied: (id: string) => boolean): Moment {
  const ids = [...new Set([...before.stacks.keys(), ...after.stacks.keys()])];
  return {
    stacks: new Map(
      ids.flatMap((id) => {
        const stack = (applied(id) ? after : before).stacks.get(id);
        return stack === undefined ? [] : [[id, stack] as const];
      }),
    ),
  };
}

const isAccess = (id: string): boolean => id.endsWith('-access');
const isEdge = (id: string): boolean => id === 'ingress-access';

/** Everything that can be applied at some moment of a deploy, where the stacks of one step come in any order. */
function momentsOf(deployed: Output, wanted: Output, chance: (id: string) => boolean): Readonly<Record<string, Moment>> {
  const expanded = expand(deployed, wanted);
  const opening = moment(deployed, expanded, (id) => isAccess(id) && chance(id));
  const opened = moment(deployed, expanded, isAccess);
  const rolling = moment(opened, expanded, (id) => !isAccess(id) && chance(id));
  const routed = moment(expanded, wanted, isEdge);
  const stopping = moment(routed, wanted, (id) => !isAccess(id) && chance(id));
  const stopped = moment(routed, wanted, (id) => !isAccess(id));
  const closing = moment(stopped, wanted, chance);
  return { opening, opened, rolling, rolled: expanded, routed, stopping, stopped, closing, settled: moment(closing, wanted, () => true) };
}

/** Calls of an output that a moment refuses, or whose callee does not run in it. */
function failedCalls(of: Moment, at: Moment): string[] {
  const [said, now] = [intentionsIn(of), intentionsIn(at)];
  const runs = jobsIn(at);
  return said.destinations.flatMap((to) =>
    said
      .callers(to)
      .filter(({ source }) => source !== EDGE)
      .flatMap(({ source: from }) =>
        [undefined, ...PROBES]
          .filter((request) => said.permits(from, to, request) === 'allow')
          .filter((request) => !runs.has(to) || now.permits(from, to, request) !== 'allow')
          .map((request) => `${from} ${to} ${String(request?.method)} ${String(request?.path)}`),
      ),
  );
}

/** Routes of a moment whose target does not run or does not let the edge in. */
function failedRoutes(at: Moment): string[] {
  const [intentions, runs] = [intentionsIn(at), jobsIn(at)];
  return [...resourcesIn(at)]
    .filter(([address]) => isRoute(address))
    .flatMap(([address, { config_json: text }]) => {
      const [{ Matches, Services }] = JSON.parse(text).Rules;
      const request = { method: 'GET', path: String(Matches[0].Path.Value) };
      return Services.filter(({ Name }: { Name: string }) => !runs.has(Name) || intentions.permits(EDGE, Name, request) !== 'allow').map(
        ({ Name }: { Name: string }) => `${address} ${Name}`,
      );
    });
}

const EDGE = 'sec-public';

const jobsIn = (at: Moment): ReadonlySet<string> =>
  new Set([...resourcesIn(at).keys()].filter((address) => address.includes('/nomad_job.')).map((address) => address.split('.')[1]!));

test('at no moment of a deploy does a call of what runs fail, or a route lead nowhere', () => {
  fc.assert(
    fc.property(releases, fc.func(fc.boolean()), (both, chance) => {
      const [deployed, wanted] = [written(both.deployed), written(both.wanted)];
      const moments = momentsOf(deployed, wanted, chance);
      // Until everything is rolled out the last version runs somewhere, and comes back where the new one fails.
      const untilRolled = ['opening', 'opened', 'rolling', 'rolled'].map((name) => [name, failedCalls(deployed, moments[name]!)]);
      const fromRolled = ['rolled', 'routed', 'stopping', 'stopped', 'closing', 'settled'].map((name) => [
        name,
        failedCalls(wanted, moments[name]!),
      ]);
      expect([...untilRolled, ...fromRolled].filter(([, failed]) => failed!.length > 0)).toEqual([]);
      // Nobody comes through a new edge before the deploy is over.
      const before = ['opening', 'opened', 'rolling'];
      const used = Object.entries(moments).filter(([name]) => jobsIn(deployed).has(EDGE) || !before.includes(name));
      const routes = used.map(([name, at]) => [name, failedRoutes(at)] as const);
      expect(routes.filter(([, failed]) => failed.length > 0)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('a stack is written byte for byte as cdktf writes it', () => {
  fc.assert(
    fc.property(randomPrograms(), (program) => {
      const files = filesOf((app) => {
        declare(app, program);
      });
      const stacks = Object.entries(files).filter(([path]) => path.endsWith('cdk.tf.json'));
      expect(stacks.map(([path, text]) => [path, stackText(JSON.parse(text))])).toEqual(stacks);
    }),
    { numRuns: 10 },
  );
});
