import { readAt } from '../digest-address';
import { exampleReader, examplePolicy, exampleRole } from '../example-estate';
import type { EstateRule } from '../rule';
import { askedPaths, neededFor, rolesOf } from './roles';

const JOB = exampleReader('sec-orders', 'sec-orders', [['secret', 'database/creds/orders-rw']]);

/** A template that asks for what its policy does not allow. */
export const ungranted: EstateRule = {
  code: 'VAULT-UNGRANTED',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The task stays pending with Template: Missing, as if the secret did not exist, until the deployment fails.',
  source: 'seen on Nomad 1.11.3 and Vault 1.21.0',
  check(estate, say) {
    for (const { role, rules, complete, users, paths } of rolesOf(estate).values()) {
      if (!complete) continue;
      for (const { job, task } of users) {
        for (const read of task.reads) {
          const { kind, path } = read;
          const needed = neededFor(kind);
          if (needed.length === 0 || path === undefined) continue;
          const granted = askedPaths(kind, path).some((each) => {
            const capabilities = rules.capabilitiesAt(each);
            return needed.some((capability) => capabilities.has(capability));
          });
          if (granted) continue;
          say(job.path, readAt(task, read), {
            message: `the policies of the role ${role.name} do not allow what this template asks`,
            value: `${needed[0] ?? 'read'} on ${path}`,
            limit: paths.map((grant) => `${grant.capabilities.join(', ')} on ${grant.path}`).join('; ') || 'nothing',
            fix: 'grant the path in the policy of the job, or read another one',
          });
        }
      }
    }
  },
  trips: { jobs: [JOB], roles: [exampleRole('sec-orders', examplePolicy('database/creds/orders', 'deny'))] },
  passes: { jobs: [JOB], roles: [exampleRole('sec-orders', examplePolicy('database/creds/orders-rw', 'read'))] },
};
