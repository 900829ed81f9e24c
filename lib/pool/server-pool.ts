import type { Finding } from '../problems';
import { integerProblem, nameProblem, Value, type Cpu, type Memory } from '../values';

/** Servers of one kind that share jobs: a Nomad node pool, with the facts Terraform does not have. */
export interface ServerPoolOptions {
  /** How many servers there are. */
  readonly servers: number;
  /** What one server has to give, after what is reserved for the system. */
  readonly cpuPerServer: Cpu;
  /** Memory one server has to give, after what is reserved for the system. */
  readonly memoryPerServer: Memory;
  /** In how many racks they stand; the clients say which in `meta.rack`. @default 1 */
  readonly racks?: number;
}

/** A Nomad node pool and its size. Membership itself is configuration of the Nomad clients. */
export class ServerPool extends Value {
  /** Name of the node pool. */
  readonly name: string;
  /** How many servers there are. */
  readonly servers: number;
  /** Processor time one server has to give. */
  readonly cpuPerServer: Cpu;
  /** Memory one server has to give. */
  readonly memoryPerServer: Memory;
  /** In how many racks they stand. */
  readonly racks: number;

  private constructor(name: string, options: ServerPoolOptions, problem: Finding | undefined) {
    super(problem);
    this.name = name;
    this.servers = options.servers;
    this.cpuPerServer = options.cpuPerServer;
    this.memoryPerServer = options.memoryPerServer;
    this.racks = options.racks ?? 1;
  }

  /** A pool and its size; NAME-INVALID and VALUE-INVALID otherwise. @param name name of the node pool, as the clients have it */
  static of(this: void, name: string, options: ServerPoolOptions): ServerPool {
    const problem =
      (name === 'default' ? undefined : nameProblem('a server pool', name)) ??
      integerProblem('servers', options.servers, 1, 100_000) ??
      integerProblem('racks', options.racks ?? 1, 1, 10_000) ??
      options.cpuPerServer.problem ??
      options.memoryPerServer.problem;
    return new ServerPool(name, options, problem);
  }
}
