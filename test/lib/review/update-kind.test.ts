import type { JsonObject } from '../../../lib/model';
import { canonicalJob } from '../../../lib/nomad';
import { updateKind, type GroupUpdate, type JobUpdate, type UpdateKindOptions } from '../../../lib/review';

type Values = JsonObject;

const task = (own: Values = {}): Values => ({
  Name: 'app',
  Driver: 'docker',
  Config: { image: 'registry.internal/app:1' },
  Env: { LOG: 'info' },
  Resources: { CPU: 100, MemoryMB: 64 },
  ...own,
});
const meshed = (own: Values = {}): Values => ({ Name: 'orders', PortLabel: '8080', Connect: { SidecarService: {} }, ...own });
const group = (own: Values = {}): Values => ({
  Name: 'orders',
  Count: 2,
  Networks: [
    {
      Mode: 'bridge',
      DynamicPorts: [
        { Label: 'http', To: 8080 },
        { Label: 'metrics', To: 9102 },
      ],
    },
  ],
  Services: [meshed()],
  Tasks: [task()],
  ...own,
});
const job = (own: Values = {}): Values => ({ ID: 'orders', Type: 'service', TaskGroups: [group()], ...own });
const withGroup = (own: Values): Values => job({ TaskGroups: [group(own)] });
const withTask = (own: Values): Values => withGroup({ Tasks: [task(own)] });

function update(before: Values | undefined, after: Values | undefined, options: Partial<UpdateKindOptions> = {}): JobUpdate {
  const read = (json: Values | undefined) => (json === undefined ? undefined : canonicalJob(json));
  return updateKind(read(before), read(after), { nomad: '1.11.3', ...options });
}

function only(before: Values, after: Values, options: Partial<UpdateKindOptions> = {}): GroupUpdate {
  const { groups } = update(before, after, options);
  expect(groups).toHaveLength(1);
  return groups[0]!;
}

describe('a job that is submitted again', () => {
  test('as it is changes nothing', () => {
    expect(update(job(), job())).toEqual({ kind: 'same', fields: [], groups: [] });
  });

  test('with what Nomad fills in anyway changes nothing', () => {
    expect(update(job(), { ...job(), Priority: 50, Datacenters: ['*'], Namespace: 'default', Meta: {} }).kind).toBe('same');
    expect(update(withTask({}), withTask({ Leader: false, User: '', KillTimeout: 5e9 })).kind).toBe('same');
  });

  test('with what Nomad does not read changes nothing', () => {
    expect(update(job(), { ...job(), Status: 'running', Version: 7 }).kind).toBe('same');
  });

  test('with a scaling policy is updated in place, whatever it says: Nomad never finds the policy equal', () => {
    const scaled = withGroup({ Scaling: { Min: 1, Max: 3 } });

    expect(only(scaled, scaled)).toMatchObject({ update: 'in-place', fields: ['TaskGroups[orders].Scaling'] });
  });
});

