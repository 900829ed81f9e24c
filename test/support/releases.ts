import type { App } from 'kumiki';
import { readRelease, review, type Release, type Review, type ReviewOptions } from '../../lib/review';
import { filesOf } from './program';

/** What a program writes, as a review reads it. */
export function releaseOf(program: (app: App) => void, name = 'output'): Release {
  return releaseFrom(filesOf(program), name);
}

/** @param files path → content */
export function releaseFrom(files: Readonly<Record<string, string>>, name = 'output', like?: Release): Release {
  const read = readRelease(name, (path) => files[path], like);
  if ('finding' in read) throw new Error(read.finding.message);
  return read.release;
}

/** Ten in the morning of a Monday in Tokyo, when the exchange trades. */
export const MONDAY_TEN = new Date('2026-11-30T01:00:00Z');

/** The review of one program that becomes another. */
export function reviewOf(base: (app: App) => void, head: (app: App) => void, options: Partial<ReviewOptions> = {}): Review {
  return review(releaseOf(base, 'base'), releaseOf(head, 'head'), { at: MONDAY_TEN, ...options });
}

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** A release of stacks without a program: type → name → arguments. Its domains have no graphs. */
export function releaseWith(stacks: Readonly<Record<string, Resources>>, settings: Readonly<Record<string, unknown>> = {}): Release {
  const paths = Object.keys(stacks).map((id) => [id, `stacks/${id}/cdk.tf.json`] as const);
  const manifest = { stacks: Object.fromEntries(paths.map(([id, path]) => [id, { synthesizedStackPath: path }])) };
  return releaseFrom({
    'manifest.json': JSON.stringify(manifest),
    ...Object.fromEntries(paths.map(([id, path]) => [path, JSON.stringify({ resource: stacks[id], ...settings })])),
  });
}

/** The review of resources of one stack that become others. */
export function reviewOfResources(base: Resources, head: Resources, options: Partial<ReviewOptions> = {}): Review {
  return review(releaseWith({ stack: base }), releaseWith({ stack: head }), { at: MONDAY_TEN, ...options });
}
