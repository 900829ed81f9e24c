import fc from 'fast-check';
import { canonicalJob, jobToApiJson, type ApiJob, type ApiJson, type Service, type Task, type TaskGroup } from '../../../lib/nomad';
import type { JsonObject } from '../../../lib/model';
import { jobs } from './job-arbitrary';

const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const groupOf = (job: ApiJob): ApiJson<TaskGroup> => job.TaskGroups?.[0] ?? {};
const ofGroup = (group: JsonObject, job: JsonObject = {}): ApiJson<TaskGroup> =>
  groupOf(canonicalJob({ ID: 'a', ...job, TaskGroups: [group] }));
const ofTask = (task: JsonObject, group: JsonObject = {}, job: JsonObject = {}): ApiJson<Task> =>
  ofGroup({ Name: 'g', ...group, Tasks: [{ Name: 't', ...task }] }, job).Tasks?.[0] ?? {};
const ofService = (service: JsonObject, group: JsonObject = {}, job: JsonObject = {}): ApiJson<Service> =>
  ofGroup({ Name: 'g', ...group, Services: [service] }, job).Services?.[0] ?? {};

describe('decoding', () => {
  test('takes keys in any case, and drops those that nobody knows', () => {
    const job = canonicalJob({ id: 'a', TASKGROUPS: [{ name: 'g', Cuont: 3 }] });
    expect(job.ID).toBe('a');
    expect(groupOf(job)).toMatchObject({ Name: 'g', Count: 1 });
    expect(groupOf(job)).not.toHaveProperty('Cuont');
  });

  test('reads null as nothing', () => {
    expect(canonicalJob({ ID: 'a', Type: null, Datacenters: null, Meta: null })).toMatchObject({ Type: 'service', Datacenters: ['*'] });
  });

  test('drops a value of the wrong type', () => {
    expect(ofGroup({ Count: '2', ShutdownDelay: '5s' })).toMatchObject({ Count: 1 });
    expect(ofGroup({ ShutdownDelay: '5s' })).not.toHaveProperty('ShutdownDelay');
  });

  test('hands on what drivers read as it is, and leaves what it is given alone', () => {
    const config = { image: 'a', nothing: null, Args: [] };
    const given = { ID: 'a', TaskGroups: [{ Tasks: [{ Config: config, Meta: {} }] }] };
    expect(groupOf(canonicalJob(given)).Tasks?.[0]?.Config).toBe(config);
    expect(given).toEqual({ ID: 'a', TaskGroups: [{ Tasks: [{ Config: config, Meta: {} }] }] });
  });

  test('joins what two spellings of a key hold', () => {
    expect(ofTask({ Resources: { CPU: 500 }, resources: { MemoryMB: 64 } }).Resources).toMatchObject({ CPU: 500, MemoryMB: 64 });
  });
});

describe('a job', () => {
  test('has the defaults of Nomad', () => {
    expect(canonicalJob({ ID: 'a' })).toMatchObject({
      ID: 'a',
      Name: 'a',
      Type: 'service',
      Namespace: 'default',
      NodePool: 'default',
      Region: 'global',
      Priority: 50,
      Datacenters: ['*'],
    });
  });

  test('with empty texts has the defaults where the server fills them in, and keeps them where it does not', () => {
    expect(canonicalJob({ ID: 'a', Namespace: '', NodePool: '', Priority: 0, Type: '', Region: '' })).toMatchObject({
      Namespace: '',
      NodePool: 'default',
      Priority: 50,
      Type: '',
      Region: '',
    });
  });

  test('makes no difference between an empty list and none', () => {
    const job = canonicalJob({ ID: 'a', Affinities: [], Spreads: [], Constraints: [], Meta: {} });
    for (const key of ['Affinities', 'Spreads', 'Constraints', 'Meta']) expect(job).not.toHaveProperty(key);
  });

  test('that is periodic counts in UTC', () => {
    expect(canonicalJob({ ID: 'a', Periodic: { Specs: ['@daily'], TimeZone: '' } }).Periodic).toEqual({
      Enabled: true,
      Spec: '',
      Specs: ['@daily'],
      SpecType: 'cron',
      ProhibitOverlap: false,
      TimeZone: 'UTC',
    });
  });

  test('that takes parameters takes a payload too, if it says nothing', () => {
    expect(canonicalJob({ ID: 'a', ParameterizedJob: {} }).ParameterizedJob?.Payload).toBe('optional');
  });
});

