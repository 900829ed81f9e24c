/** Where an allocation lies for Nomad's servers, which know no file system: only the number of levels matters. */
const ALLOCATION = ['alloc-dir', 'alloc-id'];

/**
 * Whether a path leads out of the allocation, as Nomad's servers count: by its dots alone, variables are names as any
 * other. @param folder where relative paths begin, below the allocation
 */
export function escapesAllocation(folder: readonly string[], path: string): boolean {
  if (!path.includes('..')) return false;
  const steps = [...ALLOCATION, ...folder];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  const [first, second, third = ''] = steps;
  return first !== ALLOCATION[0] || second !== ALLOCATION[1] || third.startsWith('..');
}
