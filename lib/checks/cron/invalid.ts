import { show } from '../../values';
import { AT_APPLY } from '../nomad/at-apply';
import type { JobRule, Say } from '../rule';
import { cronProblem } from './cron-expression';

/** Cron expressions as Nomad's servers read them. */
export const invalid: JobRule<'job'> = {
  code: 'CRON-INVALID',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, PeriodicConfig.Validate; hashicorp/cronexpr 1.1.3',
  check({ job: { Periodic: config } }, say) {
    if (config === undefined || config.Enabled === false || config.SpecType !== 'cron') return;
    if (config.Spec !== undefined && config.Spec !== '') checkSpec(config.Spec, 'Periodic.Spec', say);
    config.Specs?.forEach((spec, index) => {
      checkSpec(spec, `Periodic.Specs[${String(index)}]`, say);
    });
  },
  trips: { Type: 'batch', Periodic: { Specs: ['61 * * * *'] } },
  passes: { Type: 'batch', Periodic: { ProhibitOverlap: true, Specs: ['0 3 L * * 2027', '0 2 * * mon-fri'], TimeZone: 'Asia/Tokyo' } },
};

function checkSpec(spec: string, at: string, say: Say): void {
  const problem = cronProblem(spec);
  if (problem === undefined) return;
  say(at, {
    message: `Nomad does not read this cron expression: ${problem}`,
    value: show(spec),
    limit: 'minute, hour, day of month, month, day of week; a sixth field is the year',
    fix: "write for instance '0 2 * * mon-fri'",
  });
}
