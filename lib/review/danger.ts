import { sameJson } from '../terraform';
import { changedOwners, order, type Comparison } from './comparison';
import { counted, numbered } from './counted';
import { DANGER_RULES, type DangerRule, type DangerRuleName } from './danger-rules';
import {
  DECISIONS,
  type Decision,
  type IdentityChange,
  type Origin,
  type PoolDemand,
  type Reason,
  type Review,
  type SectionName,
} from './model';
import { unfitMembers } from './graph-fit';
import { spokenFields, spokenGroup, writesFirst } from './spoken';
import { unspoken } from './unspoken';

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
  for (const { domain, before, after } of changedOwners(comparison))
    found.add('owner-changed', 'outputs', domain, `${after} answers for ${domain}, and no longer ${before}`);
  if (!sameClock(comparison)) found.add('platform-changed', 'outputs', 'the exchange', 'when the exchange trades is said in another way');
  for (const resource of comparison.unread) {
    const address = `${resource.stack}/${resource.type}.${resource.name}`;
    found.add('unread', 'fields', address, `${address} is not JSON, or holds what only Terraform knows`);
  }
  for (const { domain, service, path } of unfitMembers(comparison))
    found.add('graph-unfit', 'calls', service, `the graph of ${domain} has ${service}, and its stack has no such job`, {
      origin: comparison.origin(path),
    });
  ofCalls(sections, found);
  ofGrants(sections, found);
  ofExposure(sections, found);
  ofRestarts(sections, found);
  ofDeletions(sections, found);
  ofTheRest(sections, found);
  for (const resource of comparison.resources) {
    if (TOLD.includes(resource.type)) continue;
    const more = { origin: comparison.originOf(resource) };
    found.add('other-change', 'fields', resource.name, `${resource.type}.${resource.name} is ${resource.change}`, more);
  }
  for (const { rule, subject, text, path } of unspoken(comparison, sections))
    found.add(rule, 'fields', subject, text, { origin: comparison.origin(path) });
  return found.sorted();
}

/** A review waits for the exchange by these facts; nothing that is applied shows that they are other ones. */
function sameClock({ base, head }: Comparison): boolean {
  if (base.facts === undefined || head.facts === undefined) return true;
  return sameJson([base.facts.market, base.facts.timeZone], [head.facts.market, head.facts.timeZone]);
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
      ...(origin?.source === undefined ? {} : { source: origin.source, ...(origin.inBase === true ? { inBase: true } : {}) }),
    });
  }

  /** The one that decides first, then by what each weighs. */
  sorted(): Reason[] {
    const sorted = this.#found.sort(
      (a, b) =>
        Number(b.decision === 'BLOCK') - Number(a.decision === 'BLOCK') ||
        b.score - a.score ||
        rank(b) - rank(a) ||
        order(`${a.rule} ${a.subject} ${a.text}`, `${b.rule} ${b.subject} ${b.text}`),
    );
    const deciding = sorted.reduce<Reason | undefined>(
      (worst, reason) => (worst === undefined || rank(reason) > rank(worst) ? reason : worst),
      undefined,
    );
    return deciding === undefined ? sorted : [deciding, ...sorted.filter((reason) => reason !== deciding)];
  }
}

function rank({ decision }: Reason): number {
  return DECISIONS.indexOf(decision);
}

function ofCalls({ calls }: Sections, found: Dangers): void {
  for (const {
    from,
    to,
    effect,
    change,
    opened,
    closed,
    acrossDomains,
    fromDomain,
    toDomain,
    wired,
    undecided,
    pairs,
    origin,
    after,
  } of calls.rows) {
    const pair = `${from} → ${to}`;
    const more = { origin, blast: Math.max(1, Math.min(pairs, 100)) };
    if (effect === 'broadened') {
      const words = opened.length === 0 ? '' : `: ${listed(writesFirst(opened), REQUESTS)}`;
      const rule =
        from === '*' && to === '*'
          ? 'mesh-open'
          : from === '*' || to === '*'
            ? 'call-for-everybody'
            : acrossDomains || (fromDomain === undefined) !== (toDomain === undefined)
              ? 'call-across-domains'
              : 'call-opened';
      if (undecided !== undefined) found.add('undecided', 'calls', pair, `${pair}: ${undecided}`, more);
      found.add(rule, 'calls', pair, `${from} may ${change === 'added' ? 'now call' : 'ask more of'} ${to}${words}`, more);
      continue;
    }
    if (wired === 'yes' && after.length === 0)
      found.add('upstream-denied', 'calls', pair, `${from} still calls ${to}, which refuses it`, { origin });
    else
      found.add(
        'call-closed',
        'calls',
        pair,
        change === 'removed'
          ? `${from} may no longer call ${to}: ${listed(closed)}`
          : `${from} may ask less of ${to}: no longer ${listed(closed)}`,
        { origin },
      );
  }
}

/** Requests that a sentence names: most contracts offer no more at once. */
const REQUESTS = 5;

function listed(words: readonly string[], most = 3): string {
  return words.length <= most ? words.join(', ') : `${words.slice(0, most - 1).join(', ')} and ${String(words.length - most + 1)} more`;
}

