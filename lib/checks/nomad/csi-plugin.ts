import { versionRank } from '../../model';
import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const TYPES = new Set(['node', 'controller', 'monolith']);

/** Nomad 2.0.1 compares folders; before, it compared texts. */
const COMPARES_FOLDERS = versionRank('2.0.1');

/** A task that is a CSI plugin. */
export const csiPlugin: JobRule<'task'> = {
  code: 'NOMAD-CSI-PLUGIN',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Task.Validate; hashicorp/nomad#27717',
  check({ task: { CSIPluginConfig: plugin }, facts }, say) {
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
    const below = versionRank(facts.engines.nomad) >= COMPARES_FOLDERS ? isBelow(stage, mount) : stage.startsWith(mount);
    if (mount !== '' && stage !== '' && below) {
      say('CSIPluginConfig.StagePublishBaseDir', {
        message: 'volumes are staged below the folder of the socket',
        value: stage,
        limit: `not below MountDir, ${show(mount)}`,
        fix: 'stage them elsewhere',
      });
    }
  },
  trips: { CSIPluginConfig: { ID: 'disks', Type: 'agent' } },
  passes: { CSIPluginConfig: { ID: 'disks', Type: 'node' } },
};

function isBelow(path: string, folder: string): boolean {
  if (path.startsWith('/') !== folder.startsWith('/')) return false;
  const [steps, above] = [stepsOf(path), stepsOf(folder)];
  return above.every((step, index) => steps[index] === step) && steps[above.length]?.startsWith('..') !== true;
}

function stepsOf(path: string): string[] {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (step !== '' && step !== '.' && !(step === '..' && path.startsWith('/'))) steps.push(step);
  }
  return steps;
}
