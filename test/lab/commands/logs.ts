import { logOf, type Allocation } from '../allocations';
import type { Layout } from '../layout';
import { asOperator } from '../servers/engines-up';
import { insideOf } from '../servers/namespaces';
import { runInside } from './run-inside';

export interface LogsOptions {
  /** Lines of each task. */
  readonly tail: string;
}

/** What the tasks of a workload wrote: the last lines of each container, its sidecar's too. */
export async function logs(layout: Layout, workload: string, { tail }: LogsOptions): Promise<void> {
  if (insideOf() === undefined) {
    await runInside(layout, ['logs', workload, '--tail', tail]);
    return;
  }
  const all = await asOperator(layout).nomad.get<Allocation[]>('/v1/allocations?namespace=*&task_states=true');
  const found = all.filter(
    ({ JobID, ClientStatus }) => (JobID === workload || JobID.endsWith(`-${workload}`)) && ClientStatus === 'running',
  );
  if (found.length === 0) throw new Error(`no running allocation of a job '${workload}': npm run lab -- status`);
  for (const allocation of found)
    for (const task of Object.keys(allocation.TaskStates ?? {})) {
      process.stdout.write(`== ${allocation.JobID} ${allocation.ID.slice(0, 8)} on ${allocation.NodeName}, task ${task}\n`);
      process.stdout.write(await logOf(layout, allocation, task, Number(tail)).catch(() => 'its container is gone\n'));
    }
}
