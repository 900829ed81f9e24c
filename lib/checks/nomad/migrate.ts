import type { ApiJson, MigrateStrategy } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';

/** How a group leaves a server that is drained. */
export const migrate: JobRule<'group'> = {
  code: 'NOMAD-MIGRATE',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, MigrateStrategy.Validate and TaskGroup.Validate',
  check({ job: { Type: type }, group: { Migrate: strategy } }, say) {
    if (strategy === undefined) return;
    if (type === 'service') checkStrategy(strategy, say);
    else say('Migrate', { message: 'only service jobs migrate', value: show(type), limit: 'service', fix: 'remove it' });
  },
  trips: { Migrate: { MinHealthyTime: 600_000_000_000, HealthyDeadline: 300_000_000_000 } },
  passes: { Migrate: { MaxParallel: 2, MinHealthyTime: 10_000_000_000 } },
};

function checkStrategy(strategy: ApiJson<MigrateStrategy>, say: Say): void {
  const { MaxParallel: parallel = 0, MinHealthyTime: healthy = 0, HealthyDeadline: deadline = 0 } = strategy;
  const health: string = strategy.HealthCheck ?? '';
  if (parallel < 0)
    say('Migrate.MaxParallel', {
      message: 'fewer allocations than none',
      value: String(parallel),
      limit: 'at least 0',
      fix: 'write how many allocations move at a time',
    });
  if (health !== 'checks' && health !== 'task_states' && (health !== '' || parallel > 0)) {
    const limit = 'checks, task_states';
    say('Migrate.HealthCheck', {
      message: 'Nomad does not tell in this way whether an allocation is healthy',
      value: show(health),
      limit,
      fix: 'write one of them',
    });
  }
  const negative = (field: string, value: number): void =>
    say(`Migrate.${field}`, {
      message: 'a time that ends before it begins',
      value: shownDuration(value),
      limit: 'at least 0',
      fix: 'write a length of time',
    });
  if (healthy < 0) negative('MinHealthyTime', healthy);
  if (deadline < 0) negative('HealthyDeadline', deadline);
  if (healthy <= deadline) return;
  const limit = `at most HealthyDeadline, ${shownDuration(deadline)}`;
  const fix = 'shorten MinHealthyTime, or lengthen HealthyDeadline';
  say('Migrate.MinHealthyTime', {
    message: 'no allocation is healthy so long before its deadline',
    value: shownDuration(healthy),
    limit,
    fix,
  });
}
