import type { JobRule } from '../rule';
import { shownDuration } from './shown-duration';

/** `max_kill_timeout` of a client that says nothing. */
const DEFAULT_CAP = 30_000_000_000;

/** More time to stop than a client gives. */
export const killTimeoutCap: JobRule<'task'> = {
  code: 'NOMAD-KILL-TIMEOUT-CAP',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The client cuts it short without a word: the task is killed while it still writes.',
  source: 'Nomad 1.11.3, client/allocrunner/taskrunner (max_kill_timeout); hashicorp/nomad#10340',
  sidecars: true,
  check({ task, facts }, say) {
    const cap = facts.maxKillTimeout ?? DEFAULT_CAP;
    const { KillTimeout: timeout = 0 } = task;
    if (timeout <= cap) return;
    say('KillTimeout', {
      message: 'a client gives a task less time to stop than this',
      value: shownDuration(timeout),
      limit: `max_kill_timeout of the clients, ${shownDuration(cap)}${facts.maxKillTimeout === undefined ? ' unless they say otherwise' : ''}`,
      fix: 'stop sooner, or raise max_kill_timeout on the clients and in the facts',
    });
  },
  trips: { KillTimeout: 60_000_000_000 },
  passes: { KillTimeout: 25_000_000_000 },
};
