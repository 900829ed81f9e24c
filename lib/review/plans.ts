import { isPlainObject } from '../model';
import type { Comparison } from './comparison';
import { order } from './comparison';
import type { PlannedChange, PlansSection } from './model';

/** Stack → what `terraform show -json` prints of its plan. */
export type Plans = ReadonlyMap<string, unknown>;

const NO_PLANS: PlansSection = { given: false, drift: [], knownAfterApply: [], beyond: [], foreign: [], missing: [] };

/** What Terraform's plans say beyond the outputs. A plan is only read; it is never what decides that something is safe. */
export function reviewPlans({ base, head, resources }: Comparison, plans: Plans | undefined): PlansSection {
  if (plans === undefined) return NO_PLANS;
  const changed = new Set(resources.map(({ stack, type, name }) => `${stack}/${type}.${name}`));
  const known = (stack: string, type: string, name: string): boolean =>
    [head, base].some(({ output }) => output.stacks.get(stack)?.resource?.[type]?.[name] !== undefined);
  const section = {
    drift: [] as PlannedChange[],
    knownAfterApply: [] as PlannedChange[],
    beyond: [] as PlannedChange[],
    foreign: [] as PlannedChange[],
  };
  for (const [stack, plan] of [...plans].sort(([a], [b]) => order(a, b))) {
    for (const change of changesIn(plan, 'resource_drift')) if (change.action !== 'no-op') section.drift.push(planned(stack, change));
    for (const change of changesIn(plan, 'resource_changes')) {
      if (change.mode === 'data') continue;
      if (!known(stack, change.type, change.name)) section.foreign.push(planned(stack, change));
      else {
        if (change.action !== 'no-op' && !changed.has(`${stack}/${change.type}.${change.name}`))
          section.beyond.push(planned(stack, change));
        const given = head.output.stacks.get(stack)?.resource?.[change.type]?.[change.name] ?? {};
        const unknown = change.unknown.filter((field) => Object.hasOwn(given, field));
        if (unknown.length > 0) section.knownAfterApply.push({ ...planned(stack, change), fields: unknown });
      }
    }
  }
  const missing = [...new Set(resources.map(({ stack }) => stack))].filter((stack) => !plans.has(stack));
  return { given: true, ...section, missing };
}

interface PlanChange {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly action: string;
  /** Arguments that differ. */
  readonly fields: readonly string[];
  /** Arguments that only the apply will know. */
  readonly unknown: readonly string[];
}

function changesIn(plan: unknown, member: 'resource_changes' | 'resource_drift'): PlanChange[] {
  const list = isPlainObject(plan) ? plan[member] : undefined;
  if (list === undefined || list === null) return [];
  // What cannot be read is no change of nothing: it is told as one of a resource that nobody knows.
  const entries: readonly unknown[] = Array.isArray(list) ? list : [list];
  return entries.map((given): PlanChange => {
    const entry = isPlainObject(given) ? given : { address: member };
    const change = isPlainObject(entry['change']) ? entry['change'] : {};
    const actions = Array.isArray(change['actions']) ? change['actions'].map(String) : [];
    const [before, after] = [change['before'], change['after']].map((side) => (isPlainObject(side) ? side : {}));
    const unknown = isPlainObject(change['after_unknown']) ? change['after_unknown'] : {};
    const text = (key: string): string => (typeof entry[key] === 'string' ? entry[key] : '');
    return {
      address: text('address'),
      mode: text('mode'),
      type: text('type'),
      name: text('name'),
      action: actions.length === 2 ? 'replace' : (actions[0] ?? 'unreadable'),
      fields: [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
        (key) => JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]),
      ),
      unknown: Object.keys(unknown).filter((key) => holdsTrue(unknown[key])),
    };
  });
}

function holdsTrue(value: unknown): boolean {
  return value === true || (typeof value === 'object' && value !== null && Object.values(value).some(holdsTrue));
}

function planned(stack: string, { address, action, fields }: PlanChange): PlannedChange {
  return { stack, address, action, fields };
}
