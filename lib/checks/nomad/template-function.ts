import { versionRank } from '../../model';
import { nearest } from '../../problems';
import { functionSince, isSprigFunction, templateFunctionNames } from '../../template';
import type { JobRule } from '../rule';
import { lineOf, taskTemplates } from '../template-readings';

/** A function of a template that the clients do not have. */
export const templateFunction: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-FUNCTION',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The servers register the job; on its client the task is killed before it starts, each time.',
  source: 'consul-template 0.29.6 to 0.42.1, template/template.go (funcMap), and which of them each version of Nomad is built with',
  check({ task, facts }, say) {
    for (const { fault, calls, text, at } of taskTemplates(task)) {
      if (fault?.kind === 'function') {
        say(at, {
          message: `no client has this function, which the template calls in line ${lineOf(text, fault.offset)}`,
          value: fault.word,
          fix: fixFor(fault.word),
        });
      }
      for (const { name, offset } of calls) {
        const since = functionSince(name);
        if (since === undefined || versionRank(facts.engines.nomad) >= versionRank(since)) continue;
        say(at, {
          message: `clients of Nomad ${facts.engines.nomad} do not have this function yet, which the template calls in line ${lineOf(text, offset)}`,
          value: name,
          limit: `Nomad ${since} or later`,
          fix: 'do without it, or declare the newer version once the clients run it',
        });
      }
    }
  },
  trips: { Templates: [{ DestPath: 'local/app.conf', EmbeddedTmpl: 'level = {{ env "LEVEL" | default "info" }}\n' }] },
  passes: { Templates: [{ DestPath: 'local/app.conf', EmbeddedTmpl: 'level = {{ env "LEVEL" | sprig_default "info" }}\n' }] },
};

function fixFor(name: string): string {
  if (isSprigFunction(name)) return `write sprig_${name}`;
  const near = nearest(name, templateFunctionNames());
  return near === undefined ? 'use a function of consul-template' : `write ${near}`;
}
