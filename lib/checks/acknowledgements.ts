import { nearest, PROBLEM_CODES, type CallSite, type Finding, type Problem, type ProblemCode, type Severity } from '../problems';
import { reasonProblem, show } from '../values';
import { RULES } from './rules';

/** A finding that a program lets stand, and why. */
export interface AcknowledgedFinding {
  /** Which rule it breaks. */
  readonly code: ProblemCode;
  /** Construct path. */
  readonly path: string;
  /** Where inside the construct or its job; absent for the construct itself. */
  readonly at?: string | undefined;
  /** What was found. */
  readonly message: string;
  /** What was given. */
  readonly value?: string | undefined;
  /** Whether a line of its own lets it stand, `Checks.of(…).acknowledge`, or the prop that needs the reason anyway. */
  readonly by: 'acknowledge' | 'prop';
  /** Why it may stand. */
  readonly reason: string;
  /** Line of the program that says so, `stacks/trading/orders.ts:31`. */
  readonly source?: string | undefined;
}

/** Words of a program about findings of one code at a construct and below. */
interface Acknowledgement {
  readonly code: ProblemCode;
  /** Construct path; empty for the app. */
  readonly path: string;
  readonly reason: string;
  readonly site: CallSite;
}

/** Problems, after what was acknowledged is taken out. */
export interface Settled {
  /** What is still to be said. */
  readonly said: readonly Problem[];
  readonly acknowledged: readonly AcknowledgedFinding[];
  /** Acknowledgements of what cannot be acknowledged. */
  readonly refused: readonly Problem[];
  /** Acknowledgements that silence nothing. True only where everything was looked at. */
  readonly unused: readonly Problem[];
}

/** How bad a finding of a rule is in anybody's job; codes without a rule are not in it. */
const BASE_SEVERITY: ReadonlyMap<string, Severity> = new Map(RULES.map(({ code, severity }) => [code, severity]));

/**
 * Which findings a program lets stand. The innermost word about a code counts; nothing depends on the order. What an engine
 * refuses stays refused, whatever the reason.
 */
export class Acknowledgements {
  readonly #byCode = new Map<ProblemCode, Map<string, Acknowledgement>>();

  /** Lets findings of a code stand at a construct and below; what is wrong with that is returned. */
  add(path: string, code: ProblemCode, reason: string, site: CallSite): Finding | undefined {
    const problem = codeProblem(code) ?? acknowledgementReason(reason);
    if (problem !== undefined) return { ...problem, code: 'ACKNOWLEDGE-INVALID', at: `acknowledge(${code})` };
    const byPath = this.#byCode.get(code) ?? new Map<string, Acknowledgement>();
    this.#byCode.set(code, byPath);
    const known = byPath.get(path);
    if (known !== undefined && known.reason !== reason) return conflict(code, known, { reason, site });
    if (known === undefined) byPath.set(path, { code, path, reason, site });
    return undefined;
  }