describe('the policies of a group', () => {
  test('of a service roll out one by one, restart twice and are rescheduled for ever', () => {
    expect(ofGroup({})).toMatchObject({
      Update: {
        MaxParallel: 1,
        HealthCheck: 'checks',
        MinHealthyTime: 10 * SECOND,
        HealthyDeadline: 5 * MINUTE,
        ProgressDeadline: 10 * MINUTE,
      },
      RestartPolicy: { Attempts: 2, Interval: 30 * MINUTE, Delay: 15 * SECOND, Mode: 'fail' },
      ReschedulePolicy: { Attempts: 0, Delay: 30 * SECOND, DelayFunction: 'exponential', MaxDelay: HOUR, Unlimited: true },
      Migrate: { MaxParallel: 1 },
      EphemeralDisk: { SizeMB: 300 },
    });
  });

  test('of a batch job restart three times in a day, are rescheduled once, and do not roll out or migrate', () => {
    const group = ofGroup({}, { Type: 'batch' });
    expect(group).toMatchObject({
      RestartPolicy: { Attempts: 3, Interval: 24 * HOUR },
      ReschedulePolicy: { Attempts: 1, Interval: 24 * HOUR, Delay: 5 * SECOND, DelayFunction: 'constant', Unlimited: false },
    });
    expect(group).not.toHaveProperty('Update');
    expect(group).not.toHaveProperty('Migrate');
  });

  test.each(['system', 'sysbatch'])('of a %s job are not rescheduled', (type) => {
    expect(ofGroup({}, { Type: type })).not.toHaveProperty('ReschedulePolicy');
    expect(ofGroup({ ReschedulePolicy: {} }, { Type: type }).ReschedulePolicy).toMatchObject({ Attempts: 0, Unlimited: false });
  });

  test('are the ones of the job where the group does not say otherwise, setting by setting', () => {
    const job = { Update: { Canary: 1, MaxParallel: 2 }, Reschedule: { MaxDelay: MINUTE }, Migrate: { MaxParallel: 3 } };
    const group = ofGroup({ Update: { MaxParallel: 5 }, ReschedulePolicy: { Delay: 7 * SECOND } }, job);
    expect(group.Update).toMatchObject({ Canary: 1, MaxParallel: 5, HealthCheck: 'checks' });
    expect(group.ReschedulePolicy).toMatchObject({ MaxDelay: MINUTE, Delay: 7 * SECOND, Unlimited: true });
    expect(group.Migrate).toMatchObject({ MaxParallel: 3, MinHealthyTime: 10 * SECOND });
  });

  test('leave the job what the server keeps there', () => {
    const job = canonicalJob({ ID: 'a', Update: { MaxParallel: 2, Canary: 1 }, Reschedule: {}, Migrate: {} });
    expect(job.Update).toEqual({ MaxParallel: 2, Stagger: 30 * SECOND });
    expect(job).not.toHaveProperty('Reschedule');
    expect(job).not.toHaveProperty('Migrate');
  });

  test('are not those of an update block that is zero throughout', () => {
    const Zero = { Stagger: 0, MaxParallel: 0, HealthCheck: '', MinHealthyTime: 0, HealthyDeadline: 0, ProgressDeadline: 0, Canary: 0 };
    expect(ofGroup({}, { Update: { ...Zero, AutoRevert: false, AutoPromote: false } })).not.toHaveProperty('Update');
  });

  test('are what tasks restart by, setting by setting', () => {
    expect(ofTask({ RestartPolicy: { Attempts: 9 } }, { RestartPolicy: { Delay: SECOND } }).RestartPolicy).toMatchObject({
      Attempts: 9,
      Delay: SECOND,
      Mode: 'fail',
    });
  });
});

