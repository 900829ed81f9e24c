import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const HOOKS = new Set(['prestart', 'poststart', 'poststop']);

/** When a task runs beside the main ones. */
export const lifecycle: JobRule<'task'> = {
  code: 'NOMAD-LIFECYCLE',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskLifecycleConfig.Validate',
  check({ task: { Lifecycle: block } }, say) {
    const hook: string = block?.Hook ?? '';
    if (block === undefined || HOOKS.has(hook)) return;
    say('Lifecycle.Hook', {
      message: hook === '' ? 'a lifecycle without a hook' : 'Nomad knows no such hook',
      value: show(hook),
      limit: 'prestart, poststart, poststop',
      fix: 'write one of them, or remove Lifecycle for a main task',
    });
  },
  trips: { Lifecycle: { Hook: 'before', Sidecar: true } },
  passes: { Lifecycle: { Hook: 'poststart', Sidecar: true } },
};
