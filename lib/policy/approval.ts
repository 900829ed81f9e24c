import { isPlainObject } from '../model';
import type { Finding } from '../problems';
import { show } from '../values';

/** One person's word for one code. */
export interface Approval {
  /** Name on the platform where it was said; large and small letters are the same. */
  readonly by: string;
  /** ISO 8601. */
  readonly at?: string;
  /** The code, 12 to 64 letters of it. */
  readonly approves: string;
}

/** Approvals, or everything that is wrong with them. */
export type ReadApprovals = { readonly approvals: readonly Approval[] } | { readonly findings: readonly Finding[] };

const CODE = /^[0-9a-f]{12,64}$/i;

/** Reads a list of approvals as data. */
export function readApprovals(text: string): ReadApprovals {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { findings: [refused('the approvals are not JSON', '')] };
  }
  if (!Array.isArray(json)) return { findings: [refused('the approvals are no list', '', json)] };
  const findings: Finding[] = [];
  const approvals = json.flatMap((entry: unknown, index): Approval[] => {
    const at = `[${String(index)}]`;
    if (!isPlainObject(entry)) findings.push(refused('an approval is no object', at, entry));
    else if (typeof entry['by'] !== 'string' || entry['by'].trim() === '')
      findings.push(refused('nobody is named', `${at}.by`, entry['by']));
    else if (typeof entry['approves'] !== 'string' || !CODE.test(entry['approves']))
      findings.push(refused('no code is named', `${at}.approves`, entry['approves'], '12 to 64 hexadecimal letters'));
    else {
      const extra = Object.keys(entry).find((name) => !['by', 'at', 'approves'].includes(name));
      if (extra !== undefined) findings.push(refused('an approval has no such member', `${at}.${extra}`, entry[extra], 'by, at, approves'));
      const { by, at: said, approves } = entry;
      return [{ by, approves, ...(typeof said === 'string' ? { at: said } : {}) }];
    }
    return [];
  });
  return findings.length > 0 ? { findings } : { approvals };
}

function refused(message: string, at: string, value?: unknown, limit = 'a list of { "by", "approves" }'): Finding {
  return {
    code: 'VALUE-INVALID',
    ...(at === '' ? {} : { at }),
    message,
    ...(value === undefined ? {} : { value: show(value) }),
    limit,
    fix: 'write [{ "by": "a name", "approves": "the code of the review" }], or [] where nobody approved',
  };
}
