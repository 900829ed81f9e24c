import type { ApiJson, Task } from '../../nomad';
import { soundTask } from '../example-job';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

/** What only the Enterprise edition of Nomad takes. */
export const enterprise: JobRule<'group'> = {
  code: 'NOMAD-ENTERPRISE',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/job_endpoint_hook_consul_ce.go, …_vault_ce.go, …_numa_ce.go, …_sched_ce.go',
  check({ group, facts }, say) {
    if (facts.engines.edition !== 'community') return;
    checkCluster(group.Consul?.Cluster, 'Consul.Cluster', 'Consul', say);
    group.Services?.forEach(({ Provider: provider, Cluster: cluster }, index) => {
      if (provider !== 'nomad') checkCluster(cluster, `Services[${String(index)}].Cluster`, 'Consul', say);
    });
    group.Tasks?.forEach((task, index) => {
      checkTask(task, `Tasks[${String(index)}]`, say);
    });
  },
  trips: { Tasks: [soundTask({ Vault: { Role: 'sec-orders', Cluster: 'payments' } })] },
  passes: { Tasks: [soundTask({ Vault: { Role: 'sec-orders', Cluster: 'default' } })] },
};

function checkTask(task: ApiJson<Task>, at: string, say: Say): void {
  checkCluster(task.Consul?.Cluster, `${at}.Consul.Cluster`, 'Consul', say);
  checkCluster(task.Vault?.Cluster, `${at}.Vault.Cluster`, 'Vault', say);
  task.Services?.forEach(({ Provider: provider, Cluster: cluster }, index) => {
    if (provider !== 'nomad') checkCluster(cluster, `${at}.Services[${String(index)}].Cluster`, 'Consul', say);
  });
  const { Namespace: namespace = '' } = task.Vault ?? {};
  if (namespace !== '') {
    const fix = 'remove Vault.Namespace, and VaultNamespace of the job';
    say(`${at}.Vault.Namespace`, { message: 'a namespace of Vault needs Nomad Enterprise', value: namespace, fix });
  }
  const affinity: string = task.Resources?.NUMA?.Affinity ?? 'none';
  if (affinity !== 'none') {
    say(`${at}.Resources.NUMA`, {
      message: 'scheduling by NUMA needs Nomad Enterprise',
      value: affinity,
      limit: 'none',
      fix: 'remove NUMA',
    });
  }
  if (task.Schedule?.Cron !== undefined) {
    say(`${at}.Schedule`, { message: 'a schedule of a task needs Nomad Enterprise', fix: 'remove Schedule, or write a periodic job' });
  }
}

function checkCluster(cluster: string | undefined, at: string, engine: string, say: Say): void {
  if (cluster === undefined || cluster === '' || cluster === 'default') return;
  say(at, { message: `a second cluster of ${engine} needs Nomad Enterprise`, value: cluster, limit: 'default', fix: 'remove Cluster' });
}
