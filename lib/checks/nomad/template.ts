import type { ApiJson, Template } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { escapesAllocation } from './escapes-allocation';
import { shownDuration } from './shown-duration';

/** Where templates are from, and where they are written. */
export const template: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Template.Validate',
  check({ task }, say) {
    const templates = task.Templates ?? [];
    templates.forEach((one, index) => {
      checkFiles(one, `Templates[${String(index)}]`, say);
      const { DestPath: destination = '' } = one;
      const other = templates.findIndex(({ DestPath = '' }) => DestPath === destination);
      if (other === index) return;
      say(`Templates[${String(index)}].DestPath`, {
        message: `Templates[${String(other)}] writes the same file`,
        value: destination,
        fix: 'write one of them elsewhere, or make one template of both',
      });
    });
  },
  trips: { Templates: [{ DestPath: '../../../etc/flags', EmbeddedTmpl: 'a=b' }] },
  passes: { Templates: [{ DestPath: 'local/flags', EmbeddedTmpl: 'a=b', Perms: '0640', Splay: 5_000_000_000 }] },
};

function checkFiles(one: ApiJson<Template>, at: string, say: Say): void {
  const {
    SourcePath: source = '',
    EmbeddedTmpl: text = '',
    DestPath: destination = '',
    Perms: perms = '',
    Splay: splay = 0,
    Wait: wait,
  } = one;
  if (source === '' && text === '') {
    say(at, { message: 'a template without a text', fix: 'write EmbeddedTmpl, or name a file with SourcePath' });
  }
  if (destination === '') {
    say(`${at}.DestPath`, { message: 'a template that is written nowhere', fix: 'write a path below local/ or secrets/' });
  } else if (escapesAllocation(['task'], destination)) {
    say(`${at}.DestPath`, {
      message: 'the file lies outside of the allocation',
      value: destination,
      fix: 'write a path below local/ or secrets/',
    });
  }
  if (perms !== '' && !isMode(perms)) {
    say(`${at}.Perms`, {
      message: 'these are no permissions of a file',
      value: show(perms),
      limit: 'octal digits, 0000 to 7777',
      fix: "write for instance '0640'",
    });
  }
  if (splay < 0) {
    say(`${at}.Splay`, {
      message: 'a splay below nothing',
      value: shownDuration(splay),
      limit: 'at least 0',
      fix: 'write how far changes may be spread',
    });
  }
  if (wait?.Min !== undefined && wait.Max !== undefined && wait.Min > wait.Max) {
    const limit = `at most Wait.Max, ${shownDuration(wait.Max)}`;
    say(`${at}.Wait.Min`, {
      message: 'the shortest wait is longer than the longest',
      value: shownDuration(wait.Min),
      limit,
      fix: 'lower Wait.Min, or raise Wait.Max',
    });
  }
}

const OCTAL = /^[0-7]+$/;

function isMode(perms: string): boolean {
  return OCTAL.test(perms) && Number.parseInt(perms, 8) < 0o10000;
}
