import type { JobRule } from '../rule';
import { lineOf, taskTemplates } from '../template-readings';

/** Fields of a secret that are asked one level too high. */
export const templateKvField: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-KV-FIELD',
  on: 'task',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The file says <no value> where the password should stand, and the task starts with it.',
  source: 'the key-value secrets engine of Vault, version 2: an answer has the fields under data, beside their metadata',
  check({ task }, say) {
    for (const { secrets, text, at } of taskTemplates(task)) {
      for (const { path, fields, offset } of secrets) {
        if (!/^\/?[^/]+\/data\//.test(path)) continue;
        const field = fields.find((name) => name !== 'data' && name !== 'metadata');
        if (field === undefined || fields.includes('data')) continue;
        say(at, {
          message: `the secret that line ${lineOf(text, offset)} reads has its fields under .Data.data`,
          value: `.Data.${field}`,
          fix: `write .Data.data.${field}`,
        });
      }
    }
  },
  trips: {
    Vault: { Role: 'sec-orders' },
    Templates: [{ DestPath: 'secrets/api.env', EmbeddedTmpl: '{{ with secret "secret/data/orders" }}KEY={{ .Data.key }}{{ end }}' }],
  },
  passes: {
    Vault: { Role: 'sec-orders' },
    Templates: [{ DestPath: 'secrets/api.env', EmbeddedTmpl: '{{ with secret "secret/data/orders" }}KEY={{ .Data.data.key }}{{ end }}' }],
  },
};
