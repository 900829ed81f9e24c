import type { JobRule } from '../rule';
import { lineOf, taskTemplates } from '../template-readings';

const READS_VAULT: ReadonlySet<string> = new Set(['pkiCert', 'secret', 'secrets']);

/** A template that reads from Vault in a task that has no token. */
export const templateVault: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-VAULT',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Without a token Vault refuses every request; the task stays pending, or is killed when the attempts are used up.',
  source: 'Nomad 1.11.3, client/allocrunner/taskrunner/template/template.go (newRunnerConfig)',
  check({ task }, say) {
    if (task.Vault !== undefined) return;
    for (const { calls, text, at } of taskTemplates(task)) {
      const call = calls.find(({ name }) => READS_VAULT.has(name));
      if (call === undefined) continue;
      const { name, args, offset } = call;
      say(at, {
        message: `the template reads from Vault in line ${lineOf(text, offset)}, and the task has no Vault block`,
        value: args[0] === undefined ? name : `${name} ${JSON.stringify(args[0])}`,
        fix: 'add Vault to the task, with the role it logs in to',
      });
    }
  },
  trips: {
    Templates: [{ DestPath: 'secrets/db.env', EmbeddedTmpl: '{{ with secret "database/creds/rw" }}USER={{ .Data.username }}{{ end }}' }],
  },
  passes: {
    Vault: { Role: 'sec-orders' },
    Templates: [{ DestPath: 'secrets/db.env', EmbeddedTmpl: '{{ with secret "database/creds/rw" }}USER={{ .Data.username }}{{ end }}' }],
  },
};
