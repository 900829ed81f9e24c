import { pathOf } from './changed-resources';
import { order, type Comparison } from './comparison';
import { DANGER_RULES, type DangerRule, type DangerRuleName } from './danger-rules';
import type { Decision, Origin, Reason, Review, SectionName } from './model';

/** The rows that dangers are read from. */
export type Sections = Pick<
  Review,
  'calls' | 'secrets' | 'identities' | 'restarts' | 'exposure' | 'sizes' | 'deletions' | 'schedules' | 'findings' | 'behaviour' | 'plans'
>;

export interface DangerOptions {
  /** Other answers than the house's own. */
  readonly decisions?: Readonly<Partial<Record<DangerRuleName, Decision>>> | undefined;
  /** Whether the exchange trades: what interrupts weighs thrice. */
  readonly sessionOpen: boolean;
  /** Stacks whose state lies elsewhere in the other output. */
  readonly strangers: readonly string[];
  /** Stacks of which something beside the resources is different. */
  readonly settings: readonly string[];
}

/** Every danger, most dangerous first. Each row of a section that means something is one. */
export function dangers(comparison: Comparison, sections: Sections, options: DangerOptions): Reason[] {
  const found = new Dangers(options);
  for (const stack of options.strangers)
    found.add('other-environment', 'outputs', stack, `the state of ${stack} lies elsewhere in the other output`);
  for (const stack of options.settings)
    found.add('terraform-settings', 'fields', stack, `something beside the resources of ${stack} is different`);
  for (const resource of comparison.unread) {
    const address = `${resource.stack}/${resource.type}.${resource.name}`;
    found.add('unread', 'fields', address, `${address} is not JSON, or holds what only Terraform knows`);
  }
  ofCalls(sections, found);
  ofGrants(sections, found);
  ofExposure(sections, found);
  ofRestarts(sections, found);
  ofDeletions(sections, found);
  ofTheRest(sections, found);
  for (const resource of comparison.resources) {
    if (TOLD.includes(resource.type)) continue;
    const { origin } = { origin: comparison.origin(pathOf(resource)) };
    found.add('other-change', 'fields', resource.name, `${resource.type}.${resource.name} is ${resource.change}`, { origin });
  }
  return found.sorted();
}

/** Types of resources that a section speaks of. */
const TOLD: readonly string[] = [
  ...['nomad_job', 'consul_config_entry', 'consul_acl_binding_rule', 'consul_acl_policy', 'vault_policy', 'vault_jwt_auth_backend_role'],
  ...['vault_pki_secret_backend_role', 'consul_service', 'consul_node', 'consul_acl_auth_method', 'vault_jwt_auth_backend', 'vault_mount'],
  ...['nomad_node_pool', 'nomad_scheduler_config', 'nomad_namespace', 'consul_keys', 'consul_key_prefix'],
];

interface More {
  readonly origin?: Origin | undefined;
  /** How many feel it. */
  readonly blast?: number;
  /** Whether it interrupts something. */
  readonly interrupts?: boolean;
}

class Dangers {
  readonly #found: Reason[] = [];
  readonly #options: DangerOptions;

  constructor(options: DangerOptions) {
    this.#options = options;
  }

  add(
    name: DangerRuleName,
    section: SectionName,
    subject: string,
    text: string,
    { origin, blast = 1, interrupts = false }: More = {},
  ): void {
    const { class: dangerClass, weight, decision }: DangerRule = DANGER_RULES[name];
    this.#found.push({
      rule: name,
      class: dangerClass,
      score: weight * Math.max(1, blast) * (interrupts && this.#options.sessionOpen ? 3 : 1),
      decision: this.#options.decisions?.[name] ?? decision,
      text,
      section,
      subject,
      ...(origin?.source === undefined ? {} : { source: origin.source }),
    });
  }

  sorted(): Reason[] {
    return this.#found.sort(
      (a, b) =>
        Number(b.decision === 'BLOCK') - Number(a.decision === 'BLOCK') ||
        b.score - a.score ||
        order(`${a.rule} ${a.subject} ${a.text}`, `${b.rule} ${b.subject} ${b.text}`),
    );
  }
}

