import { templateTextsOf } from './job-texts';

/** What the jobs of a program read that no stack writes: values that the firm's operators own. */
export interface Needs {
  /** Paths of KV secrets, with the fields that are read of each. */
  readonly secrets: ReadonlyMap<string, ReadonlySet<string>>;
  /** Roles of Vault's database engine. */
  readonly databaseRoles: ReadonlySet<string>;
  /** Roles of Vault's PKI engine. */
  readonly certificateRoles: ReadonlySet<string>;
  /** Consul keys. */
  readonly keys: ReadonlySet<string>;
}

/** Read from the templates of the jobs, as consul-template reads them. */
export function needsOf(jobspecs: readonly string[]): Needs {
  const secrets = new Map<string, Set<string>>();
  const databaseRoles = new Set<string>();
  const certificateRoles = new Set<string>();
  const keys = new Set<string>();
  for (const text of jobspecs.flatMap(templateTextsOf)) {
    for (const [, key = ''] of text.matchAll(/\bkey(?:Or\w+)? "([^"]+)"/g)) keys.add(key);
    // A block of one secret reaches to the next; the fields in it are the secret's.
    for (const block of text.split(/(?=with secret )/)) {
      const path = /secret "([^"]+)"/.exec(block)?.[1];
      if (path === undefined) continue;
      const [mount, ...rest] = path.split('/');
      const role = rest.at(-1) ?? '';
      if (mount === 'pki') certificateRoles.add(role);
      else if (mount === 'database') databaseRoles.add(role);
      else {
        const fields = secrets.get(path) ?? new Set<string>();
        for (const [, plain, quoted] of block.matchAll(/\.Data\.data(?:\.(\w+)| "([^"]+)")/g)) fields.add(plain ?? quoted ?? '');
        secrets.set(path, fields);
      }
    }
  }
  return { secrets, databaseRoles, certificateRoles, keys };
}
