import type { JobRule } from '../rule';

/** Ports that clients hand out themselves (`min_dynamic_port`, `max_dynamic_port`). */
const [FIRST, LAST] = [20_000, 32_000];

/** A fixed port that any other job may have got. */
export const portDynamicRange: JobRule<'group'> = {
  code: 'NOMAD-PORT-DYNAMIC-RANGE',
  on: 'group',
  severity: 'warning',
  protects:
    'A job that was here first may have got the number as a dynamic port: the instance cannot be placed on that server, today or tomorrow.',
  source: 'Nomad 1.11.3, nomad/structs/network.go (DefaultMinDynamicPort, DefaultMaxDynamicPort)',
  check({ group }, say) {
    group.Networks?.forEach(({ ReservedPorts = [] }, index) => {
      ReservedPorts.forEach(({ Value: value = 0 }, port) => {
        if (value < FIRST || value > LAST) return;
        say(`Networks[${String(index)}].ReservedPorts[${String(port)}].Value`, {
          message: 'clients hand this number out as a dynamic port',
          value: String(value),
          limit: `outside of ${String(FIRST)} to ${String(LAST)}`,
          fix: 'choose a port outside of the range, or let it be dynamic',
        });
      });
    });
  },
  trips: {
    Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }], ReservedPorts: [{ Label: 'fix', Value: 25_000 }] }],
    Count: 1,
  },
  passes: {
    Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }], ReservedPorts: [{ Label: 'fix', Value: 9_880 }] }],
    Count: 1,
  },
};
