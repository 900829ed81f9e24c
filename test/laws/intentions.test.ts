import fc from 'fast-check';
import { estateOf } from 'kumiki/testing';
import { requestMatches } from '../../lib/mesh';
import { intentionsIn, outputOf } from '../support/output';
import { appWith } from '../support/program';
import {
  declare,
  isExposed,
  PROBES,
  randomPrograms,
  type RandomMember,
  type RandomProgram,
  type RandomRule,
} from '../support/random-program';

/** The program's own words, read without the library: what a caller asked for and the callee granted. */
function declared(
  { members, calls }: RandomProgram,
  from: RandomMember | 'edge',
  to: RandomMember,
): readonly RandomRule[] | 'connection' | undefined {
  if (from === 'edge') {
    if (!isExposed(to)) return undefined;
    return ['GET', 'POST', 'DELETE', 'PUT'].map((method) => ({ method, kind: 'prefix', path: to.exposedAt! }) as RandomRule);
  }
  const call = calls.find((one) => one.from === from.id && one.to === to.id);
  if (call === undefined || !members.includes(to)) return undefined;
  if (to.protocol === 'tcp') return 'connection';
  return [...call.allow, ...call.may.flatMap((offer) => to.offers[offer]!)];
}

function ruleCovers(rule: RandomRule, method: string, path: string): boolean {
  if (rule.method !== method) return false;
  switch (rule.kind) {
    case 'exact':
      return path === rule.path;
    case 'prefix':
      return path.startsWith(rule.path);
    case 'grpc-method':
      return path === `/${rule.path}`;
    case 'grpc-service':
      return path.startsWith(`/${rule.path}/`);
    case 'template': {
      const segments = path.split('/');
      const pattern = rule.path.split('/');
      return (
        segments.length === pattern.length &&
        pattern.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]))
      );
    }
  }
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- entries as JSON.parse gives them
type Sources = Record<string, any>[];

/** Consul's rule of precedence, written again: the most exact intention decides alone, the first of its permissions that fits. */
function consulLetsThrough(
  entries: ReadonlyMap<string, Sources>,
  from: string,
  to: string,
  request: { readonly method: string; readonly path: string } | undefined,
): boolean {
  const candidates = [
    [to, from, 9],
    [to, '*', 8],
    ['*', from, 6],
    ['*', '*', 5],
  ] as const;
  for (const [destination, source, precedence] of candidates) {
    const intention = entries.get(destination)?.find(({ Name }) => Name === source);
    if (intention === undefined) continue;
    expect(intention['Precedence']).toBe(precedence);
    if (intention['Permissions'] === undefined) return intention['Action'] === 'allow';
    if (request === undefined) return false;
    for (const { Action, HTTP } of intention['Permissions']) {
      const pathFits =
        HTTP.PathExact !== undefined
          ? HTTP.PathExact === request.path
          : HTTP.PathRegex !== undefined
            ? new RegExp(`^(?:${String(HTTP.PathRegex)})$`).test(request.path)
            : request.path.startsWith(HTTP.PathPrefix);
      if (pathFits && (HTTP.Methods === undefined || HTTP.Methods.includes(request.method))) return Action === 'allow';
    }
    return false;
  }
  return false;
}

describe('of every program, the intentions let through exactly what was asked and granted', () => {
  test('for every pair of workloads and every probing request', () => {
    fc.assert(
      fc.property(randomPrograms({ size: 8 }), (program) => {
        const app = appWith();
        declare(app, program);
        const estate = estateOf(app);
        const entries = new Map<string, Sources>(
          estate
            .resources('consul_config_entry')
            .filter(({ values }) => values['kind'] === 'service-intentions')
            .map(({ values }) => [values['name'], JSON.parse(values['config_json']).Sources]),
        );
        const edge = program.members.some(isExposed) ? (['edge'] as const) : [];
        const wrong: unknown[] = [];
        for (const to of program.members) {
          const name = `sec-${to.id}`;
          for (const from of [...program.members, ...edge]) {
            if (from === to) continue;
            const caller = from === 'edge' ? 'sec-public' : `sec-${from.id}`;
            const words = declared(program, from, to);
            if (to.kind !== 'service' || to.protocol === 'tcp') {
              const expected = words === 'connection';
              const verdicts = [consulLetsThrough(entries, caller, name, undefined), estate.mesh.connects(caller, name)];
              if (verdicts.some((verdict) => verdict !== expected)) wrong.push({ caller, name, expected, verdicts });
              continue;
            }
            for (const probe of PROBES) {
              const expected = Array.isArray(words) && words.some((rule) => ruleCovers(rule, probe.method, probe.path));
              const verdicts = [
                consulLetsThrough(entries, caller, name, probe),
                estate.mesh.allows(caller, name, probe.method, probe.path),
              ];
              if (verdicts.some((verdict) => verdict !== expected)) wrong.push({ caller, name, ...probe, expected, verdicts });
            }
          }
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('and what the mesh graph says of each caller is what the entries let through', () => {
    fc.assert(
      fc.property(randomPrograms({ size: 8 }), (program) => {
        const output = outputOf((app) => {
          declare(app, program);
        });
        const evaluator = intentionsIn(output);
        const members = [...output.graphs.values()].flatMap((graph) => graph.members);
        const wrong: unknown[] = [];
        for (const { service: to, callers } of members) {
          if (callers === undefined) continue;
          for (const { service: from } of members) {
            const said = callers.find(({ service }) => service === from)?.requests ?? [];
            for (const probe of PROBES) {
              const expected = said === 'connection' || said.some(({ match }) => requestMatches(match, probe.method, probe.path));
              const verdict = evaluator.permits(from, to, probe);
              if (verdict !== (expected ? 'allow' : 'deny')) wrong.push({ from, to, ...probe, expected, verdict });
            }
          }
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('and nobody else is named in them', () => {
    fc.assert(
      fc.property(randomPrograms(), (program) => {
        const app = appWith();
        declare(app, program);
        const { mesh } = estateOf(app);
        for (const to of program.members.filter(({ kind }) => kind === 'service')) {
          const callers = program.calls.filter((call) => call.to === to.id).map((call) => `sec-${call.from}`);
          expect(mesh.callersOf(`sec-${to.id}`)).toEqual([...callers, ...(isExposed(to) ? ['sec-public'] : [])].sort());
        }
      }),
      { numRuns: 30 },
    );
  });
});
