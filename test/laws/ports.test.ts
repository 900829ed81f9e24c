import fc from 'fast-check';
import { Cpu, DomainStack, HttpRule, Memory, Port, SecuritiesService, Sidecar, type App } from 'kumiki';
import { estateOf, problemsOf } from 'kumiki/testing';
import { localPort } from '../../lib/mesh';
import { socketClashes } from '../support/nomad-rules';
import { appWith } from '../support/program';
import { declare, randomPrograms, type RandomProgram } from '../support/random-program';

/** Destination → local port, of every sidecar of a program. */
function bindsOf(program: RandomProgram): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const app = appWith();
  declare(app, program);
  const estate = estateOf(app);
  return Object.fromEntries(
    program.members.map(({ id }) => {
      const upstreams = estate.job(`sec-${id}`)['TaskGroups'][0].Services?.[0].Connect.SidecarService.Proxy.Upstreams ?? [];
      return [id, Object.fromEntries(upstreams.map((one: Record<string, unknown>) => [one['DestinationName'], one['LocalBindPort']]))];
    }),
  );
}

/** A caller with ports of its own choice, near each other. */
const crowded = fc.record({
  port: fc.integer({ min: 10_000, max: 10_004 }),
  admin: fc.integer({ min: 9999, max: 10_004 }),
  metrics: fc.integer({ min: 9999, max: 10_004 }),
  locals: fc.array(fc.integer({ min: 10_000, max: 10_004 }), { maxLength: 3 }),
});

function crowd(
  app: App,
  { port, admin, metrics, locals }: { port: number; admin: number; metrics: number; locals: readonly number[] },
): void {
  const stack = new DomainStack(app, 'crowd', { owner: 'crowd-team' });
  const size = { cpu: Cpu.mhz(100), memory: Memory.mib(64) };
  const caller = new SecuritiesService(stack, 'caller', {
    ...size,
    port: Port.http(port),
    ports: { admin: Port.http(admin) },
    sidecar: Sidecar.of({ metricsPort: metrics }),
  });
  for (const [index, local] of locals.entries()) {
    const callee = new SecuritiesService(stack, `callee-${String(index)}`, { ...size, port: Port.http(8080) });
    caller.connectTo(callee, { allow: [HttpRule.get('/a')], localPort: local });
  }
}

describe('the ports of every program', () => {
  test('are never shared by two users of one group, and never those of an engine', () => {
    fc.assert(
      fc.property(randomPrograms(), (program) => {
        const app = appWith();
        declare(app, program);
        const estate = estateOf(app);
        for (const { address } of estate.resources('nomad_job'))
          for (const group of estate.job(address.slice('nomad_job.'.length))['TaskGroups']) expect(socketClashes(group)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('follow from the name of the destination alone: they stay when other workloads and calls come and go', () => {
    fc.assert(
      fc.property(
        randomPrograms().chain((program) =>
          fc.record({
            program: fc.constant(program),
            calls: fc.subarray([...program.calls]),
            kept: fc.subarray([...program.members], { minLength: 1 }),
          }),
        ),
        ({ program, calls, kept }) => {
          const ids = new Set(kept.map(({ id }) => id));
          const before = bindsOf(program);
          const after = bindsOf({ members: kept, calls: calls.filter(({ from, to }) => ids.has(from) && ids.has(to)) });
          for (const [id, binds] of Object.entries(after)) expect(before[id]).toMatchObject(binds);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('said by people are refused exactly where two would meet on one socket', () => {
    let [refused, accepted] = [0, 0];
    fc.assert(
      fc.property(crowded, (ports) => {
        const app = appWith();
        crowd(app, ports);
        const users = [ports.port, ports.admin, ports.metrics, ...ports.locals];
        const shared = users.filter((port, index) => users.indexOf(port) !== index);
        const problems = problemsOf(app).filter(({ severity }) => severity === 'error');
        expect(problems.map(({ code }) => code)).toEqual([...new Set(shared)].map(() => 'NOMAD-PORT'));
        expect(problems.map(({ value }) => Number(value)).sort()).toEqual([...new Set(shared)].sort());
        if (shared.length > 0) refused++;
        else accepted++;
      }),
      { numRuns: 60 },
    );
    expect(Math.min(refused, accepted)).toBeGreaterThan(0);
  });
});

describe('localPort', () => {
  test('gives every name a port between 10000 and 18999, clear of all that belongs to engines', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(localPort(name)).toBeGreaterThanOrEqual(10_000);
        expect(localPort(name)).toBeLessThanOrEqual(18_999);
      }),
    );
  });

  // The numbers are API: applications and runbooks know them. FNV-1a by hand in another language gave them.
  test.each([
    ['sec-ledger', 13756],
    ['sec-orders', 14564],
    ['', 17261],
  ])('gives %j the port it always had, %i', (name, port) => {
    expect(localPort(name)).toBe(port);
  });
});
