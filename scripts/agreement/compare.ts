import { checkApiJob, ONLY_THE_SERVER, type CheckFacts } from '../../lib/checks';
import type { Finding, ProblemCode } from '../../lib/problems';
import type { JudgedJob } from './corpora';
import { complaints, MEANINGS } from './messages';

/** A job, both verdicts, and how they fit. */
export interface Compared {
  readonly kind: string;
  readonly refused: boolean;
  readonly findings: readonly Finding[];
  readonly errors: readonly Finding[];
  /** What Nomad complains of, each with whether an error of ours means the same. */
  readonly complaints: readonly ComparedComplaint[];
}

export interface ComparedComplaint {
  readonly message: string;
  /** Whose matter it is: `only the server` for what nothing else can know, `unknown` for a message without a meaning. */
  readonly meaning: readonly ProblemCode[] | 'only the server' | 'unknown';
  readonly found: boolean;
}

/** @param kind what the job is counted as */
export function compare({ job, server_valid: valid, server_errors: messages }: JudgedJob, kind: string, facts: CheckFacts): Compared {
  const { findings } = checkApiJob(job, facts, { inProgram: false });
  const errors = findings.filter(({ severity = 'error' }) => severity === 'error');
  const codes = new Set(errors.map(({ code }) => code));
  return {
    kind,
    refused: !valid,
    findings,
    errors,
    complaints: valid ? [] : complaints(messages ?? []).map((message) => comparedComplaint(message, codes)),
  };
}

function comparedComplaint(message: string, codes: ReadonlySet<ProblemCode>): ComparedComplaint {
  if (ONLY_THE_SERVER.some((kind) => kind.message.test(message))) return { message, meaning: 'only the server', found: false };
  const meaning = MEANINGS.find((one) => one.message.test(message))?.codes ?? 'unknown';
  return { message, meaning, found: meaning !== 'unknown' && meaning.some((code) => codes.has(code)) };
}

/** Nomad takes the job, and the checks refuse it. */
export const isFalseAlarm = ({ refused, errors }: Compared): boolean => !refused && errors.length > 0;

/** Nomad refuses the job, and the checks find nothing. */
export const isMissed = ({ refused, errors }: Compared): boolean => refused && errors.length === 0;

/** All that Nomad complains of is what only the server can know. */
export const isOnlyTheServers = ({ complaints: all }: Compared): boolean =>
  all.length > 0 && all.every(({ meaning }) => meaning === 'only the server');
