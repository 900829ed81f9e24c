import { expand } from '../change';
import type { Finding } from '../problems';
import type { Release } from '../review';
import { sameJson } from '../terraform';

/** One stack, applied or destroyed in one phase of a deploy. */
export interface DeployStep {
  /** `first` where nothing is applied yet: there is nothing to keep, and so one phase. */
  readonly phase: 'first' | 'expand' | 'jobs' | 'settle';
  readonly action: 'apply' | 'destroy';
  /** Whose stack it is. */
  readonly output: 'expanded' | 'settled';
  readonly stack: string;
}

export interface DeployedOutputs {
  /** What is applied. */
  readonly base: Release;
  /** What was approved. */
  readonly settled: Release;
  /** What both can run in. Undefined for the first release. */
  readonly expanded: Release | undefined;
  /** Stacks of which it is not known that they are applied as the base says: a deploy stopped. */
  readonly unfinished?: readonly string[];
}

/** Steps in order, or why there are none. */
export type DeploySteps = { readonly steps: readonly DeployStep[] } | { readonly finding: Finding };

/**
 * The order of change, stack by stack. Only stacks that differ have a step. The expanded output must be the union of the
 * two others, so that it need not be approved by itself.
 */
export function deploySteps(outputs: DeployedOutputs): DeploySteps {
  const { base, settled, expanded } = outputs;
  if (expanded === undefined) {
    if (base.output.stacks.size > 0) return refused('something is applied, and there is no expanded output', base.name);
    return { steps: settled.order.map((stack) => ({ phase: 'first', action: 'apply', output: 'settled', stack })) };
  }
  const stranger = strangerOf(base, settled, expanded);
  if (stranger !== undefined) return refused('the expanded output is not the union of what is applied and what was approved', stranger);
  return { steps: inPhases(outputs, expanded) };
}

/** The first stack, or part of the mesh graph, that is another than the union has. */
function strangerOf(base: Release, settled: Release, expanded: Release): string | undefined {
  const union = expand(base.output, settled.output);
  const mistake = union.problems.find(({ severity }) => severity === 'error');
  if (mistake !== undefined) return `${mistake.path}: ${mistake.message}`;
  const ids = [...new Set([...union.stacks.keys(), ...expanded.output.stacks.keys()])].sort();
  return ids.find(
    (id) =>
      !sameJson(union.stacks.get(id), expanded.output.stacks.get(id)) || !sameJson(union.graphs.get(id), expanded.output.graphs.get(id)),
  );
}

function inPhases({ base, settled, unfinished = [] }: DeployedOutputs, expanded: Release): DeployStep[] {
  const opened = (stack: string): boolean => unfinished.includes(stack) || differs(base, expanded, stack);
  const closed = (stack: string): boolean => unfinished.includes(stack) || differs(expanded, settled, stack);
  const apply = (phase: DeployStep['phase'], output: DeployStep['output'], stacks: readonly string[]): DeployStep[] =>
    stacks.map((stack) => ({ phase, action: 'apply', output, stack }));
  const destroy = (stacks: readonly string[]): DeployStep[] =>
    [...stacks].reverse().map((stack) => ({ phase: 'settle', action: 'destroy', output: 'expanded', stack }));

  const [before, after] = [kindsOf(expanded), kindsOf(settled)];
  const isGone = (stack: string): boolean => !settled.output.stacks.has(stack);
  const edges = after.access.filter((stack) => holdsEdge(settled, stack));
  return [
    ...apply('expand', 'expanded', [...before.others, ...before.access].filter(opened)),
    ...apply('jobs', 'expanded', before.domains.filter(opened)),
    ...apply('settle', 'settled', edges.filter(closed)),
    ...apply('settle', 'settled', after.domains.filter(closed)),
    ...destroy(before.domains.filter(isGone)),
    ...apply(
      'settle',
      'settled',
      after.access.filter((stack) => closed(stack) && !edges.includes(stack)),
    ),
    ...destroy(before.access.filter(isGone)),
    ...apply('settle', 'settled', after.others.filter(closed)),
    ...destroy(before.others.filter(isGone)),
  ];
}

/** Stacks by what they hold, each list in the order in which it is applied. */
function kindsOf({ order, output }: Release): Readonly<Record<'domains' | 'access' | 'others', readonly string[]>> {
  const isDomain = (stack: string): boolean => output.graphs.has(stack);
  const isAccess = (stack: string): boolean => stack.endsWith('-access') && isDomain(stack.slice(0, -'-access'.length));
  return {
    domains: order.filter(isDomain),
    access: order.filter(isAccess),
    others: order.filter((stack) => !isDomain(stack) && !isAccess(stack)),
  };
}

function holdsEdge({ output }: Release, access: string): boolean {
  return output.graphs.get(access.slice(0, -'-access'.length))?.members.some(({ kind }) => kind === 'edge') ?? false;
}

function differs(one: Release, other: Release, stack: string): boolean {
  return !sameJson(one.output.stacks.get(stack), other.output.stacks.get(stack));
}

function refused(message: string, value: string): DeploySteps {
  return {
    finding: {
      code: 'CHANGE-RELEASE',
      message,
      value,
      limit: 'the output of a synth with --expand and the folder that is applied',
      fix: 'synthesize the commit again, once plainly and once with --expand, each into an empty folder',
    },
  };
}
