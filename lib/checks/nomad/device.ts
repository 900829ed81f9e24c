import { nearest } from '../../problems';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const AFFINITIES = new Set(['none', 'prefer', 'require']);

/** Devices of a task, and the cores beside them. */
export const device: JobRule<'task'> = {
  code: 'NOMAD-DEVICE',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, RequestedDevice.Validate and Resources.Validate',
  sidecars: true,
  check({ task: { Resources: resources }, facts }, say) {
    if (resources === undefined) return;
    const { Devices: devices = [], NUMA: numa } = resources;
    devices.forEach(({ Name: name = '' }, index) => {
      if (name !== '') return;
      const limit = 'type, vendor/type, or vendor/type/model';
      say(`Resources.Devices[${String(index)}].Name`, {
        message: 'a device without a name',
        limit,
        fix: "write for instance 'nvidia/gpu'",
      });
    });
    const affinity: string = numa?.Affinity ?? 'none';
    // The community edition takes none but none, whatever it is called.
    if (facts.engines.edition === 'enterprise' && !AFFINITIES.has(affinity)) {
      const limit = 'none, prefer, require';
      say('Resources.NUMA.Affinity', { message: 'Nomad knows no such affinity', value: show(affinity), limit, fix: 'write one of them' });
    }
    numa?.Devices?.forEach((name, index) => {
      const names = devices.map(({ Name = '' }) => Name);
      if (names.includes(name)) return;
      const meant = nearest(name, names);
      const fix = meant === undefined ? 'add the device to Resources.Devices' : `write ${show(meant)}`;
      say(`Resources.NUMA.Devices[${String(index)}]`, { message: 'the task asks for no such device', value: show(name), fix });
    });
  },
  trips: { Resources: { CPU: 500, MemoryMB: 256, Devices: [{ Name: '' }] } },
  passes: { Resources: { CPU: 500, MemoryMB: 256, Devices: [{ Name: 'nvidia/gpu' }] } },
};
