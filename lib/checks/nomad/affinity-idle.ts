import type { JobRule } from '../rule';

/** An affinity for what every server has. */
export const affinityIdle: JobRule<'group'> = {
  code: 'NOMAD-AFFINITY-IDLE',
  on: 'group',
  severity: 'note',
  inProgram: 'warning',
  protects: 'All servers the job may run on score the same, and the scheduler looks at a hundred of them for it.',
  source: 'Nomad 1.11.3, scheduler/feasible/rank.go (NodeAffinityIterator), stack.go',
  check({ job, group }, say) {
    group.Affinities?.forEach(({ LTarget: left = '', RTarget: right = '', Operand: operand = '=' }, index) => {
      const only =
        left === '${node.datacenter}' && job.Datacenters?.length === 1
          ? job.Datacenters[0]
          : left === '${node.pool}' && job.NodePool !== 'all'
            ? job.NodePool
            : undefined;
      if (only === undefined || only.includes('*') || only !== right || operand !== '=') return;
      say(`Affinities[${String(index)}]`, {
        message: 'every server that the job may run on has this value',
        value: `${left} = ${right}`,
        fix: 'leave the affinity out',
      });
    });
  },
  trips: { Affinities: [{ LTarget: '${node.pool}', RTarget: 'default', Operand: '=', Weight: 50 }] },
  passes: { Affinities: [{ LTarget: '${meta.disk}', RTarget: 'fast', Operand: '=', Weight: 50 }] },
};