describe('a group', () => {
  test('without a count has the minimum of its scaling', () => {
    expect(ofGroup({ Scaling: { Min: 4, Max: 9 } })).toMatchObject({
      Count: 4,
      Scaling: { Min: 4, Max: 9, Enabled: true, Type: 'horizontal' },
    });
    expect(ofGroup({ Count: 2, Scaling: {} })).toMatchObject({ Count: 2, Scaling: { Min: 2, Max: -1 } });
  });

  test('loses volumes of a type that the server does not know', () => {
    expect(ofGroup({ Volumes: { a: { Type: 'nfs' }, b: { Type: 'host' }, c: null } }).Volumes).toEqual({ b: { Type: 'host' } });
  });

  test('has its ports on the default network', () => {
    expect(ofGroup({ Networks: [{ DynamicPorts: [{ Label: 'http' }], ReservedPorts: [] }] }).Networks).toEqual([
      { DynamicPorts: [{ Label: 'http', HostNetwork: 'default' }] },
    ]);
  });
});

describe('a task', () => {
  test('has the defaults of Nomad', () => {
    expect(ofTask({})).toMatchObject({
      KillTimeout: 5 * SECOND,
      Resources: { CPU: 100, Cores: 0, MemoryMB: 300 },
      LogConfig: { MaxFiles: 10, MaxFileSizeMB: 10, Disabled: false },
      Identity: { Name: 'default' },
    });
  });

  test('that asks for cores asks for no share', () => {
    expect(ofTask({ Resources: { Cores: 2 } }).Resources).toMatchObject({ Cores: 2, CPU: 0 });
  });

  test('with no time to end has the default one', () => {
    expect(ofTask({ KillTimeout: 0 }).KillTimeout).toBe(5 * SECOND);
  });

  test('has one identity that is its own', () => {
    const task = ofTask({ Identities: [{ Name: 'vault_default', Audience: ['v'] }, { Env: true }] });
    expect(task.Identity).toMatchObject({ Name: 'default', Env: true });
    expect(task.Identities).toEqual([{ Name: 'vault_default', Audience: ['v'] }]);
  });

  test('renders a template as if all of it were written', () => {
    expect(ofTask({ Templates: [{ DestPath: 'local/a', ChangeMode: 'signal', ChangeSignal: 'sigusr1' }] }).Templates?.[0]).toMatchObject({
      ChangeMode: 'signal',
      ChangeSignal: 'SIGUSR1',
      Splay: 5 * SECOND,
      Perms: '0644',
      LeftDelim: '{{',
    });
    expect(ofTask({ Templates: [{ ChangeMode: 'signal' }] }).Templates?.[0]?.ChangeSignal).toBe('SIGHUP');
    expect(ofTask({ Templates: [{}] }).Templates?.[0]).toMatchObject({ ChangeMode: 'restart', ChangeSignal: '' });
  });

  test('puts an artifact where its mode says', () => {
    const destinationOf = (artifact: JsonObject): string | undefined => ofTask({ Artifacts: [artifact] }).Artifacts?.[0]?.RelativeDest;
    expect(destinationOf({ GetterSource: 'https://a/b.zip' })).toBe('local/');
    expect(destinationOf({ GetterSource: 'https://a/b.zip', GetterMode: 'file' })).toBe('local/b.zip');
  });

  test('asks the Vault of its job', () => {
    expect(ofTask({ Vault: {} }, {}, { VaultNamespace: 'n' }).Vault).toMatchObject({
      Namespace: 'n',
      Cluster: 'default',
      ChangeMode: 'restart',
      Env: true,
    });
  });
});

