import type { Finding } from '../problems';
import { show } from './value';

/** Characters that a reviewer does not see are no reason. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;

/** Finding for an exception without a reason of substance. */
export function reasonProblem(what: string, reason: unknown): Finding | undefined {
  if (typeof reason === 'string' && reason.replaceAll(UNSEEN, '').trim().length >= 10) return undefined;
  return {
    code: 'VALUE-INVALID',
    message: `${what} needs a reason of at least 10 characters`,
    value: show(reason),
    limit: 'at least 10 characters',
    fix: 'say why, for the reviewer who has one minute',
  };
}
