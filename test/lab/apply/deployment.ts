import type { EngineApi } from '../engine-api';
import { logOf as logOfContainer } from '../allocations';
import { layoutOf } from '../layout';
import { insideOf } from '../servers/namespaces';
import { until } from '../until';

export interface Roll {
  readonly jobId: string;
  readonly namespace: string;
  readonly evaluation: string;
  /** Seconds, for the evaluation and for the deployment each. */
  readonly timeout: number;
  readonly say: (line: string) => void;
}

interface Evaluation {
  readonly Status: string;
  readonly StatusDescription: string;
  readonly NextEval?: string;
  readonly DeploymentID?: string;
}

interface Deployment {
  readonly ID: string;
  readonly Status: string;
  readonly StatusDescription: string;
}

/** Follows what a registration began until it is there, or throws with the provider's words and with what Nomad knows. */
export async function deployed(api: EngineApi, roll: Roll): Promise<void> {
  const { jobId, namespace, timeout, say } = roll;
  const failed = (reason: string) => new Error(`error waiting for job '${jobId}' to schedule/deploy successfully: ${reason}`);
  // A program has a hundred of them under way at once.
  const patience = { timeoutSeconds: timeout, everyMs: 1000, onWait: say };

  let evaluation = roll.evaluation;
  const scheduled = await until(
    `the evaluation of ${jobId} is complete`,
    async () => {
      const found = await api.get<Evaluation>(`/v1/evaluation/${evaluation}?namespace=${namespace}`);
      if (found.Status === 'failed' || found.Status === 'cancelled' || found.Status === 'canceled') return found;
      if (found.Status !== 'complete') return undefined;
      if (found.NextEval === undefined || found.NextEval === '') return found;
      evaluation = found.NextEval;
      return undefined;
    },
    patience,
  );
  if (scheduled.Status !== 'complete') throw failed(`error waiting for evaluation: evaluation failed: ${scheduled.StatusDescription}`);
  const { DeploymentID: named = '' } = scheduled;
  const id = named !== '' ? named : await begunBefore(api, jobId, namespace);
  if (id === undefined) return; // nothing is rolled out: a batch, say

  const find = async () => ended(await api.get<Deployment>(`/v1/deployment/${id}?namespace=${namespace}`));
  const end = await until(`the deployment of ${jobId} has ended`, find, patience).catch(async (error: unknown) => {
    throw failed(`${(error as Error).message}\n${await whatHappened(api, namespace, id)}`);
  });
  if (end.Status === 'successful') return;
  const reason = `error waiting for evaluation: deployment '${id}' terminated with status '${end.Status}': '${end.StatusDescription}'`;
  throw failed(`${reason}\n${await whatHappened(api, namespace, id)}`);
}

/**
 * The deployment of the version that is registered. When an apply that was interrupted is repeated, nothing new is
 * registered, and the evaluation names no deployment; the provider would call that done.
 */
async function begunBefore(api: EngineApi, jobId: string, namespace: string): Promise<string | undefined> {
  const path = `/v1/job/${encodeURIComponent(jobId)}`;
  const { Version } = await api.get<{ Version: number }>(`${path}?namespace=${namespace}`);
  const latest = await api.get<{ ID: string; JobVersion: number } | null>(`${path}/deployment?namespace=${namespace}`);
  return latest?.JobVersion === Version ? latest.ID : undefined;
}

const ENDS = new Set(['successful', 'failed', 'cancelled']);

function ended(deployment: Deployment): Deployment | undefined {
  return ENDS.has(deployment.Status) ? deployment : undefined;
}

interface Allocation {
  readonly ID: string;
  readonly NodeName: string;
  readonly TaskGroup: string;
  readonly ClientStatus: string;
  readonly DeploymentStatus: { readonly Healthy: boolean | null } | null;
  readonly TaskStates: Readonly<Record<string, TaskState>> | null;
}

interface TaskState {
  readonly Failed: boolean;
  readonly State: string;
  readonly Restarts: number;
  readonly Events: readonly { readonly Time: number; readonly Type: string; readonly DisplayMessage: string }[];
}

/** Lines about the allocations of a deployment that did not become healthy: the provider names neither image nor check. */
async function whatHappened(api: EngineApi, namespace: string, deployment: string): Promise<string> {
  const all = await api.get<Allocation[]>(`/v1/deployment/allocations/${deployment}?namespace=${namespace}`);
  const unhealthy = all.filter(({ DeploymentStatus }) => DeploymentStatus?.Healthy !== true).slice(0, 3);
  if (all.length === 0) return `  no allocation was placed${await whyNotPlaced(api, namespace, deployment)}`;
  const reports = unhealthy.map(async (allocation) => {
    const { images, checks } = await specOf(api, namespace, allocation);
    const tasks = toBlame(allocation).map(async ([task, state]) => {
      const image = images.get(task);
      return [
        `    task ${task}${image === undefined ? '' : ` of ${image}`} is ${state.State}${state.Failed ? ', failed' : ''}`,
        ...state.Events.slice(-8).map(({ Type, DisplayMessage }) => `      ${Type}: ${DisplayMessage}`),
        ...(await lastLines(api, namespace, allocation, task)),
      ];
    });
    const waited = allocation.ClientStatus === 'running' && checks.length > 0 ? `, but did not pass in time: ${checks.join(', ')}` : '';
    return [`  allocation ${allocation.ID.slice(0, 8)} is ${allocation.ClientStatus}${waited}`, ...(await Promise.all(tasks)).flat()];
  });
  return (await Promise.all(reports)).flat().join('\n');
}

