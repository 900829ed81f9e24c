import type { ApiJson, VolumeMount, VolumeRequest } from '../../nomad';
import { nearest } from '../../problems';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

const PROPAGATION = new Set(['', 'private', 'host-to-task', 'bidirectional']);
const LABELS = new Set(['', 'z', 'Z']);

/** Volumes of the group in a task. */
export const volumeMount: JobRule<'task'> = {
  code: 'NOMAD-VOLUME-MOUNT',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Task.Validate; volumes.go, VolumeMount.Validate',
  sidecars: true,
  check({ group, task }, say) {
    task.VolumeMounts?.forEach((mount, index) => {
      checkMount(mount, group.Volumes ?? {}, `VolumeMounts[${String(index)}]`, say);
    });
  },
  trips: { VolumeMounts: [{ Volume: 'ledger', Destination: '/var/ledger' }] },
  passes: { VolumeMounts: [] },
};

function checkMount(mount: ApiJson<VolumeMount>, volumes: Readonly<Record<string, ApiJson<VolumeRequest>>>, at: string, say: Say): void {
  const { Volume: volume = '' } = mount;
  if (!Object.hasOwn(volumes, volume)) {
    const meant = nearest(volume, Object.keys(volumes));
    say(`${at}.Volume`, {
      message: 'the group asks for no such volume',
      value: show(volume),
      fix: meant === undefined ? 'add it to Volumes of the group, of type host or csi' : `write ${show(meant)}`,
    });
  }
  if (mount.Destination === undefined) {
    say(`${at}.Destination`, { message: 'a volume that is mounted nowhere', value: volume, fix: 'write the path in the task' });
  }
  const propagation: string = mount.PropagationMode ?? '';
  if (!PROPAGATION.has(propagation)) {
    const limit = 'private, host-to-task, bidirectional';
    say(`${at}.PropagationMode`, {
      message: 'Nomad knows no such propagation mode',
      value: show(propagation),
      limit,
      fix: 'write one of them',
    });
  }
  const label: string = mount.SELinuxLabel ?? '';
  if (!LABELS.has(label)) {
    say(`${at}.SELinuxLabel`, {
      message: 'Nomad knows no such SELinux label',
      value: show(label),
      limit: 'z, Z',
      fix: 'write one of them',
    });
  }
}