function ofCalls({ calls }: Sections, found: Dangers): void {
  for (const { from, to, effect, change, opened, closed, acrossDomains, wired, undecided, pairs, origin, after } of calls.rows) {
    const pair = `${from} → ${to}`;
    const more = { origin, blast: Math.max(1, Math.min(pairs, 100)) };
    if (effect === 'broadened') {
      const words = opened.length === 0 ? '' : `: ${listed(opened)}`;
      const rule =
        from === '*' && to === '*'
          ? 'mesh-open'
          : from === '*' || to === '*'
            ? 'call-for-everybody'
            : acrossDomains
              ? 'call-across-domains'
              : 'call-opened';
      if (undecided !== undefined) found.add('undecided', 'calls', pair, `${pair}: ${undecided}`, more);
      found.add(rule, 'calls', pair, `${from} may ${change === 'added' ? 'now call' : 'ask more of'} ${to}${words}`, more);
      continue;
    }
    if (wired === 'yes' && after.length === 0)
      found.add('upstream-denied', 'calls', pair, `${from} still calls ${to}, which refuses it`, { origin });
    else found.add('call-closed', 'calls', pair, `${from} may no longer ask of ${to}: ${listed(closed)}`, { origin });
  }
}

function listed(words: readonly string[]): string {
  return words.length <= 3 ? words.join(', ') : `${words.slice(0, 2).join(', ')} and ${String(words.length - 2)} more`;
}

function ofGrants({ secrets, identities }: Sections, found: Dangers): void {
  for (const { engine, job, path, effect, opened, closed, undecided, origin } of secrets.rows) {
    const subject = `${job}: ${path}`;
    if (effect !== 'broadened') {
      found.add('secret-closed', 'secrets', subject, `${job} may no longer ${listed(closed)} ${path}`, { origin });
      continue;
    }
    const wide = path.includes('+') || path.endsWith('*') || opened.includes('sudo') || job === '*';
    if (undecided !== undefined) found.add('undecided', 'secrets', subject, `${subject}: ${undecided}`, { origin });
    found.add(
      wide ? 'secret-wide' : engine === 'consul' ? 'key-opened' : 'secret-opened',
      'secrets',
      subject,
      `${job === '*' ? 'every job' : job} may now ${listed(opened)} ${path}`,
      { origin },
    );
  }
  for (const { name, change, effect, text, undecided, who, origin } of identities.rows) {
    if (effect === 'neutral') continue;
    const isNew = change === 'added' && undecided === undefined && !who.startsWith('every ');
    found.add(effect === 'narrowed' ? 'identity-closed' : isNew ? 'identity-new' : 'identity-changed', 'identities', name, text, {
      origin,
    });
  }
}

function ofExposure({ exposure }: Sections, found: Dangers): void {
  for (const { at, effect, text, undecided, origin } of exposure.rows) {
    if (undecided !== undefined) found.add('undecided', 'exposure', at, `${text}: ${undecided}`, { origin });
    found.add(
      effect === 'broadened' ? 'public-opened' : effect === 'narrowed' ? 'public-closed' : 'headers-changed',
      'exposure',
      at,
      text,
      { origin },
    );
  }
}

function ofRestarts({ restarts }: Sections, found: Dangers): void {
  for (const {
    job,
    group,
    update,
    before,
    after,
    replaced,
    atOnce,
    canaries,
    gap,
    fields,
    recheck,
    reason,
    type,
    origin,
  } of restarts.rows) {
    const name = group === job || group === '' ? job : `${job}/${group}`;
    const by = fields.length === 0 ? '' : `, by ${listed(fields)}`;
    switch (update) {
      case 'refused':
        found.add('update-refused', 'restarts', job, `${job}: ${reason ?? 'Nomad refuses it'}`, { origin });
        break;
      case 'replace':
      case 'canary': {
        const how = update === 'canary' ? `canaries ${String(canaries)}` : `${String(atOnce)} at a time`;
        found.add(gap ? 'restart-all-at-once' : 'restart', 'restarts', name, `${String(replaced)} of ${name} replaced, ${how}${by}`, {
          origin,
          blast: gap && (type === 'batch' || type === 'sysbatch') ? 1 : Math.max(1, Math.ceil(replaced / 10)),
          interrupts: true,
        });
        break;
      }
      case 'in-place':
        found.add(recheck.length > 0 ? 'restart-on-server' : 'in-place', 'restarts', name, `${name} goes on in place${by}`, { origin });
        if (before > after)
          found.add('restart', 'restarts', name, `${name} has ${String(after)} instances, and no longer ${String(before)}`, {
            origin,
            interrupts: true,
          });
        break;
      case 'create':
        found.add('job-new', 'restarts', name, `${String(after)} of ${name} are started`, { origin });
        break;
      case 'destroy':
        found.add('restart-all-at-once', 'restarts', name, `all ${String(before)} of ${name} are stopped`, { origin, interrupts: true });
        break;
      case 'next-run':
        found.add('next-run', 'restarts', name, `the next run of ${name} is another one${by}`, { origin });
    }
  }
}