describe('a service', () => {
  test('has the defaults of Nomad, and the name of its place', () => {
    expect(ofService({})).toMatchObject({
      Name: 'a-g',
      Provider: 'consul',
      AddressMode: 'auto',
      OnUpdate: 'require_healthy',
      Cluster: 'default',
    });
    expect(ofTask({ Services: [{}] }).Services?.[0]).toMatchObject({ Name: 'a-g-t', TaskName: 't' });
  });

  test('has the names of what is around it in its own', () => {
    expect(ofService({ Name: '${JOB}-${TASKGROUP}-${TASK}-${NOMAD_X}' }).Name).toBe('a-g-group-${NOMAD_X}');
    expect(ofTask({ Services: [{ Name: '${BASE}-x' }] }).Services?.[0]?.Name).toBe('a-g-t-x');
  });

  test('of the mesh has what the server knows of the job in its name', () => {
    const service = { Name: '${NOMAD_GROUP_NAME}-${NOMAD_META_tier}-${NOMAD_ALLOC_ID}', Connect: { SidecarService: {} } };
    expect(ofService(service, { Networks: [{ Mode: 'bridge' }], Meta: { tier: 'front' } }).Name).toBe('g-front-${NOMAD_ALLOC_ID}');
    expect(ofService({ ...service, Connect: null }).Name).toBe('${NOMAD_GROUP_NAME}-${NOMAD_META_tier}-${NOMAD_ALLOC_ID}');
  });

  test('hands down to its checks when they restart the task', () => {
    const { Checks: checks } = ofService({ CheckRestart: { Limit: 3 }, Checks: [{ Name: 'c' }, { CheckRestart: { Grace: 9 * SECOND } }] });
    expect(checks).toMatchObject([
      { Name: 'c', OnUpdate: 'require_healthy', CheckRestart: { Limit: 3, Grace: SECOND } },
      { Name: 'service: "a-g" check', CheckRestart: { Limit: 3, Grace: 9 * SECOND } },
    ]);
  });

  test('with an identity has the name that Consul trusts', () => {
    expect(ofService({ Name: 'api', PortLabel: 'http', Identity: { Audience: ['c'] } }).Identity).toMatchObject({
      Name: 'consul-service_api-http',
      ServiceName: 'api',
    });
    expect(ofService({ Name: 'api', Provider: 'nomad', Identity: {} }).Identity).not.toHaveProperty('Name');
  });

  test('of the mesh has a sidecar task with the resources of a task, once it is written at all', () => {
    const connect = ofService({ Connect: { SidecarService: {}, SidecarTask: {} } }).Connect;
    expect(connect?.SidecarTask).toMatchObject({ Resources: { CPU: 100, MemoryMB: 300 }, KillTimeout: 5 * SECOND });
    expect(ofService({ Connect: { SidecarService: {} } }).Connect).not.toHaveProperty('SidecarTask');
  });

  test('exposes the paths of both spellings', () => {
    const exposeOf = (proxy: JsonObject): unknown =>
      ofService({ Connect: { SidecarService: { Proxy: proxy } } }).Connect?.SidecarService?.Proxy?.Expose;
    expect(exposeOf({ Expose: { Path: [{ Path: '/a' }] } })).toEqual({ Paths: [{ Path: '/a' }] });
    expect(exposeOf({ Expose: { Paths: [{ Path: '/a' }] }, ExposeConfig: { Paths: [{ Path: '/b' }] } })).toEqual({
      Paths: [{ Path: '/b' }],
    });
  });
});

test('the canonical form of a canonical job is the job itself, but for lists and maps that Nomad has emptied', () => {
  fc.assert(
    fc.property(jobs, (job) => {
      const canonical = canonicalJob(jobToApiJson(job));
      // Of several identities by no name, one is the task's own, and the others are a mistake that stays.
      const tasks = (canonical.TaskGroups ?? []).flatMap(({ Tasks = [] }) => Tasks);
      fc.pre(tasks.every(({ Identities = [] }) => Identities.every(({ Name }) => Name !== 'default')));
      expect(withoutEmptied(canonicalJob(canonical as JsonObject))).toEqual(withoutEmptied(canonical));
    }),
  );
});

/** Nomad takes elements out of these two, and keeps them when nothing is left. */
function withoutEmptied(job: ApiJob): unknown {
  const emptied = (key: string, value: unknown): unknown =>
    (key === 'Identities' || key === 'Volumes') && Object.keys(value as object).length === 0 ? undefined : value;
  return JSON.parse(JSON.stringify(job, emptied));
}
