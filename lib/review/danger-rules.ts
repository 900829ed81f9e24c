import type { DangerClass, Decision } from './model';

/** What a danger weighs, what it asks for, and what it is, as one lower-case sentence. */
export interface DangerRule {
  readonly class: DangerClass;
  readonly weight: number;
  readonly decision: Decision;
  readonly says: string;
}

const rule = (dangerClass: DangerClass, weight: number, decision: Decision, says: string): DangerRule => ({
  class: dangerClass,
  weight,
  decision,
  says,
});

/** The house's own answers; a policy may give others. Names are part of the interface: a policy is written with them. */
export const DANGER_RULES = {
  // nothing that a person could agree to
  'other-environment': rule('D5', 200, 'BLOCK', 'the two outputs are of different environments'),
  'deletion-still-called': rule('D5', 150, 'BLOCK', 'something is removed that others still call'),
  'update-refused': rule('D3', 140, 'BLOCK', 'Nomad refuses to make the old job into the new one'),
  'plan-foreign': rule('D5', 140, 'BLOCK', 'a plan belongs to another output'),
  'mesh-open': rule('D4', 130, 'BLOCK', 'everybody may call everybody'),
  'upstream-denied': rule('D3', 120, 'BLOCK', 'a service calls another that refuses it'),
  'pool-too-small': rule('D3', 120, 'BLOCK', 'a pool is asked for more than it has'),
  'finding-error': rule('D3', 110, 'BLOCK', 'an engine refuses what is written'),

  // irreversible, or an outage
  deletion: rule('D5', 100, 'NEEDS TWO', 'something is removed for good'),
  rename: rule('D5', 100, 'NEEDS TWO', 'something goes and comes back under another name'),
  'deletion-moved': rule('D1', 5, 'NEEDS ONE', 'another Terraform address holds it'),
  'platform-changed': rule('D5', 100, 'NEEDS TWO', 'what every job stands on is different'),
  'terraform-settings': rule('D5', 90, 'NEEDS TWO', 'providers, state or other settings of Terraform are different'),
  'plan-beyond': rule('D5', 90, 'NEEDS TWO', 'a plan does what the outputs do not show'),

  // trust is broadened
  'call-for-everybody': rule('D4', 90, 'NEEDS TWO', 'everybody may call a service'),
  undecided: rule('D4', 70, 'NEEDS TWO', 'it cannot be decided what this opens'),
  'graph-unfit': rule('D4', 70, 'NEEDS TWO', 'a mesh graph speaks of a service that has no job in its domain'),
  unread: rule('D4', 70, 'NEEDS TWO', 'a part of the output cannot be read'),
  'secret-wide': rule('D4', 70, 'NEEDS TWO', 'a job may read whatever fits a pattern'),
  'public-opened': rule('D4', 65, 'NEEDS TWO', 'something new can be reached from outside of the mesh'),
  'secret-opened': rule('D4', 60, 'NEEDS TWO', 'a job may do more with a secret'),
  'identity-changed': rule('D4', 60, 'NEEDS TWO', 'somebody else may log in'),
  'call-across-domains': rule('D4', 60, 'NEEDS TWO', 'a service of one domain may ask more of a service of another'),
  'owner-changed': rule('D4', 60, 'NEEDS TWO', 'another team answers for a domain'),
  'plan-unknown': rule('D4', 60, 'NEEDS TWO', 'a value is known only when it is applied'),
  'call-opened': rule('D4', 40, 'NEEDS ONE', 'a service may ask more of another of its domain'),
  'key-opened': rule('D4', 30, 'NEEDS ONE', 'a job may read a key'),
  'identity-new': rule('D4', 20, 'NEEDS ONE', 'a new job logs in as itself'),

  // traffic
  'protocol-changed': rule('D3', 50, 'NEEDS TWO', 'a service speaks another protocol'),
  'plan-drift': rule('D3', 50, 'NEEDS TWO', 'somebody changed by hand what is applied'),

  // restarts
  'restart-all-at-once': rule('D2', 40, 'NEEDS TWO', 'every instance of a group stops before a new one runs'),
  'schedule-in-session': rule('D2', 30, 'NEEDS TWO', 'a batch starts while the exchange trades'),
  restart: rule('D2', 20, 'NEEDS ONE', 'instances are replaced'),
  'traffic-changed': rule('D2', 20, 'NEEDS ONE', 'requests go elsewhere'),

  // drift of behaviour
  'restart-on-server': rule('D1', 8, 'NEEDS ONE', 'an update in place asks again which servers fit'),
  'finding-warning': rule('D1', 8, 'NEEDS ONE', 'a check finds something new'),
  'call-closed': rule('D1', 6, 'NEEDS ONE', 'a service may ask less of another'),
  'secret-closed': rule('D1', 6, 'NEEDS ONE', 'a job may do less with a secret or key'),
  'identity-closed': rule('D1', 6, 'NEEDS ONE', 'somebody may no longer log in'),
  'public-closed': rule('D1', 6, 'NEEDS ONE', 'something can no longer be reached from outside of the mesh'),
  'headers-changed': rule('D1', 6, 'NEEDS ONE', 'an edge or a certificate is different'),
  'schedule-changed': rule('D1', 5, 'NEEDS ONE', 'a batch runs at other times'),
  'next-run': rule('D1', 5, 'NEEDS ONE', 'the next run of a batch is another one'),
  'job-new': rule('D1', 5, 'NEEDS ONE', 'a new job runs'),
  'limits-changed': rule('D1', 5, 'NEEDS ONE', 'times, retries or limits are different'),
  'size-changed': rule('D1', 3, 'AUTO', 'a pool is asked for something else'),
  'in-place': rule('D1', 1, 'AUTO', 'instances go on with other settings'),
  'other-change': rule('D1', 5, 'NEEDS ONE', 'a resource is different that no section speaks of'),
} as const satisfies Readonly<Record<string, DangerRule>>;

export type DangerRuleName = keyof typeof DANGER_RULES;
