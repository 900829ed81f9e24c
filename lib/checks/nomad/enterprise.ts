import type { ApiJson, Task, TaskGroup } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

/** What the servers of the Community edition do not only ignore. */
export const enterprise: JobRule<'job'> = {
  code: 'NOMAD-ENTERPRISE',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs_ce.go; nomad/job_endpoint_hook_vault_ce.go, _consul_ce.go, _numa_ce.go, _sched_ce.go',
  check({ job, facts }, say) {
    if (facts.engines.edition !== 'community') return;
    if ((job.Multiregion?.Regions ?? []).length > 0) needsEnterprise('Multiregion', 'a job runs in one region', undefined, say);
    for (const [groupIndex, group] of (job.TaskGroups ?? []).entries()) {
      const groupAt = `TaskGroups[${String(groupIndex)}]`;
      checkConsul(group, groupAt, say);
      for (const [index, task] of (group.Tasks ?? []).entries()) {
        const at = `${groupAt}.Tasks[${String(index)}]`;
        checkConsul(task, at, say);
        checkTask(task, at, say);
      }
    }
  },
  trips: { Multiregion: { Regions: [{ Name: 'tokyo' }, { Name: 'osaka' }] } },
  passes: { Multiregion: null },
};

function checkConsul({ Consul: consul, Services: services = [] }: ApiJson<Task | TaskGroup>, at: string, say: Say): void {
  const message = 'there is one Consul cluster';
  if (isOther(consul?.Cluster)) needsEnterprise(`${at}.Consul.Cluster`, message, consul?.Cluster, say);
  for (const [index, { Cluster: cluster, Provider: provider }] of services.entries())
    if (provider === 'consul' && isOther(cluster)) needsEnterprise(`${at}.Services[${String(index)}].Cluster`, message, cluster, say);
}

function checkTask({ Vault: vault, Resources: resources, Schedule: schedule }: ApiJson<Task>, at: string, say: Say): void {
  if (isOther(vault?.Cluster)) needsEnterprise(`${at}.Vault.Cluster`, 'there is one Vault cluster', vault?.Cluster, say);
  const { Namespace: namespace = '' } = vault ?? {};
  if (namespace !== '') needsEnterprise(`${at}.Vault.Namespace`, 'there is one Vault namespace', namespace, say);
  const { Affinity: affinity = 'none' } = resources?.NUMA ?? {};
  if (affinity !== 'none') needsEnterprise(`${at}.Resources.NUMA`, 'memory is not chosen by the core', affinity, say);
  if (schedule?.Cron !== undefined) needsEnterprise(`${at}.Schedule`, 'a task runs as long as its group', undefined, say);
}

function isOther(cluster: string | undefined): boolean {
  return cluster !== undefined && cluster !== 'default';
}

function needsEnterprise(at: string, message: string, value: string | undefined, say: Say): void {
  say(at, { message: `${message} under the community edition`, ...(value === undefined ? {} : { value: show(value) }), fix: 'remove it' });
}
