import type { StackJson } from '../change';
import { sameJson } from '../terraform';
import { reviewBehaviour } from './behaviour';
import { reviewCalls } from './calls';
import { changedOwners, compare, order, type Comparison } from './comparison';
import { dangers, type Sections } from './danger';
import type { DangerRuleName } from './danger-rules';
import { reviewDeletions } from './deletions';
import { reviewExposure } from './exposure';
import { reviewFields } from './fields';
import { reviewFindings } from './findings';
import { reviewGraph } from './graph';
import { reviewIdentities } from './identities';
import {
  REVIEW_VERSION,
  type Decision,
  type Proof,
  type Review,
  type ReviewedOutputs,
  type ReviewNumbers,
  type StackChange,
  type Unknown,
} from './model';
import { reviewPlans, type Plans } from './plans';
import type { DefaultIdentities } from './registered-job';
import type { Release } from './release';
import { reviewRestarts } from './restarts';
import { reviewSchedules } from './schedules';
import { reviewSecrets } from './secrets';
import { reviewSizes, type ReviewedSizes } from './sizes';
import { timing } from './timing';
import { verdict } from './verdict';

export interface ReviewOptions {
  /** The moment that is looked at: when it is meant to be applied. Nothing here asks a clock. */
  readonly at: Date;
  /** Plans of Terraform, by stack. @default - none */
  readonly plans?: Plans | undefined;
  /** Other answers than the house's own: danger → what it asks for. @default - the house's */
  readonly decisions?: Readonly<Partial<Record<DangerRuleName, Decision>>> | undefined;
  /** Why a rule that blocks, or the wait for the exchange to close, is passed over, at least 10 characters. @default - none is */
  readonly breakGlass?: string | undefined;
  /** Identities that Nomad's servers give tasks that name none. @default - unlike any other */
  readonly identities?: DefaultIdentities | undefined;
}

const WHY = 5;

/** Everything a reviewer needs to know of the step from one output to another. */
export function review(base: Release, head: Release, options: ReviewOptions): Review {
  const comparison = compare(base, head);
  const facts = head.facts ?? base.facts;
  const calls = reviewCalls(comparison);
  const secrets = reviewSecrets(comparison);
  const identities = reviewIdentities(comparison);
  const restarts = reviewRestarts(comparison, options.identities);
  const exposure = reviewExposure(comparison);
  const sizes = reviewSizes(comparison, restarts.section.rows);
  const deletions = reviewDeletions(comparison);
  const schedules = reviewSchedules(comparison, options.at);
  const findings = reviewFindings(comparison);
  const sections: Sections = {
    calls: calls.section,
    secrets: secrets.section,
    identities: identities.section,
    restarts: restarts.section,
    exposure: exposure.section,
    sizes: sizes.section,
    deletions: deletions.section,
    schedules: schedules.section,
    findings: findings.section,
    behaviour: reviewBehaviour(comparison),
    plans: reviewPlans(comparison, options.plans),
  };
  const settings = changedSettings(comparison);
  const time = timing(options.at, facts, sections);
  const all = dangers(comparison, sections, {
    decisions: options.decisions,
    sessionOpen: time.session === 'open',
    strangers: strangers(comparison),
    settings,
  });
  const outputs = reviewedOutputs(comparison, sizes, settings);
  const changed = comparison.resources.length > 0 || settings.length > 0;
  const proofs: Proof[] = [calls, secrets, identities, restarts, exposure, sizes, deletions, schedules, findings].map(({ proof }) => proof);
  const unknowns: Unknown[] = [calls, secrets, identities, restarts, schedules].flatMap((section) => [...section.unknowns]);
  return {
    version: REVIEW_VERSION,
    outputs,
    verdict: verdict(all, { owners: outputs.owners, changed, waits: time.from !== undefined, breakGlass: options.breakGlass }),
    numbers: numbersOf(sections, sizes),
    why: all.slice(0, WHY),
    whyMore: Math.max(0, all.length - WHY),
    dangers: all,
    timing: time,
    ...sections,
    graph: reviewGraph(comparison, sections.calls.rows, sections.exposure.rows),
    fields: reviewFields(comparison),
    proofs,
    unknowns,
  };
}

