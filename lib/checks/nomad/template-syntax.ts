import type { JobRule } from '../rule';
import { lineOf, taskTemplates } from '../template-readings';

/** A template that cannot be read. */
export const templateSyntax: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-SYNTAX',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The servers register the job; on its client the task is killed before it starts, each time.',
  source: 'consul-template 0.41.4, template/template.go (Execute); Go text/template/parse',
  check({ task }, say) {
    for (const { fault, text, at } of taskTemplates(task)) {
      if (fault === undefined || fault.kind === 'function') continue;
      say(at, {
        message: `the template cannot be read in line ${lineOf(text, fault.offset)}: ${fault.message}`,
        value: fault.word,
        fix:
          fault.kind === 'variable'
            ? `declare it, {{ ${fault.word} := … }}, in this block or around it`
            : 'correct the action, or write {{ "{{" }} for the two letters themselves',
      });
    }
  },
  trips: { Templates: [{ DestPath: 'local/app.conf', EmbeddedTmpl: 'level = {{ env "LEVEL" }\n' }] },
  passes: { Templates: [{ DestPath: 'local/app.conf', EmbeddedTmpl: 'level = {{ env "LEVEL" }}\n' }] },
};
