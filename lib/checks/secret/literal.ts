import { secretLiteralFindings, type Job } from '../../nomad';
import type { JobRule } from '../rule';

/** A secret that stands in a job. */
export const literal: JobRule<'job'> = {
  code: 'SECRET-LITERAL',
  on: 'job',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'Whoever may read the code, the plan, the state of Terraform or a job in Nomad has the secret, and it stays in their histories.',
  source: 'forms of tokens that their makers document; entropy',
  check({ job }, say) {
    for (const { at = '', message, value, fix } of secretLiteralFindings(job as unknown as Job)) {
      say(at, { message, ...(value === undefined ? {} : { value }), fix });
    }
  },
  trips: { Meta: { db_password: 'Tr0ub4dor&3' } },
  passes: { Meta: { db_password_file: '/secrets/db/password' } },
};