describe('instances are replaced', () => {
  test.each([
    ['by another image', withTask({ Config: { image: 'registry.internal/app:2' } }), 'TaskGroups[orders].Tasks[app].Config.image'],
    ['by a variable', withTask({ Env: { LOG: 'debug' } }), 'TaskGroups[orders].Tasks[app].Env.LOG'],
    ['by a user', withTask({ User: '10001' }), 'TaskGroups[orders].Tasks[app].User'],
    ['by memory', withTask({ Resources: { CPU: 100, MemoryMB: 65 } }), 'TaskGroups[orders].Tasks[app].Resources.MemoryMB'],
    ['by a template', withTask({ Templates: [{ DestPath: 'local/a', EmbeddedTmpl: 'a' }] }), 'TaskGroups[orders].Tasks[app].Templates'],
    ['by a further task', withGroup({ Tasks: [task(), task({ Name: 'init' })] }), 'TaskGroups[orders].Tasks[init]'],
    ['by the disk', withGroup({ EphemeralDisk: { SizeMB: 500 } }), 'TaskGroups[orders].EphemeralDisk.SizeMB'],
    [
      'by logs that are no longer collected',
      withTask({ LogConfig: { Disabled: true } }),
      'TaskGroups[orders].Tasks[app].LogConfig.Disabled',
    ],
    ['by meta of the job', job({ Meta: { release: '2' } }), 'Meta.release'],
    ['by meta of the group', withGroup({ Meta: { release: '2' } }), 'TaskGroups[orders].Meta.release'],
    [
      'by the size of a sidecar',
      withGroup({ Services: [meshed({ Connect: { SidecarService: {}, SidecarTask: { Resources: { CPU: 50 } } } })] }),
      'TaskGroups[orders].Services[orders].Connect.SidecarTask',
    ],
    [
      'by another port of a service in the mesh',
      withGroup({ Services: [meshed({ PortLabel: '9090' })] }),
      'TaskGroups[orders].Services[orders].PortLabel',
    ],
  ])('%s', (_, after, field) => {
    const { update: kind, fields } = only(job(), after);

    expect(kind).toBe('replace');
    expect(fields.some((one) => one === field || one.startsWith(field))).toBe(true);
  });

  test('by ports in another order, but not by tasks in another order', () => {
    const ports = [
      { Label: 'metrics', To: 9102 },
      { Label: 'http', To: 8080 },
    ];
    const two = [task(), task({ Name: 'init' })];

    expect(only(job(), withGroup({ Networks: [{ Mode: 'bridge', DynamicPorts: ports }] })).update).toBe('replace');
    expect(only(withGroup({ Tasks: two }), withGroup({ Tasks: [...two].reverse() })).update).toBe('in-place');
  });

  test('by a service in the mesh under another name, because its sidecar is called so', () => {
    expect(only(job(), withGroup({ Services: [meshed({ Name: 'orders-2' })] })).fields).toEqual(
      expect.arrayContaining(['TaskGroups[orders].Tasks[connect-proxy-orders-2]', 'TaskGroups[orders].Tasks[connect-proxy-orders]']),
    );
  });

  test('by a service that leaves the mesh', () => {
    const { update: kind, fields } = only(job(), withGroup({ Services: [{ Name: 'orders', PortLabel: '8080' }] }));

    expect(kind).toBe('replace');
    expect(fields).toContain('TaskGroups[orders].Tasks[connect-proxy-orders]');
  });

  test('by meta of the job that only a sidecar sees', () => {
    const own = { Meta: { release: '1' } };

    expect(only({ ...withTask(own), Meta: { release: '1' } }, { ...withTask(own), Meta: { release: '2' } })).toMatchObject({
      update: 'replace',
      fields: ['Meta.release'],
    });
  });

  test('by any change of a check that is exposed and names no port: the port is called by the check', () => {
    const check = (own: Values): Values =>
      withGroup({
        Services: [
          meshed({ Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', Expose: true, Timeout: 1e9, Interval: 5e9, ...own }] }),
        ],
      });

    expect(only(check({}), check({ Interval: 10e9 })).update).toBe('replace');
    expect(only(check({ PortLabel: 'http' }), check({ PortLabel: 'http', Interval: 10e9 })).update).toBe('in-place');
  });

  test('by an identity that Nomad gives and that is now said otherwise, and not by one that is said as Nomad gives it', () => {
    const vault = { Vault: { Role: 'orders' } };
    // Seen with seed 777 of plan-agreement: an empty list is none.
    const none = (own: Values): Values => withTask({ Identities: [{ Name: 'vault_default', ...own }] });
    expect(update(none({}), none({ Audience: [] })).kind).toBe('same');
    const said = { Vault: { Role: 'orders' }, Identities: [{ Name: 'vault_default', Audience: ['vault.io'], TTL: 3600e9 }] };
    const identities = { vault: { Audience: ['vault.io'], TTL: 3600e9 } };

    expect(only(withTask(vault), withTask(said)).update).toBe('replace');
    expect(update(withTask(vault), withTask(said), { identities }).kind).toBe('same');
  });

  test('of a job on every server by its name alone: allocations are called by it', () => {
    const system = (own: Values): Values => ({ ...job(own), Type: 'system' });

    expect(only(system({ Name: 'a' }), system({ Name: 'b' }))).toMatchObject({ update: 'replace', fields: ['Name'] });
    // Seen with seed 1001 of plan-agreement: they stop at once, whatever the update says of canaries.
    const staged = [group({ Count: 1, Update: { MaxParallel: 1, Canary: 100 } })];
    const renamed = only(system({ Name: 'a', TaskGroups: staged }), system({ Name: 'b', TaskGroups: staged }));
    expect(renamed).toMatchObject({ update: 'replace', atOnce: 1, canaries: 0 });
    expect(only(job({ Name: 'a' }), job({ Name: 'b' })).update).toBe('in-place');
  });

  test('one after the other, all at once, or beside canaries, as the update block says', () => {
    const image = { Tasks: [task({ Config: { image: 'registry.internal/app:2' } })] };
    const rolled = (Update: Values): GroupUpdate => only(withGroup({ Count: 6, Update }), withGroup({ Count: 6, Update, ...image }));

    expect(rolled({ MaxParallel: 2 })).toMatchObject({ update: 'replace', atOnce: 2, canaries: 0 });
    expect(rolled({ MaxParallel: 0 })).toMatchObject({ update: 'replace', atOnce: 6 });
    expect(rolled({ MaxParallel: 1, Canary: 2 })).toMatchObject({ update: 'canary', canaries: 2 });
  });
});

describe('instances go on', () => {
  test.each([
    ['with other tags', withGroup({ Services: [meshed({ Tags: ['a'] })] })],
    [
      'with a further upstream',
      withGroup({
        Services: [meshed({ Connect: { SidecarService: { Proxy: { Upstreams: [{ DestinationName: 'x', LocalBindPort: 9 }] } } } })],
      }),
    ],
    ['with another kill timeout', withTask({ KillTimeout: 10e9 })],
    ['with other log files', withTask({ LogConfig: { MaxFiles: 3 } })],
    ['with another lifecycle', withTask({ Lifecycle: { Hook: 'poststart' } })],
    ['with another restart policy', withGroup({ RestartPolicy: { Attempts: 9, Interval: 60e9, Delay: 1e9, Mode: 'fail' } })],
    ['with another priority', job({ Priority: 60 })],
    ['with affinities', job({ Affinities: [{ LTarget: '${meta.disk}', RTarget: 'nvme', Operand: '=', Weight: 50 }] })],
  ])('%s', (_, after) => {
    expect(only(job(), after)).toMatchObject({ update: 'in-place', recheck: [] });
  });

  test('in every group of a job of which one differs', () => {
    const two = (count: number): Values => job({ TaskGroups: [group(), { ...group(), Name: 'other', Count: count, Services: [] }] });

    expect(update(two(1), two(2)).groups.map(({ group: name, update: kind, before, after }) => [name, kind, before, after])).toEqual([
      ['orders', 'in-place', 2, 2],
      ['other', 'in-place', 1, 2],
    ]);
  });

  test('as long as their server fits a new constraint', () => {
    const constrained = job({ Constraints: [{ LTarget: '${meta.rack}', RTarget: 'r9', Operand: '=' }] });

    expect(only(job(), constrained)).toMatchObject({ update: 'in-place', recheck: ['Constraints'] });
    expect(only(job(), job({ Datacenters: ['dc2'] })).recheck).toEqual(['Datacenters']);
  });

  test('but not with affinities where Nomad is older than 1.10.0', () => {
    const after = job({ Affinities: [{ LTarget: '${meta.disk}', RTarget: 'nvme', Operand: '=', Weight: 50 }] });

    expect(only(job(), after, { nomad: '1.9.7' }).update).toBe('replace');
  });
});

describe('groups come and go', () => {
  test('with their job', () => {
    expect(update(undefined, job())).toMatchObject({ kind: 'created', groups: [{ update: 'create', before: 0, after: 2 }] });
    expect(update(job(), undefined)).toMatchObject({ kind: 'removed', groups: [{ update: 'destroy', before: 2, after: 0 }] });
  });

  test('by their names', () => {
    expect(update(job(), withGroup({ Name: 'orders-2' })).groups.map(({ group: name, update: kind }) => [name, kind])).toEqual([
      ['orders-2', 'create'],
      ['orders', 'destroy'],
    ]);
  });

  test('by a count of none', () => {
    expect(only(job(), withGroup({ Count: 0 }))).toMatchObject({ update: 'destroy', before: 2, after: 0 });
  });
});

describe('a job that makes other jobs', () => {
  const batch = (own: Values): Values => ({ ...job(own), Type: 'batch', Periodic: { Spec: '0 18 * * *' } });

  test('leaves what runs alone', () => {
    const after = { ...batch({}), TaskGroups: [group({ Tasks: [task({ Config: { image: 'registry.internal/app:2' } })] })] };

    expect(only(batch({}), after).update).toBe('next-run');
  });
});

describe('Nomad refuses', () => {
  test('another type of job', () => {
    expect(update(job(), { ...job(), Type: 'batch' })).toMatchObject({
      kind: 'refused',
      refused: 'a job of type service cannot become one of type batch',
      fields: ['Type'],
    });
  });

  test('a schedule that comes or goes', () => {
    const batch = { ...job(), Type: 'batch' };
    const periodic = { ...batch, Periodic: { Spec: '0 18 * * *' } };

    expect(update(batch, periodic)).toMatchObject({ kind: 'refused', refused: 'a job that is not periodic cannot become so' });
    expect(update(periodic, batch)).toMatchObject({ kind: 'refused', refused: 'a periodic job cannot become one that is not' });
  });
});