function numbersOf({ calls, secrets, restarts, exposure, deletions }: Sections, { instances }: ReviewedSizes): ReviewNumbers {
  const counts = (rows: readonly { readonly change: string }[]): ReviewNumbers['calls'] => ({
    added: rows.filter(({ change }) => change === 'added').length,
    removed: rows.filter(({ change }) => change === 'removed').length,
    changed: rows.filter(({ change }) => change === 'changed').length,
  });
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  const inPlace = restarts.rows.filter(({ update }) => update === 'in-place');
  // What a schedule or a dispatch starts is no instance that runs.
  const running = restarts.rows.filter(({ update, type }) => update !== 'refused' && (type === 'service' || type === 'system'));
  return {
    calls: counts(calls.rows),
    secrets: counts(secrets.rows),
    restarts: {
      replaced: sum(restarts.rows.map(({ replaced }) => replaced)),
      inPlace: sum(inPlace.map(({ before, after }) => Math.min(before, after))),
      of: instances.head,
      started: sum(running.map(({ before, after }) => Math.max(0, after - before))),
      stopped: sum(running.map(({ before, after }) => Math.max(0, before - after))),
    },
    exposure: counts(exposure.rows.filter(({ what }) => what === 'route' || what === 'listener' || what === 'port')),
    deletions: deletions.rows.filter(({ change }) => change !== 'moved').length,
  };
}

function reviewedOutputs(comparison: Comparison, sizes: ReviewedSizes, settings: readonly string[]): ReviewedOutputs {
  const { base, head, resources } = comparison;
  const side = (release: Release, of: 'base' | 'head'): ReviewedOutputs['base'] => ({
    name: release.name,
    hash: release.hash,
    stacks: release.output.stacks.size,
    resources: [...release.output.stacks.values()].reduce((sum, { resource = {} }) => sum + countOf(resource), 0),
    jobs: sizes.jobs[of],
    instances: sizes.instances[of],
  });
  const changed = new Set([...resources.map(({ stack }) => stack), ...settings]);
  const sorted = [...new Set([...head.order, ...base.order, ...[...changed].sort(order)])].filter((stack) => changed.has(stack));
  const stacks = sorted.map((stack): StackChange => {
    const own = resources.filter((resource) => resource.stack === stack);
    const owner = ownerOf(stack, comparison);
    const count = (change: string): number => own.filter((resource) => resource.change === change).length;
    return {
      stack,
      ...(owner === undefined ? {} : { owner }),
      change: !base.output.stacks.has(stack) ? 'added' : head.output.stacks.has(stack) ? 'changed' : 'removed',
      added: count('added'),
      removed: count('removed'),
      changed: count('changed'),
    };
  });
  const handed = changedOwners(comparison).flatMap(({ before, after }) => [before, after]);
  const owners = [...new Set([...stacks.flatMap(({ owner }) => owner ?? []), ...handed])].sort(order);
  return { base: side(base, 'base'), head: side(head, 'head'), stacks, owners };
}

function countOf(resource: NonNullable<StackJson['resource']>): number {
  return Object.values(resource).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

/** The team of a domain, for its access stack too. */
function ownerOf(stack: string, { base, head }: Comparison): string | undefined {
  const domain = stack.replace(/-access$/, '');
  return (head.output.graphs.get(domain) ?? base.output.graphs.get(domain))?.owner;
}

/** Stacks whose state lies elsewhere: the outputs are of two environments. */
function strangers({ base, head }: Comparison): string[] {
  return [...head.output.stacks].flatMap(([stack, { terraform }]) => {
    const other = base.output.stacks.get(stack);
    return other === undefined || sameJson(other.terraform?.backend, terraform?.backend) ? [] : [stack];
  });
}

/** Stacks of which something beside the resources differs: providers, state, and whatever else Terraform reads. */
function changedSettings({ base, head }: Comparison): string[] {
  return [...head.output.stacks].flatMap(([stack, now]) => {
    const old = base.output.stacks.get(stack);
    if (old === undefined || old === now) return [];
    const { resource: _was, '//': _before, ...before } = old as StackJson & Readonly<Record<string, unknown>>;
    const { resource: _is, '//': _after, ...after } = now as StackJson & Readonly<Record<string, unknown>>;
    return sameJson(before, after) ? [] : [stack];
  });
}
