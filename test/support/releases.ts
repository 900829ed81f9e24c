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
