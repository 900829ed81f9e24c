import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const TYPES = new Set(['node', 'controller', 'monolith']);

/** A task that is a CSI plugin. */
export const csiPlugin: JobRule<'task'> = {
  code: 'NOMAD-CSI-PLUGIN',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Task.Validate',
  check({ task: { CSIPluginConfig: plugin } }, say) {
    if (plugin === undefined) return;
    const type: string = plugin.Type ?? '';
    if ((plugin.ID ?? '') === '') say('CSIPluginConfig.ID', { message: 'a CSI plugin without an id', fix: 'name the plugin' });
    if (!TYPES.has(type)) {
      const limit = 'node, controller, monolith';
      say('CSIPluginConfig.Type', {
        message: 'Nomad knows no such type of CSI plugin',
        value: show(type),
        limit,
        fix: 'write one of them',
      });
    }
    const { MountDir: mount = '/csi', StagePublishBaseDir: stage = '/local/csi' } = plugin;
    if (mount !== '' && stage !== '' && stage.startsWith(mount)) {
      say('CSIPluginConfig.StagePublishBaseDir', {
        message: 'volumes are staged below the folder of the socket',
        value: stage,
        limit: `nothing that begins with MountDir, ${show(mount)}`,
        fix: 'stage them elsewhere',
      });
    }
  },
  trips: { CSIPluginConfig: { ID: 'disks', Type: 'agent' } },
  passes: { CSIPluginConfig: { ID: 'disks', Type: 'node' } },
};
