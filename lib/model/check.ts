import type { Finding, ProblemCode, Severity } from '../problems';
import type { Model } from './model';
import type { ModelVersions } from './model-versions';

/** Whose model it is, and with which codes its mistakes are said. */
export interface Dialect {
  readonly engine: 'Nomad' | 'Consul';
  /** What the other spelling of a field is called: its name in a jobspec file, its snake-case alias. */
  readonly otherNotation: string;
  readonly codes: { readonly [kind in 'unknown' | 'type' | 'duration' | 'version' | 'rule']: ProblemCode };
}

/** One run over one object. The path grows and shrinks while walking; an address is made only for a finding. */
export interface Check {
  readonly model: Model;
  readonly dialect: Dialect;
  /** Struct of the whole object. */
  readonly root: string;
  readonly versions: ModelVersions;
  /** `versions`, ready to be compared. */
  readonly nomad: number;
  readonly providerApi: number;
  /** How bad what is found is. @default error, as a Finding says it */
  readonly severity?: Severity;
  readonly path: (string | number)[];
  readonly findings: Finding[];
}

/** `TaskGroups[0].Tasks[1].Env["MY-KEY"]`; undefined for the whole object. */
export function address(path: readonly (string | number)[]): string | undefined {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${String(step)}]`;
    else if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text === '' ? undefined : text;
}

export function report(check: Check, finding: Omit<Finding, 'at'>): void {
  const { severity } = check;
  check.findings.push({ ...finding, ...(severity === undefined ? {} : { severity }), at: address(check.path) });
}
