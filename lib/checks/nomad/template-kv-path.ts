import type { JobRule } from '../rule';
import { lineOf, taskTemplates } from '../template-readings';

/** A path into version 2 of the key-value engine as version 1 wrote it. */
export const templateKvPath: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-KV-PATH',
  on: 'task',
  severity: 'note',
  protects:
    'The client first asks Vault what is mounted there and adds data/ itself. Where the policy does not let it ask it reads the path as it stands, and gets nothing; and nobody finds the path of the template in the policy.',
  source: 'consul-template 0.41.4, dependency/vault_read.go (readSecret)',
  check({ task }, say) {
    for (const { secrets, text, at } of taskTemplates(task)) {
      for (const { path, fields, offset } of secrets) {
        if (!fields.includes('data') || !path.includes('/') || /\/(?:data|metadata|subkeys)\//.test(path)) continue;
        const [mount = '', ...rest] = path.replace(/^\//, '').split('/');
        say(at, {
          message: `the fields are those of version 2 of the key-value engine, and the path that line ${lineOf(text, offset)} reads has no data/`,
          value: path,
          fix: `write ${[mount, 'data', ...rest].join('/')}`,
        });
      }
    }
  },
  trips: {
    Vault: { Role: 'sec-orders' },
    Templates: [{ DestPath: 'secrets/api.env', EmbeddedTmpl: '{{ with secret "secret/orders" }}KEY={{ .Data.data.key }}{{ end }}' }],
  },
  passes: {
    Vault: { Role: 'sec-orders' },
    Templates: [{ DestPath: 'secrets/api.env', EmbeddedTmpl: '{{ with secret "secret/data/orders" }}KEY={{ .Data.data.key }}{{ end }}' }],
  },
};
