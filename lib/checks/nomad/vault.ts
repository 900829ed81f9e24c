import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

/** What happens to a task when its Vault token changes. */
export const vault: JobRule<'task'> = {
  code: 'NOMAD-VAULT',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Vault.Validate',
  check({ task: { Vault: block } }, say) {
    if (block === undefined) return;
    const mode: string = block.ChangeMode ?? '';
    // An empty mode is restart, and nobody writing a signal is SIGHUP; an empty signal is none.
    if (mode === 'signal' && block.ChangeSignal === '') {
      say('Vault.ChangeSignal', { message: 'the task is sent a signal, and none is named', fix: 'name the signal, for instance SIGHUP' });
    }
    if (mode === '' || mode === 'noop' || mode === 'restart' || mode === 'signal') return;
    say('Vault.ChangeMode', {
      message: 'Nomad knows no such change mode',
      value: show(mode),
      limit: 'noop, restart, signal',
      fix: 'write one of them',
    });
  },
  trips: { Vault: { Role: 'sec-orders', ChangeMode: 'reload' } },
  passes: { Vault: { Role: 'sec-orders', ChangeMode: 'noop' } },
};
