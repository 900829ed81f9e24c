import type { Finding } from '../problems';
import type { Values } from './output';

/** What becomes of a resource that both releases have: values for both, or why there are none. */
export type United = { readonly values: Values } | { readonly finding: Finding };

/** A thing that cannot become another without an outage. */
export function inPlace(finding: Omit<Finding, 'code'>): United {
  return { finding: { code: 'CHANGE-IN-PLACE', ...finding } };
}

/** Two forms for which there is no rule. */
export function cannotUnite(value: string, message: string): United {
  return {
    finding: {
      code: 'CHANGE-UNION',
      message,
      value,
      limit: 'forms that kumiki writes itself',
      fix: 'make the change in steps that only add, or apply this release without expand while nobody calls',
    },
  };
}
