import { isTimeZone } from '../cron/time-zone';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** `_internal_test` is Nomad's own, and taken without a look at its specs. */
const SPEC_TYPES = ['cron', '_internal_test'];

/** When a job runs, but for its cron expressions. */
export const periodic: JobRule<'job'> = {
  code: 'NOMAD-PERIODIC',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate and PeriodicConfig.Validate',
  check({ job }, say) {
    const { Periodic: config, Type: type } = job;
    if (config === undefined || config.Enabled === false) return;
    if (type !== 'batch' && type !== 'sysbatch') {
      const fix = "write Type 'batch', or remove Periodic";
      say('Periodic', { message: 'only batch and sysbatch jobs are periodic', value: show(type), limit: 'batch, sysbatch', fix });
    }
    const { Spec: spec = '', Specs: specs = [], TimeZone: zone = '' } = config;
    if (spec !== '' && specs.length > 0)
      say('Periodic.Spec', { message: 'Spec and Specs exclude each other', value: show(spec), fix: 'write it into Specs' });
    if (spec === '' && specs.length === 0)
      say('Periodic.Specs', { message: 'a periodic job without a cron expression', fix: 'write Specs' });
    if (!isTimeZone(zone)) {
      const limit = 'a name of the IANA database, letter by letter';
      say('Periodic.TimeZone', {
        message: 'the servers know no such time zone',
        value: show(zone),
        limit,
        fix: "write for instance 'Asia/Tokyo'",
      });
    }
    const specType: string = config.SpecType ?? '';
    if (SPEC_TYPES.includes(specType)) return;
    say('Periodic.SpecType', {
      message: 'Nomad reads specs as cron expressions alone',
      value: show(specType),
      limit: 'cron',
      fix: 'leave SpecType out',
    });
  },
  trips: { Type: 'service', Periodic: { Specs: ['0 2 * * *'] } },
  passes: { Type: 'batch', Periodic: { ProhibitOverlap: true, Specs: ['0 2 * * *'], TimeZone: 'Asia/Tokyo' } },
};
