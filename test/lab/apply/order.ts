/** Terraform works on as many resources at a time. */
export const PARALLELISM = 10;

/** `terraform destroy -parallelism`: an instance that has minutes to go need not wait for another one that has. */
export const DESTROY_PARALLELISM = 40;

/** What stands before what: each batch needs only the batches before it. Dependencies outside the list count as done. */
export function inBatches<T>(nodes: readonly T[], nameOf: (node: T) => string, needs: (node: T) => readonly string[]): T[][] {
  const waiting = new Map(nodes.map((node) => [nameOf(node), node]));
  const batches: T[][] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, node]) => !needs(node).some((need) => waiting.has(need)));
    if (ready.length === 0) throw new Error(`these need each other: ${[...waiting.keys()].join(', ')}`);
    for (const [name] of ready) waiting.delete(name);
    batches.push(ready.map(([, node]) => node));
  }
  return batches;
}

export interface Failure {
  readonly name: string;
  readonly error: unknown;
}

export interface Walk {
  readonly failed: readonly Failure[];
  /** Not begun, because something before them failed. */
  readonly skipped: readonly string[];
}

/**
 * Does the work of every node as soon as all before it are done, several at a time. A failure stops only what comes after
 * it, as in Terraform.
 */
export async function walk<T>(
  nodes: readonly T[],
  nameOf: (node: T) => string,
  needs: (node: T) => readonly string[],
  work: (node: T) => Promise<void>,
  parallelism = PARALLELISM,
): Promise<Walk> {
  inBatches(nodes, nameOf, needs); // a circle would wait forever
  const waiting = new Map(nodes.map((node) => [nameOf(node), node]));
  const running = new Map<string, Promise<void>>();
  const failed: Failure[] = [];
  const lost = new Set<string>();

  const begin = (name: string, node: T) => {
    waiting.delete(name);
    running.set(
      name,
      work(node)
        .catch((error: unknown) => {
          failed.push({ name, error });
          lost.add(name);
        })
        .finally(() => running.delete(name)),
    );
  };
  const skip = (name: string) => {
    waiting.delete(name);
    lost.add(name);
  };

  for (;;) {
    let moved = false;
    for (const [name, node] of waiting) {
      const before = needs(node);
      if (before.some((need) => lost.has(need))) skip(name);
      else if (running.size < parallelism && !before.some((need) => waiting.has(need) || running.has(need))) begin(name, node);
      else continue;
      moved = true;
    }
    if (moved) continue;
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  const failures = new Set(failed.map(({ name }) => name));
  return { failed, skipped: [...lost].filter((name) => !failures.has(name)) };
}
