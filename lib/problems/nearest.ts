import { distance } from 'fastest-levenshtein';

/**
 * The candidate a person most likely meant: the smallest edit distance without regard to case, at most a third of the
 * word (and at least one edit, two from four letters on). Ties go to the first in sorted order.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of [...candidates].sort()) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}