  /** Takes out of the problems what was acknowledged. Linear in the problems. */
  settle(problems: readonly Problem[]): Settled {
    if (this.#byCode.size === 0) return { said: problems, acknowledged: [], refused: [], unused: [] };
    const said: Problem[] = [];
    const acknowledged: AcknowledgedFinding[] = [];
    const used = new Set<Acknowledgement>();
    const refused = new Set<Acknowledgement>();
    for (const problem of problems) {
      const acknowledgement = innermost(this.#byCode.get(problem.code), problem.path);
      const stands = acknowledgement !== undefined && mayStand(problem);
      if (stands) acknowledged.push(acknowledgedFinding(problem, 'acknowledge', acknowledgement.reason, acknowledgement.site));
      else said.push(problem);
      if (acknowledgement !== undefined) (stands ? used : refused).add(acknowledgement);
    }
    const all = [...this.#byCode.values()].flatMap((byPath) => [...byPath.values()]);
    return {
      said,
      acknowledged: sortedAcknowledged(acknowledged),
      refused: [...refused].map(refusedProblem),
      unused: all.filter((one) => !used.has(one) && !refused.has(one)).map(unusedProblem),
    };
  }
}

/** A finding that a program lets stand. */
export function acknowledgedFinding(
  { code, path, at, message, value }: Pick<Problem, 'code' | 'path' | 'at' | 'message' | 'value'>,
  by: AcknowledgedFinding['by'],
  reason: string,
  site: CallSite,
): AcknowledgedFinding {
  return { code, path, at, message, value, by, reason, source: site.text };
}

/** Whether a reason can let a finding stand: warnings, notes, and what is an error only because the program is ours. */
export function mayStand({ code, severity = 'error' }: Pick<Finding, 'code' | 'severity'>): boolean {
  return severity !== 'error' || (BASE_SEVERITY.get(code) ?? 'error') !== 'error';
}

function innermost(byPath: ReadonlyMap<string, Acknowledgement> | undefined, path: string): Acknowledgement | undefined {
  if (byPath === undefined) return undefined;
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const found = byPath.get(path.slice(0, end));
    if (found !== undefined) return found;
  }
  return byPath.get('');
}

type Wrong = Omit<Finding, 'code' | 'at'>;

/** Input may come from plain JavaScript. */
function codeProblem(given: unknown): Wrong | undefined {
  const code = given as ProblemCode;
  if (typeof given !== 'string' || !Object.hasOwn(PROBLEM_CODES, given)) {
    const best = typeof given === 'string' ? nearest(given, Object.keys(PROBLEM_CODES)) : undefined;
    return {
      message: 'there is no such code',
      value: show(code),
      fix: best === undefined ? 'name the code that the finding shows' : `did you mean ${best}?`,
    };
  }
  if (code.startsWith('ACKNOWLEDGE-'))
    return {
      message: 'what is said of acknowledgements cannot be acknowledged',
      value: code,
      fix: 'remove the line that silences nothing',
    };
  return BASE_SEVERITY.get(code) === 'error' ? refusal(code) : undefined;
}

function acknowledgementReason(reason: string): Wrong | undefined {
  return reasonProblem('an acknowledgement', reason);
}

function refusal(code: ProblemCode): Wrong {
  return {
    message: 'what is refused stays refused: no reason makes it work',
    value: `${code}, ${PROBLEM_CODES[code]}`,
    limit: 'findings that are a warning or a note in the job of somebody else',
    fix: 'make the change that the finding asks for, and remove this line',
  };
}

function conflict(code: ProblemCode, known: Acknowledgement, other: Pick<Acknowledgement, 'reason' | 'site'>): Finding {
  const said = [known, other].map(({ reason, site }) => `${show(reason)} in ${site.text ?? ''}`).sort();
  return {
    code: 'VALUE-CONFLICT',
    at: `acknowledge(${code})`,
    message: 'two reasons are given for one acknowledgement',
    value: said.join(' and '),
    limit: 'one reason',
    fix: 'remove one of the two lines',
  };
}

function refusedProblem({ code, path, site }: Acknowledgement): Problem {
  return {
    severity: 'error',
    code: 'ACKNOWLEDGE-INVALID',
    path: path === '' ? 'app' : path,
    at: `acknowledge(${code})`,
    source: site.text,
    ...refusal(code),
  };
}

function unusedProblem({ code, path, site }: Acknowledgement): Problem {
  return {
    severity: 'warning',
    code: 'ACKNOWLEDGE-UNUSED',
    path: path === '' ? 'app' : path,
    at: `acknowledge(${code})`,
    source: site.text,
    message: 'this silences nothing: no finding of the code is here or below, or a word further in is about it',
    fix: 'remove the line',
  };
}

/** Each once, in an order that no declaration order can change. */
export function sortedAcknowledged(findings: readonly AcknowledgedFinding[]): AcknowledgedFinding[] {
  const byKey = new Map(
    findings.map((finding) => [[finding.path, finding.at, finding.code, finding.message, finding.value].join('\0'), finding]),
  );
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}
