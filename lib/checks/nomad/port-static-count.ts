import type { JobRule } from '../rule';

/** A fixed port, and several instances that each need a server for it. */
export const portStaticCount: JobRule<'group'> = {
  code: 'NOMAD-PORT-STATIC-COUNT',
  on: 'group',
  severity: 'note',
  protects:
    'Every instance needs a server of its own, and every canary one more. Where they run short the roll-out waits, and nothing in the job says why.',
  source: 'Nomad 1.11.3, nomad/structs/network.go; hashicorp/nomad#18509, #25413',
  check({ job, group }, say) {
    if ((job.Type ?? 'service') !== 'service') return;
    const { Count: count = 1 } = group;
    if (count < 2) return;
    const isSaid = [...(job.Constraints ?? []), ...(group.Constraints ?? [])].some(({ Operand }) => Operand === 'distinct_hosts');
    if (isSaid) return;
    group.Networks?.forEach(({ ReservedPorts = [] }, index) => {
      const position = ReservedPorts.findIndex(({ Value: value = 0, IgnoreCollision }) => value > 0 && IgnoreCollision !== true);
      const port = ReservedPorts[position];
      if (port === undefined) return;
      say(`Networks[${String(index)}].ReservedPorts[${String(position)}].Value`, {
        message: 'no two instances fit on one server for this port, and nothing says that this is meant',
        value: `${String(port.Value)}, ${String(count)} instances`,
        fix: 'add the constraint distinct_hosts, or let the port be dynamic',
      });
    });
  },
  trips: { Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }], ReservedPorts: [{ Label: 'fix', Value: 9_880 }] }] },
  passes: {
    Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }], ReservedPorts: [{ Label: 'fix', Value: 9_880 }] }],
    Constraints: [{ Operand: 'distinct_hosts', RTarget: 'true' }],
  },
};
