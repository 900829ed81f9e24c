import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EngineApi } from './engine-api';
import { SERVERS, type Layout, type Server } from './layout';
import { onServer } from './servers/server';
import { asOperator } from './servers/engines-up';
import { until, type Patience } from './until';

const run = promisify(execFile);

export interface TaskState {
  readonly State: string;
  readonly Failed: boolean;
  readonly Restarts: number;
  readonly Events: readonly { readonly Type: string; readonly DisplayMessage: string; readonly Time: number }[] | null;
}

export interface Allocation {
  readonly ID: string;
  readonly Name: string;
  readonly Namespace: string;
  readonly JobID: string;
  readonly JobVersion: number;
  readonly TaskGroup: string;
  readonly NodeName: string;
  readonly ClientStatus: string;
  readonly DesiredStatus: string;
  readonly CreateTime: number;
  readonly DeploymentStatus?: { readonly Healthy?: boolean | null } | null;
  readonly TaskStates: Readonly<Record<string, TaskState>> | null;
}

/** Every allocation of a job that Nomad remembers, the oldest first. */
export async function allocationsOf(layout: Layout, namespace: string, job: string): Promise<readonly Allocation[]> {
  const all = await nomadOf(layout).get<Allocation[]>(`/v1/job/${encodeURIComponent(job)}/allocations?namespace=${namespace}&all=true`);
  return [...all].sort((a, b) => a.CreateTime - b.CreateTime);
}

/** Those that run and are meant to. */
export async function runningOf(layout: Layout, namespace: string, job: string): Promise<readonly Allocation[]> {
  const all = await allocationsOf(layout, namespace, job);
  return all.filter(isRunning);
}

/** Runs, and is wanted to. */
export const isRunning = ({ ClientStatus, DesiredStatus }: Allocation): boolean => ClientStatus === 'running' && DesiredStatus === 'run';

const nomadOf = (layout: Layout): EngineApi => asOperator(layout).nomad;

export function serverOf({ NodeName }: Pick<Allocation, 'NodeName'>): Server {
  const server = SERVERS.find(({ name }) => name === NodeName);
  if (server === undefined) throw new Error(`the lab has no server ${NodeName}`);
  return server;
}

/** Process id, inside of the lab, of the container of a task; it leads to the network and the files of the task. */
export async function containerPid(
  layout: Layout,
  allocation: Pick<Allocation, 'ID' | 'NodeName'>,
  task: string,
  patience: Patience = {},
): Promise<number> {
  const inspect = ['inspect', '--format', '{{.State.Pid}}', `${task}-${allocation.ID}`];
  const runs = async () => {
    const pid = Number((await docker(layout, serverOf(allocation), inspect)).trim());
    return pid > 0 ? pid : undefined;
  };
  return until(`the container of ${task} in ${allocation.ID} runs`, runs, patience);
}

/** What the docker command says on a server. */
export async function docker(layout: Layout, server: Server, args: readonly string[]): Promise<string> {
  return command(onServer(layout, server, ['docker', ...args]));
}

/** What the containers of a task wrote, both streams; Nomad collects no logs in the lab. */
export async function logOf(layout: Layout, allocation: Pick<Allocation, 'ID' | 'NodeName'>, task: string, lines = 1000): Promise<string> {
  const [program, ...args] = onServer(layout, serverOf(allocation), [
    'docker',
    'logs',
    '--tail',
    String(lines),
    `${task}-${allocation.ID}`,
  ]);
  const { stdout, stderr } = await run(program, args, { maxBuffer: 1 << 28 });
  return stdout + stderr;
}

/** What a command says; its error output is part of the error. */
export async function command([program, ...args]: readonly [string, ...string[]]): Promise<string> {
  const { stdout } = await run(program, args, { maxBuffer: 1 << 28 });
  return stdout;
}

/** A command in the network of an allocation, with the files of the lab itself. */
export async function inNetworkOf(layout: Layout, allocation: Allocation, task: string, what: readonly string[]): Promise<string> {
  const pid = await containerPid(layout, allocation, task);
  return command(['nsenter', '--target', String(pid), '--net', '--', ...what]);
}

/** What a person would look at first: the events of an allocation's tasks, and the last lines of their logs. */
export async function story(layout: Layout, allocation: Allocation): Promise<string> {
  const lines = [
    `${allocation.JobID} ${allocation.ID.slice(0, 8)} on ${allocation.NodeName}: ${allocation.ClientStatus}, wanted ${allocation.DesiredStatus}`,
  ];
  for (const [task, { State, Events }] of Object.entries(allocation.TaskStates ?? {})) {
    lines.push(`  task ${task}: ${State}`);
    for (const event of (Events ?? []).slice(-6))
      lines.push(`    ${new Date(event.Time / 1e6).toISOString().slice(11, 19)} ${event.Type}: ${event.DisplayMessage}`);
    const log = await logOf(layout, allocation, task, 8).catch(() => '');
    for (const line of log.split('\n').filter(Boolean)) lines.push(`    | ${line.slice(0, 400)}`);
  }
  return lines.join('\n');
}
