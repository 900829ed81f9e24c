import type { JsonObject } from '../../model';
import type { ApiJson, Task, TaskGroup } from '../../nomad';
import type { JobRule } from '../rule';

const SECOND = 1_000_000_000;
/** What is left for the request that makes Envoy fail its readiness, and for the task to end. */
const MARGIN_SECONDS = 1;
/** What Nomad gives a task that does not say. */
const DEFAULT_KILL_TIMEOUT = 5 * SECOND;

const edge = (tasks: readonly JsonObject[]) => ({
  Services: [
    {
      Name: 'sec-edge',
      Provider: 'consul',
      Kind: 'api-gateway',
      PortLabel: '8443',
      AddressMode: 'alloc',
      Checks: [{ Name: 'ready', Type: 'http', Path: '/ready', PortLabel: 'health', Interval: 10 * SECOND, Timeout: 2 * SECOND }],
    },
  ],
  Tasks: [
    {
      Name: 'envoy',
      Driver: 'docker',
      User: '10002:10002',
      Config: { image: `registry.internal/sec/envoy@sha256:${'a'.repeat(64)}` },
      Resources: { CPU: 1000, MemoryMB: 512 },
      LogConfig: { MaxFiles: 5, MaxFileSizeMB: 10 },
    },
    ...tasks,
  ],
});
const drainTask = (seconds: number) => ({
  Name: 'drain',
  Driver: 'docker',
  Leader: true,
  User: '10003:10003',
  Config: {
    image: `registry.internal/sec/tools@sha256:${'b'.repeat(64)}`,
    entrypoint: [
      '/bin/sh',
      '-c',
      `trap 'wget -q -O- --post-data= http://127.0.0.1:19000/healthcheck/fail; sleep ${String(seconds)}; exit 0' TERM; while :; do sleep 1; done`,
    ],
  },
  Resources: { CPU: 20, MemoryMB: 16 },
  KillTimeout: 25 * SECOND,
  LogConfig: { MaxFiles: 1, MaxFileSizeMB: 5 },
});

/** An edge that ends in the middle of requests. */
export const drain: JobRule<'group'> = {
  code: 'EDGE-DRAIN',
  on: 'group',
  severity: 'warning',
  protects:
    'What stands in front goes on sending to an Envoy that is gone: Envoy does not drain on SIGTERM, and Nomad has no pre-stop hook.',
  source: 'Envoy docs arch_overview/operations/draining; client/allocrunner/alloc_runner.go, killTasks: the leader ends first',
  check({ group, facts }, say) {
    if (!(group.Services ?? []).some(({ Kind }) => Kind === 'api-gateway')) return;
    const tasks = group.Tasks ?? [];
    const leader = tasks.findIndex(({ Leader }) => Leader === true);
    const task = tasks[leader];
    if (task === undefined) {
      say('', {
        message: 'no leader task fails the readiness of the gateway before its Envoy ends',
        value: taskNames(group),
        fix: 'add a leader task that asks /healthcheck/fail at SIGTERM, waits, and ends',
      });
      return;
    }
    const wait = drainSeconds(task);
    if (wait === undefined) return;
    const given = Math.min(task.KillTimeout ?? DEFAULT_KILL_TIMEOUT, facts.maxKillTimeout ?? Infinity) / SECOND;
    if (wait + MARGIN_SECONDS <= given) return;
    say(`Tasks[${String(leader)}].KillTimeout`, {
      message: 'the leader task is killed before its drain is over',
      value: `${String(wait)}s of drain`,
      limit: `${String(given)}s until it is killed`,
      fix: 'shorten the drain, or raise KillTimeout and max_kill_timeout of the clients',
    });
  },
  trips: edge([drainTask(30)]),
  passes: edge([drainTask(20)]),
};

/** How long a shell sleeps after it was told to end; undefined where nothing says so. */
function drainSeconds({ Config = {} }: ApiJson<Task>): number | undefined {
  const words = ['entrypoint', 'command', 'args'].flatMap((member) => Config[member] ?? []).filter((word) => typeof word === 'string');
  const script = words.find((word) => word.includes('healthcheck/fail'));
  const found = script === undefined ? null : /healthcheck\/fail[^]*?\bsleep\s+(\d+)/.exec(script);
  return found === null ? undefined : Number(found[1]);
}

function taskNames({ Tasks = [] }: ApiJson<TaskGroup>): string {
  return Tasks.map(({ Name = '' }) => Name).join(', ');
}
