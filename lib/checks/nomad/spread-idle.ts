import type { JobRule } from '../rule';

/** A spread that spreads nothing. */
export const spreadIdle: JobRule<'group'> = {
  code: 'NOMAD-SPREAD-IDLE',
  on: 'group',
  severity: 'note',
  inProgram: 'warning',
  protects: 'The scheduler looks at a hundred servers for it where two would do, and places the instance as it would without.',
  source: 'Nomad 1.11.3, scheduler/feasible/spread.go, stack.go',
  check({ job, group }, say) {
    const { Count: count = 1, Scaling, Spreads: spreads = [] } = group;
    const isOne = count === 1 && (Scaling?.Max ?? 1) <= 1;
    for (const [index, { Attribute: attribute = '', SpreadTarget: targets = [] }] of spreads.entries()) {
      const one = attribute === '${node.datacenter}' && job.Datacenters?.length === 1 ? job.Datacenters[0] : undefined;
      const inOne = one !== undefined && !one.includes('*');
      // Targets say where a single instance should go, too.
      if (!inOne && !(isOne && targets.length === 0)) continue;
      say(`Spreads[${String(index)}]`, {
        message: inOne ? 'the job runs in one datacenter, so there is nothing to spread over' : 'one instance cannot be spread',
        value: attribute,
        fix: 'leave the spread out',
      });
    }
  },
  trips: { Count: 1, Spreads: [{ Attribute: '${meta.rack}', Weight: 100 }] },
  passes: { Count: 3, Spreads: [{ Attribute: '${meta.rack}', Weight: 100 }] },
};
