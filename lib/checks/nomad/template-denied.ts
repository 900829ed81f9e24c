import { versionRank } from '../../model';
import { functionDeniedSince } from '../../template';
import type { JobRule } from '../rule';
import { lineOf, taskTemplates } from '../template-readings';

/** A function of a template that clients deny unless their operators say otherwise. */
export const templateDenied: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-DENIED',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The task is killed before it starts, unless the operators of every client have allowed the function to everybody.',
  source: 'Nomad 1.11.3, client/config/config.go (DefaultTemplateFunctionDenylist)',
  check({ task, facts }, say) {
    for (const { calls, text, at } of taskTemplates(task)) {
      for (const { name, offset } of calls) {
        const since = functionDeniedSince(name);
        if (since === undefined || versionRank(facts.engines.nomad) < versionRank(since)) continue;
        say(at, {
          message: `clients deny this function by default, which the template calls in line ${lineOf(text, offset)}`,
          value: name,
          limit: 'template.function_denylist of the clients',
          fix:
            name === 'writeToFile'
              ? 'write a template of its own for every file; those with the same call get the same answer'
              : 'do without it',
        });
      }
    }
  },
  trips: { Templates: [{ DestPath: 'local/app.conf', EmbeddedTmpl: '{{ "a" | writeToFile "local/a" "root" "root" "0400" }}' }] },
  passes: { Templates: [{ DestPath: 'local/app.conf', EmbeddedTmpl: '{{ "a" | toUpper }}' }] },
};
