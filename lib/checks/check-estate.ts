import type { Finding } from '../problems';
import type { Estate } from './estate';
import { ESTATE_RULES } from './rules';

/** A finding of a rule about the whole estate. */
export type EstateFinding = Finding & { readonly path: string };

/** What the rules about more than one job say. Linear in the estate. */
export function checkEstate(estate: Estate): EstateFinding[] {
  const findings: EstateFinding[] = [];
  for (const rule of ESTATE_RULES) {
    rule.check(estate, (path, at, saying) => {
      const { code, severity, inProgram = severity } = rule;
      findings.push({ code, severity: inProgram, path, ...(at === undefined ? {} : { at }), ...saying });
    });
  }
  return findings;
}
