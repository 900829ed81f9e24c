import type { ApiJson, Template } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

/** What happens to a task when a template changes. */
export const templateChange: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-CHANGE',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Template.Validate',
  check({ task }, say) {
    task.Templates?.forEach((one, index) => {
      checkChange(one, `Templates[${String(index)}]`, say);
    });
  },
  trips: { Templates: [{ DestPath: 'local/flags', EmbeddedTmpl: 'a=b', ChangeMode: 'signal', ChangeSignal: '' }] },
  passes: { Templates: [{ DestPath: 'local/flags', EmbeddedTmpl: 'a=b', ChangeMode: 'signal', ChangeSignal: 'SIGHUP' }] },
};

function checkChange(one: ApiJson<Template>, at: string, say: Say): void {
  const mode: string = one.ChangeMode ?? 'restart';
  switch (mode) {
    case 'noop':
    case 'restart':
      return;
    case 'signal':
      // Nobody writing a signal is SIGHUP; an empty one is none.
      if (one.ChangeSignal === '') {
        say(`${at}.ChangeSignal`, { message: 'the task is sent a signal, and none is named', fix: 'name the signal, for instance SIGHUP' });
      }
      if (one.Envvars === true) {
        say(`${at}.ChangeMode`, {
          message: 'the environment of a process that runs cannot change',
          value: mode,
          fix: "write ChangeMode 'restart'",
        });
      }
      return;
    case 'script':
      if (one.ChangeScript === undefined) {
        say(`${at}.ChangeScript`, { message: 'a script is run, and none is named', fix: 'write ChangeScript with its Command' });
      } else if ((one.ChangeScript.Command ?? '') === '') {
        say(`${at}.ChangeScript.Command`, { message: 'a script is run, and none is named', fix: 'write the path of the script' });
      }
      return;
    default:
      say(`${at}.ChangeMode`, {
        message: 'Nomad knows no such change mode',
        value: show(mode),
        limit: 'noop, restart, signal, script',
        fix: 'write one of them',
      });
  }
}
