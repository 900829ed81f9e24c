import type { CheckFacts } from '../checks';
import type { DeletionsSection, BehaviourSection, RestartsSection, Timing } from './model';
import { localTime, sessionAt, sessionEnd } from './session';

/** When it may be applied: what interrupts somebody waits until the exchange is closed. */
export function timing(
  at: Date,
  facts: CheckFacts | undefined,
  {
    restarts,
    deletions,
    behaviour,
  }: { readonly restarts: RestartsSection; readonly deletions: DeletionsSection; readonly behaviour: BehaviourSection },
): Timing {
  const missed = deletions.rows.filter(({ change, callers }) => change !== 'moved' && callers.length > 0);
  const because = [
    ...restarts.rows
      .filter(({ job, update }) => update !== 'destroy' || !missed.some(({ kind, name }) => kind === 'job' && name === job))
      .filter(({ update, type }) => (update === 'replace' || update === 'destroy') && (type === 'service' || type === 'system'))
      .map(({ job, update }) => (update === 'destroy' ? `${job} is stopped` : `instances of ${job} are replaced without a canary`)),
    ...missed.map(({ kind, name }) => `${kind} ${name} goes, which others called`),
    ...behaviour.rows.filter(({ what }) => what === 'protocol' || what === 'platform').map(({ text }) => text),
  ];
  const session = sessionAt(at, facts);
  const needsClosedSession = because.length > 0;
  return {
    at: localTime(at, facts?.timeZone ?? 'UTC').text,
    session,
    needsClosedSession,
    because: [...new Set(because)],
    ...(needsClosedSession && session === 'open' && facts !== undefined
      ? { from: localTime(sessionEnd(at, facts), facts.timeZone ?? 'UTC').text }
      : {}),
  };
}
