import { versionRank } from '../../model';
import type { ApiJson, ReschedulePolicy } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';
import { attemptsFit } from './viable-attempts';

/** Before Nomad 1.11.0 a sysbatch job could have a policy, which did nothing. */
const SYSBATCH_IS_REFUSED = versionRank('1.11.0');
const FUNCTIONS = ['constant', 'exponential', 'fibonacci'];
const MIN_DELAY = 5_000_000_000;
const MIN_INTERVAL = 15_000_000_000;

/** When a failed allocation is replaced by one on another server. */
export const reschedule: JobRule<'group'> = {
  code: 'NOMAD-RESCHEDULE',
  on: 'group',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, ReschedulePolicy.Validate and TaskGroup.Validate; hashicorp/nomad#26279',
  check({ job: { Type: type }, group: { ReschedulePolicy: policy }, facts }, say) {
    if (policy === undefined) return;
    if (type === 'system' || type === 'sysbatch') {
      if (type === 'sysbatch' && versionRank(facts.engines.nomad) < SYSBATCH_IS_REFUSED) return;
      say('ReschedulePolicy', {
        message: 'system and sysbatch jobs are not rescheduled',
        value: show(type),
        limit: 'service, batch',
        fix: 'remove it',
      });
    } else if ((policy.Attempts ?? 0) > 0 || policy.Unlimited === true) {
      checkPolicy(policy, say);
    }
  },
  trips: { ReschedulePolicy: { Attempts: 3, Unlimited: true } },
  passes: { ReschedulePolicy: { Attempts: 3, Interval: 3_600_000_000_000, Unlimited: false } },
};

function checkPolicy(policy: ApiJson<ReschedulePolicy>, say: Say): void {
  const { Attempts: attempts = 0, Interval: interval = 0, Unlimited: unlimited = false } = policy;
  if (attempts > 0 && unlimited) {
    const fix = 'write Attempts 0, or Unlimited false with an Interval';
    say('ReschedulePolicy.Unlimited', {
      message: 'a number of attempts that is not limited',
      value: String(attempts),
      limit: 'Attempts or Unlimited',
      fix,
    });
  }
  if (attempts > 0 && interval <= 0) atInterval(interval, 'attempts are counted over a time', 'more than 0', say);
  const delaysAreSound = checkDelays(policy, say);
  if (unlimited) return;
  if (interval < MIN_INTERVAL) {
    if (interval > 0) atInterval(interval, 'attempts are counted over a longer time', `at least ${shownDuration(MIN_INTERVAL)}`, say);
  } else if (delaysAreSound && !attemptsFit(policy)) {
    atInterval(interval, `${String(attempts)} attempts with their delays do not fit into the interval`, 'the sum of the delays', say);
  }
}

function atInterval(interval: number, message: string, limit: string, say: Say): void {
  say('ReschedulePolicy.Interval', { message, value: shownDuration(interval), limit, fix: 'lengthen Interval, or lower Attempts' });
}

function checkDelays(
  { Delay: delay = 0, MaxDelay: maxDelay = 0, DelayFunction: delayFunction }: ApiJson<ReschedulePolicy>,
  say: Say,
): boolean {
  let sound = true;
  const wrong = (field: string, value: string, message: string, limit: string, fix: string): void => {
    sound = false;
    say(`ReschedulePolicy.${field}`, { message, value, limit, fix });
  };
  const name: string = delayFunction ?? '';
  const atLeast = `at least ${shownDuration(MIN_DELAY)}`;
  if (delay < MIN_DELAY) wrong('Delay', shownDuration(delay), 'an allocation is replaced later than that', atLeast, 'lengthen Delay');
  if (!FUNCTIONS.includes(name))
    wrong('DelayFunction', show(name), 'delays do not grow in this way', FUNCTIONS.join(', '), 'write one of them');
  if (name === 'constant') return sound;
  if (maxDelay < MIN_DELAY) wrong('MaxDelay', shownDuration(maxDelay), 'delays grow to more than that', atLeast, 'lengthen MaxDelay');
  else if (maxDelay < delay)
    wrong(
      'MaxDelay',
      shownDuration(maxDelay),
      'delays begin above their maximum',
      `at least Delay, ${shownDuration(delay)}`,
      'lengthen MaxDelay',
    );
  return sound;
}
