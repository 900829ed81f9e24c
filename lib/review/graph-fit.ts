import type { Comparison } from './comparison';

/** A member of a mesh graph without its job. */
export interface UnfitMember {
  readonly domain: string;
  /** Consul service name. */
  readonly service: string;
  readonly path: string;
}

/**
 * Members that the graph of the head puts into a domain whose stack has no job of theirs. Domains decide who approves, and
 * nothing that is applied shows that a graph says another one. What is outside of the mesh has no job.
 */
export function unfitMembers({ head, texts }: Pick<Comparison, 'head' | 'texts'>): UnfitMember[] {
  return [...head.output.graphs].flatMap(([stack, { domain, members }]) => {
    const jobs = head.output.stacks.get(stack)?.resource?.['nomad_job'] ?? {};
    const ids = new Set(Object.keys(jobs));
    return members
      .filter(({ service, kind }) => kind !== 'external' && !ids.has(service))
      .filter(({ service }) => !Object.values(jobs).some((values) => texts.job(values)?.['ID'] === service))
      .map(({ service, path }) => ({ domain, service, path }));
  });
}