/** The tasks that failed or were started again, or all where none was; the sidecar only where it is alone. */
function toBlame({ TaskStates }: Allocation): readonly (readonly [string, TaskState])[] {
  const tasks = Object.entries(TaskStates ?? {});
  const bad = tasks.filter(([, { Failed, Restarts }]) => Failed || Restarts > 0);
  const own = (some: typeof tasks) => some.filter(([task]) => !task.startsWith('connect-proxy-'));
  return [own(bad), bad, own(tasks)].find((some) => some.length > 0) ?? tasks;
}

interface Spec {
  readonly images: ReadonlyMap<string, string>;
  /** `check "ready" (http /ready)` */
  readonly checks: readonly string[];
}

/** What the allocation was to run, and what it had to pass. */
async function specOf(api: EngineApi, namespace: string, { ID, TaskGroup }: Allocation): Promise<Spec> {
  const { Job } = await api.get<{ Job: { TaskGroups: Group[] } }>(`/v1/allocation/${ID}?namespace=${namespace}`);
  const { Tasks = [], Services } = Job.TaskGroups.find(({ Name }) => Name === TaskGroup) ?? {};
  return {
    images: new Map(Tasks.flatMap(({ Name, Config }) => (Config?.image === undefined ? [] : [[Name, Config.image]]))),
    checks: (Services ?? [])
      .flatMap(({ Checks }) => Checks ?? [])
      .map(({ Name, Type, Path }) => `check "${Name}" (${[Type, Path].filter((part) => part !== '').join(' ')})`),
  };
}

interface Group {
  readonly Name: string;
  readonly Tasks: readonly { readonly Name: string; readonly Config: { readonly image?: string } | null }[];
  readonly Services: readonly { readonly Checks: readonly Record<'Name' | 'Type' | 'Path', string>[] | null }[] | null;
}

async function whyNotPlaced(api: EngineApi, namespace: string, deployment: string): Promise<string> {
  const { JobID } = await api.get<{ JobID: string }>(`/v1/deployment/${deployment}?namespace=${namespace}`);
  const evaluations = await api.get<{ FailedTGAllocs: Record<string, Placement> | null }[]>(
    `/v1/job/${encodeURIComponent(JobID)}/evaluations?namespace=${namespace}`,
  );
  const failed = evaluations.find(({ FailedTGAllocs }) => FailedTGAllocs !== null)?.FailedTGAllocs ?? {};
  return Object.entries(failed)
    .map(([group, { NodesEvaluated, NodesInPool, ConstraintFiltered, DimensionExhausted }]) => {
      const reasons = { ...ConstraintFiltered, ...DimensionExhausted };
      const counted = Object.entries(reasons).map(([reason, nodes]) => `${reason} (${String(nodes)} nodes)`);
      const seen = `${String(NodesEvaluated)} of ${String(NodesInPool)} nodes of the pool looked at`;
      return `\n    group ${group}: ${[seen, ...counted].join('; ')}`;
    })
    .join('');
}

interface Placement {
  readonly NodesEvaluated: number;
  readonly NodesInPool: number;
  readonly ConstraintFiltered: Record<string, number> | null;
  readonly DimensionExhausted: Record<string, number> | null;
}

const LINES = 5;

async function lastLines(api: EngineApi, namespace: string, allocation: Allocation, task: string): Promise<string[]> {
  const text = await logOf(api, namespace, allocation, task).catch(() => ''); // the task has never started
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-LINES)
    .map((line) => `      | ${line.slice(0, 300)}`);
}

/** From Docker where the lab's own Nomad is asked, which collects no logs. */
async function logOf(api: EngineApi, namespace: string, allocation: Allocation, task: string): Promise<string> {
  const lab = insideOf();
  if (lab !== undefined) return logOfContainer(layoutOf(lab), allocation, task, LINES);
  const logs = ['stdout', 'stderr'].map(async (stream) => {
    const query = `task=${task}&type=${stream}&origin=end&offset=2000&plain=true&namespace=${namespace}`;
    const { status, text } = await api.raw('GET', `/v1/client/fs/logs/${allocation.ID}?${query}`);
    return status === 200 ? text : '';
  });
  return (await Promise.all(logs)).join('\n');
}
