import { show } from '../../values';
import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';

const RECONCILE = ['best_score', 'longest_running', 'keep_original', 'keep_replacement'];

/** What happens to allocations of a server that is not heard of. */
export const disconnect: JobRule<'group'> = {
  code: 'NOMAD-DISCONNECT',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/group.go, DisconnectStrategy.Validate',
  check({ job: { Type: type }, group: { Disconnect: strategy } }, say) {
    if (strategy === undefined) return;
    const { StopOnClientAfter: stop, LostAfter: lost = 0 } = strategy;
    const negative = (field: string, value: number): void =>
      say(`Disconnect.${field}`, {
        message: 'a time that ends before it begins',
        value: shownDuration(value),
        limit: 'at least 0',
        fix: 'write how long to wait',
      });
    if (stop !== undefined && stop < 0) negative('StopOnClientAfter', stop);
    if (lost < 0) negative('LostAfter', lost);
    if (stop !== undefined && type !== 'service' && type !== 'batch') {
      const limit = 'service, batch';
      say('Disconnect.StopOnClientAfter', {
        message: 'only service and batch jobs are stopped by their client',
        value: show(type),
        limit,
        fix: 'remove StopOnClientAfter',
      });
    }
    if (stop !== undefined && lost !== 0)
      say('Disconnect.LostAfter', {
        message: 'LostAfter and StopOnClientAfter exclude each other',
        value: shownDuration(lost),
        fix: 'remove one of them',
      });
    const reconcile: string = strategy.Reconcile ?? '';
    if (reconcile === '' || RECONCILE.includes(reconcile)) return;
    const limit = RECONCILE.join(', ');
    say('Disconnect.Reconcile', {
      message: 'Nomad does not choose in this way between an allocation and its replacement',
      value: show(reconcile),
      limit,
      fix: 'write one of them',
    });
  },
  trips: { Disconnect: { LostAfter: 60_000_000_000, StopOnClientAfter: 60_000_000_000 } },
  passes: { Disconnect: { LostAfter: 60_000_000_000, Reconcile: 'keep_original' } },
};
