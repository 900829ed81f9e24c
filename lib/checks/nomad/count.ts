import { versionRank } from '../../model';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** Nomad 1.11.0 brought job_max_count. */
const HAS_MAX_COUNT = versionRank('1.11.0');

/** How many allocations a group, and all of a job, may ask for. */
export const count: JobRule<'job'> = {
  code: 'NOMAD-COUNT',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate and TaskGroup.Validate; nomad/job_endpoint_hooks.go, jobValidate',
  check({ job, facts: { engines, maxCount = 50_000 } }, say) {
    let total = 0;
    job.TaskGroups?.forEach(({ Count: number = 1 }, index) => {
      const at = `TaskGroups[${String(index)}].Count`;
      total += number;
      if (number < 0)
        say(at, {
          message: 'a group of fewer than none',
          value: String(number),
          limit: 'at least 0',
          fix: 'write how many allocations run',
        });
      else if (number > 1 && job.Type === 'system')
        say(at, {
          message: 'a system job runs once on each server',
          value: String(number),
          limit: 'at most 1',
          fix: 'remove Count, or make it a service job',
        });
    });
    if (maxCount === 0 || total <= maxCount || versionRank(engines.nomad) < HAS_MAX_COUNT) return;
    say('TaskGroups', {
      message: 'the groups ask for more allocations than the servers take for one job',
      value: String(total),
      limit: `${String(maxCount)}, the job_max_count of the servers`,
      fix: 'lower the counts, or split the job',
    });
  },
  trips: { Type: 'system', TaskGroups: [{ Name: 'orders', Count: 2 }] },
  passes: { Type: 'service' },
};