function ofDeletions({ deletions }: Sections, found: Dangers): void {
  for (const { change, kind, name, becomes, stillCalledBy, callers, callersMore, blast, origin } of deletions.rows) {
    const more = { origin, blast: 1 + blast.services, interrupts: true };
    if (stillCalledBy.length > 0)
      found.add('deletion-still-called', 'deletions', name, `${kind} ${name} goes, and ${listed(stillCalledBy)} still call it`, more);
    const rule = change === 'moved' ? 'deletion-moved' : change === 'renamed' ? 'rename' : 'deletion';
    const to = becomes === undefined ? '' : `, and ${becomes} comes`;
    const hit = callers.length + callersMore;
    found.add(
      rule,
      'deletions',
      name,
      `${kind} ${name} is ${change}${to}${hit === 0 ? '' : `; ${String(hit)} could call it`}`,
      change === 'moved' ? { origin } : more,
    );
  }
}

function ofTheRest({ sizes, schedules, findings, behaviour, plans }: Sections, found: Dangers): void {
  for (const { pool, fits } of sizes.pools)
    found.add(
      fits === 'no' ? 'pool-too-small' : 'size-changed',
      'sizes',
      pool,
      fits === 'no' ? `pool ${pool} is asked for more than it has` : `pool ${pool} is asked for something else`,
    );
  for (const { job, change, touchesSession, undecided, origin } of schedules.rows) {
    if (undecided !== undefined) found.add('undecided', 'schedules', job, `${job}: ${undecided}`, { origin });
    const inSession = touchesSession === 'yes' && change !== 'removed';
    found.add(
      inSession ? 'schedule-in-session' : 'schedule-changed',
      'schedules',
      job,
      inSession ? `${job} starts while the exchange trades` : `the schedule of ${job} is ${change}`,
      { origin },
    );
  }
  for (const { code, severity, path, message, source } of findings.added) {
    const rule = severity === 'error' ? 'finding-error' : severity === 'warning' ? 'finding-warning' : undefined;
    if (rule !== undefined)
      found.add(rule, 'findings', path, `${code} at ${path}: ${message}`, { origin: source === undefined ? undefined : { path, source } });
  }
  for (const { what, subject, text, callers, origin } of behaviour.rows) {
    const rule = (
      { protocol: 'protocol-changed', platform: 'platform-changed', traffic: 'traffic-changed', limits: 'limits-changed' } as const
    )[what];
    found.add(rule, 'behaviour', subject, text, { origin, blast: Math.max(1, Math.ceil(callers / 10)), interrupts: what !== 'limits' });
  }
  for (const { stack, address, action } of plans.drift)
    found.add('plan-drift', 'plans', `${stack}/${address}`, `${address} was changed by hand (${action})`);
  for (const { stack, address, fields } of plans.knownAfterApply)
    found.add('plan-unknown', 'plans', `${stack}/${address}`, `${address}: ${listed(fields)} is known only when it is applied`);
  for (const { stack, address, action } of plans.beyond)
    found.add('plan-beyond', 'plans', `${stack}/${address}`, `the plan of ${stack} does ${action} to ${address}`);
  for (const { stack, address } of plans.foreign)
    found.add('plan-foreign', 'plans', `${stack}/${address}`, `the plan of ${stack} speaks of ${address}, which neither output has`);
}