function ofGrants(sections: Sections, found: Dangers): void {
  const gone = deletedJobs(sections);
  const { secrets, identities } = sections;
  for (const { engine, job, path, effect, opened, closed, sharedWith = [], undecided, origin } of secrets.rows) {
    const subject = `${job}: ${path}`;
    if (effect !== 'broadened') {
      if (!gone.has(job)) found.add('secret-closed', 'secrets', subject, `${job} may no longer ${listed(closed)} ${path}`, { origin });
      continue;
    }
    const wide = path.includes('+') || path.endsWith('*') || opened.includes('sudo') || job === '*';
    if (undecided !== undefined) found.add('undecided', 'secrets', subject, `${subject}: ${undecided}`, { origin });
    found.add(
      wide ? 'secret-wide' : engine === 'consul' ? 'key-opened' : 'secret-opened',
      'secrets',
      subject,
      `${job === '*' ? 'every job' : job} may now ${listed(opened)} ${path}${sharedWith.length === 0 ? '' : `, shared with ${listed(sharedWith)}`}`,
      { origin },
    );
  }
  const newcomers = new Map<string, IdentityChange[]>();
  for (const row of identities.rows) {
    const { name, change, effect, text, undecided, who, origin } = row;
    if (effect === 'neutral' || (effect === 'narrowed' && [...gone].some((job) => who.startsWith(`the job ${job} of `)))) continue;
    const isNew = change === 'added' && undecided === undefined && !who.startsWith('every ');
    if (isNew) newcomers.set(who, [...(newcomers.get(who) ?? []), row]);
    else found.add(effect === 'narrowed' ? 'identity-closed' : 'identity-changed', 'identities', name, text, { origin });
  }
  for (const [who, rows] of newcomers) {
    const becomes = rows.map((row) => `${row.becomes} in ${row.engine === 'vault' ? 'Vault' : 'Consul'}`);
    found.add('identity-new', 'identities', rows[0]?.name ?? who, `${who} logs in: ${listed(becomes)}`, { origin: rows[0]?.origin });
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

/** What is told of these jobs is that they are deleted: what ends with them is no danger of its own. */
function deletedJobs({ deletions }: Sections): ReadonlySet<string> {
  return new Set(deletions.rows.filter(({ kind, change }) => kind === 'job' && change === 'deleted').map(({ name }) => name));
}

function ofRestarts(sections: Sections, found: Dangers): void {
  const gone = deletedJobs(sections);
  const { restarts } = sections;
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
    const name = spokenGroup(job, group);
    const by = fields.length === 0 ? '' : `: ${listed(spokenFields(fields))}`;
    switch (update) {
      case 'refused':
        found.add('update-refused', 'restarts', job, `${job}: ${reason ?? 'Nomad refuses it'}`, { origin });
        break;
      case 'replace':
      case 'canary': {
        const how = update === 'canary' ? counted(canaries, 'canary first', 'canaries first') : `${String(atOnce)} at a time`;
        const text = `${counted(replaced, 'instance')} of ${name} replaced, ${how}${by}`;
        found.add(gap ? 'restart-all-at-once' : 'restart', 'restarts', name, text, {
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
        found.add('job-new', 'restarts', name, `${name} starts: ${counted(after, 'instance')}`, { origin });
        break;
      case 'destroy':
        // A job that goes is told as a deletion.
        if (!gone.has(job))
          found.add('restart-all-at-once', 'restarts', name, `${name} is stopped: ${counted(before, 'instance')}`, {
            origin,
            interrupts: true,
          });
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
      found.add(
        'deletion-still-called',
        'deletions',
        name,
        `${kind} ${name} goes, and ${listed(stillCalledBy)} still ${stillCalledBy.length === 1 ? 'calls' : 'call'} it`,
        more,
      );
    const rule = change === 'moved' ? 'deletion-moved' : change === 'renamed' ? 'rename' : 'deletion';
    const to = becomes === undefined ? '' : `, and ${becomes} comes`;
    const hit = callers.length + callersMore;
    const by = hit === 0 ? '' : `, which ${hit <= 3 ? listed(callers) : `${String(hit)} services`} called`;
    found.add(
      rule,
      'deletions',
      name,
      `${kind} ${name}${by}${by === '' ? '' : ','} is ${change}${to}`,
      change === 'moved' ? { origin } : more,
    );
  }
}

/** `900 MHz and 1,280 MiB more`. */
function asked(before: PoolDemand, after: PoolDemand): string {
  const [cpu, memory] = [after.cpu - before.cpu, after.memory - before.memory];
  const words = [
    ...(cpu === 0 ? [] : [`${numbered(Math.abs(cpu))} MHz ${cpu > 0 ? 'more' : 'less'}`]),
    ...(memory === 0 ? [] : [`${numbered(Math.abs(memory))} MiB ${memory > 0 ? 'more' : 'less'}`]),
  ];
  return words.length === 0 ? 'something else' : words.join(' and ');
}

function ofTheRest({ sizes, schedules, findings, behaviour, plans }: Sections, found: Dangers): void {
  for (const { pool, fits, before, after } of sizes.pools) {
    if (fits === 'no') found.add('pool-too-small', 'sizes', pool, `pool ${pool} is asked for more than it has`);
    else if (!sameJson(before, after)) found.add('size-changed', 'sizes', pool, `pool ${pool} is asked for ${asked(before, after)}`);
  }
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
