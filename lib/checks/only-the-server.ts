/** A kind of refusal that nothing but the servers of a firm can know. */
export interface OnlyTheServer {
  readonly kind: string;
  /** How Nomad's message of it reads. */
  readonly message: RegExp;
  /** What would have to be known. */
  readonly reason: string;
}

/**
 * What Nomad refuses and no check can find: it depends on what exists in the cluster, or on its configuration. Everything
 * else that a server refuses is found before it is asked.
 */
export const ONLY_THE_SERVER: readonly OnlyTheServer[] = [
  {
    kind: 'namespace',
    message: /is in nonexistent namespace/,
    reason: 'namespaces are made by access stacks and operators, not by the job',
  },
  { kind: 'node pool', message: /is in nonexistent node pool/, reason: 'node pools are those that operators have registered' },
  {
    kind: 'capabilities of a namespace',
    message: /^used (?:task drivers?|group network modes?) .* not allowed in namespace/,
    reason: 'a namespace may forbid drivers and network modes, and says so nowhere else',
  },
  {
    kind: 'Vault',
    message: /^Vault "default" not enabled/,
    reason: 'whether the servers know a Vault stands in their configuration',
  },
  {
    kind: 'versions of servers',
    message: /until all servers are upgraded to/,
    reason: 'a cluster in the middle of an upgrade takes what its oldest server takes',
  },
];
