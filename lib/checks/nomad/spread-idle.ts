import type { ApiJson, Spread } from '../../nomad';
import type { JobRule, Say } from '../rule';

/** A spread that spreads nothing. */
export const spreadIdle: JobRule<'job'> = {
  code: 'NOMAD-SPREAD-IDLE',
  on: 'job',
  severity: 'note',
  inProgram: 'warning',
  protects: 'The scheduler looks at a hundred servers for it where two would do, and places the instances as it would without.',
  source: 'Nomad 1.11.3, scheduler/feasible/spread.go, stack.go',
  check({ job }, say) {
    // A job hands its spreads to no group: each has those of both.
    const [only, ...more] = job.Datacenters ?? [];
    if (only === undefined || more.length > 0 || only.includes('*')) return;
    tell(job.Spreads, '', only, say);
    job.TaskGroups?.forEach(({ Spreads }, index) => {
      tell(Spreads, `TaskGroups[${String(index)}].`, only, say);
    });
  },
  trips: { Datacenters: ['tokyo'], Spreads: [{ Attribute: '${node.datacenter}', Weight: 100 }] },
  passes: { Datacenters: ['tokyo'], Spreads: [{ Attribute: '${meta.rack}', Weight: 100 }] },
};

function tell(spreads: readonly ApiJson<Spread>[] | undefined, at: string, only: string, say: Say): void {
  spreads?.forEach(({ Attribute: attribute }, index) => {
    if (attribute !== '${node.datacenter}') return;
    say(`${at}Spreads[${String(index)}]`, {
      message: 'the job runs in one datacenter, so there is nothing to spread over',
      value: only,
      fix: 'spread over an attribute that differs, such as a rack, or leave the spread out',
    });
  });
}
