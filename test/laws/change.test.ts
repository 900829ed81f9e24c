import fc from 'fast-check';
import { estateOf } from 'kumiki/testing';
import { differences } from '../support/difference';
import { appWith } from '../support/program';
import { declare, randomMember, randomPrograms, type RandomMember, type RandomProgram } from '../support/random-program';

/** Every resource of a program, `stack/address` → values, what is text in Terraform read as JSON. */
function resourcesOf(program: RandomProgram): Readonly<Record<string, unknown>> {
  const app = appWith();
  declare(app, program);
  return Object.fromEntries(
    estateOf(app)
      .resources()
      .map(({ stack, address, values }) => [
        `${stack}/${address}`,
        { ...values, ...parsed(values, 'jobspec'), ...parsed(values, 'config_json') },
      ]),
  );
}

function parsed(values: Readonly<Record<string, unknown>>, key: string): object {
  return typeof values[key] === 'string' ? { [key]: JSON.parse(values[key]) } : {};
}

interface Change {
  readonly added: readonly string[];
  /** `stack/address path` of every difference inside a resource that was there before and is there now. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

function change(before: RandomProgram, after: RandomProgram): Change {
  const [old, now] = [resourcesOf(before), resourcesOf(after)];
  return {
    added: Object.keys(now)
      .filter((key) => !(key in old))
      .sort(),
    changed: Object.keys(now)
      .filter((key) => key in old)
      .flatMap((key) => differences(old[key], now[key]).map((path) => `${key} ${path}`))
      .sort(),
    removed: Object.keys(old).filter((key) => !(key in now)),
  };
}

const withMember = (program: RandomProgram, member: RandomMember): RandomProgram => ({
  ...program,
  members: program.members.map((old) => (old.id === member.id ? member : old)),
});

const sorted = (...texts: readonly string[]): string[] => [...texts].sort();

describe('a change of a program changes only what it must', () => {
  test('a new workload adds resources of its own name and touches no other', () => {
    fc.assert(
      fc.property(
        randomPrograms().chain((program) =>
          fc.record({ program: fc.constant(program), newcomer: randomMember('newcomer', program.members[0]!.domain) }),
        ),
        ({ program, newcomer }) => {
          const after = { ...program, members: [...program.members, { ...newcomer, exposedAt: undefined }] };
          const { added, changed, removed } = change(program, after);
          expect({ changed, removed }).toEqual({ changed: [], removed: [] });
          expect(added).toContain(`${newcomer.domain}/nomad_job.sec-newcomer`);
          expect(added.filter((key) => !/[._-]sec-newcomer$/.test(key))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a secret changes its template and the policy of its job', () => {
    fc.assert(
      fc.property(
        randomPrograms().chain((program) => fc.record({ program: fc.constant(program), member: fc.constantFrom(...program.members) })),
        ({ program, member }) => {
          const after = withMember(program, {
            ...member,
            secrets: [...member.secrets, { engine: 'database', name: 'new-role', as: 'file' }],
          });
          const task = `${member.domain}/nomad_job.sec-${member.id} jobspec.TaskGroups.${member.id}.Tasks.${member.id}`;
          const access = `${member.domain}-access`;
          const template = `${task}.Templates.secrets/database/new-role`;
          const bare = member.keys.length + Object.keys(member.files).length === 0;
          expect(change(program, after)).toEqual(
            member.secrets.length > 0
              ? { added: [], removed: [], changed: sorted(`${access}/vault_policy.sec-${member.id} policy`, template) }
              : {
                  added: [`${access}/vault_jwt_auth_backend_role.sec-${member.id}`, `${access}/vault_policy.sec-${member.id}`],
                  removed: [],
                  changed: sorted(
                    member.keys.length > 0 ? `${task}.Identities.vault_default` : `${task}.Identities`,
                    bare ? `${task}.Templates` : template,
                    `${task}.Vault`,
                  ),
                },
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  test('an upstream changes the sidecar of its caller and one source at its destination', () => {
    const another = randomPrograms().chain((program) => {
      const called = new Set(program.calls.map(({ from, to }) => `${from} ${to}`));
      const free = program.members.flatMap((from) =>
        program.members
          .filter((to) => to.kind === 'service' && to !== from && to.domain === from.domain && !called.has(`${from.id} ${to.id}`))
          .map((to) => ({ from, to })),
      );
      return fc.record({ program: fc.constant(program), pair: free.length === 0 ? fc.constant(undefined) : fc.constantFrom(...free) });
    });
    let compared = 0;
    fc.assert(
      fc.property(another, ({ program, pair }) => {
        fc.pre(pair !== undefined);
        const { from, to } = pair;
        const rule =
          to.protocol === 'grpc'
            ? ({ method: 'POST', kind: 'grpc-service', path: 'p.v1.A' } as const)
            : ({ method: 'GET', kind: 'exact', path: '/a' } as const);
        const call = { from: from.id, to: to.id, allow: to.protocol === 'tcp' ? [] : [rule], may: [], grantedTo: 'service' as const };
        const { added, changed, removed } = change(program, { ...program, calls: [...program.calls, call] });
        const group = `${from.domain}/nomad_job.sec-${from.id} jobspec.TaskGroups.${from.id}`;
        const before = program.calls.filter((one) => one.from === from.id).length;
        const source = `${to.domain}-access/consul_config_entry.service-intentions_sec-${to.id} config_json.Sources.sec-${from.id}`;
        const upstreams = `${group}.Services.sec-${from.id}.Connect.SidecarService.Proxy.Upstreams`;
        const hasSidecar = from.kind === 'service' || before > 0;
        const waits = from.kind === 'batch';
        expect({ added, removed, changed: changed.filter((path) => hasSidecar || path !== `${group}.EphemeralDisk.SizeMB`) }).toEqual(
          hasSidecar
            ? {
                added: [],
                removed: [],
                changed: sorted(
                  source,
                  before > 0 ? `${upstreams}.sec-${to.id}` : upstreams,
                  ...(waits ? [`${group}.Tasks.wait-for-mesh.Config.entrypoint.2`] : []),
                ),
              }
            : {
                // The first call of a workload that nobody calls brings the sidecar itself.
                added: [`${from.domain}-access/consul_acl_binding_rule.service_sec-${from.id}`],
                removed: [],
                changed: sorted(
                  source,
                  `${group}.Networks.0.DynamicPorts`,
                  `${group}.Services`,
                  ...(waits ? [`${group}.Tasks.wait-for-mesh`] : []),
                ),
              },
        );
        compared++;
      }),
      { numRuns: 40 },
    );
    expect(compared).toBe(40);
  });
});
