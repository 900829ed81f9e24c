import type { Construct } from 'constructs';
import { CallSite, type Finding } from '../lib/problems';
import type { ServerPool } from '../lib/pool';
import { Duration, show } from '../lib/values';
import {
  HardeningException,
  HOUSE_DEFAULTS,
  RestartPolicy,
  renderAgentJob,
  type GroupContext,
  type JobInput,
  type NodeAgentProps,
  type WorkloadProps,
} from '../lib/workload';
import type { NomadJobProps } from './nomad-job';
import { AGENT_PROPS } from './prop-names';
import { Workload } from './workload';

/**
 * One instance on every server of a pool, or of all pools: log shipper, metrics. It may call through the mesh.
 *
 * Logs reach an agent the house's way through Docker's log driver. Reading the allocation directory amounts to root on
 * the server (it shows other jobs' secrets): {@link readAllocationDirectory} has to be said, with a reason.
 */
export class NodeAgent extends Workload<WorkloadProps> {
  readonly #allPools: boolean;

  /** Adds the agent to its domain. @param scope a DomainStack or a construct in one; @param id short name, unique in the firm; @param props settings */
  constructor(scope: Construct, id: string, props: NodeAgentProps) {
    const { pool = 'all', ...rest } = props;
    super(scope, id, {
      kind: 'agent',
      props: { ...rest, ...(pool === 'all' ? {} : { pool }) },
      known: { ...AGENT_PROPS, placement: true },
      required: ['cpu', 'memory'],
      defaults: {
        ...HOUSE_DEFAULTS,
        priority: 60,
        restart: RestartPolicy.of(3, { interval: Duration.minutes(10), delay: Duration.seconds(15) }),
      },
      protocol: undefined,
    });
    this.#allPools = pool === 'all';
  }

  /**
   * Binds the allocation directory of the server read-only. It shows the logs of all jobs, and the secrets of those that
   * run: whoever holds this job holds the server.
   */
  readAllocationDirectory(options: {
    /** `alloc_dir` of the clients. */
    readonly directory: string;
    /** Path in the task. */
    readonly target: string;
    /** Why the agent has to see it, at least 10 characters; the reviewer reads it. */
    readonly reason: string;
  }): void {
    this.platform.assertOpen(this.path, 'readAllocationDirectory');
    const site = CallSite.here();
    for (const [at, path] of [
      ['directory', options.directory],
      ['target', options.target],
    ] as const) {
      if (/^(\/[A-Za-z0-9_.-]+)+$/.test(path) && !path.split('/').includes('..')) continue;
      this.platform.report(
        this.path,
        {
          code: 'VALUE-INVALID',
          at: `readAllocationDirectory.${at}`,
          message: 'a directory is an absolute path of plain names, and not the root',
          value: show(path),
          fix: "for instance '/opt/nomad/alloc'",
        },
        site,
      );
    }
    for (const exception of [
      HardeningException.bindMount(options.directory, options.target, options.reason),
      HardeningException.root(options.reason),
    ]) {
      if (exception.problem !== undefined) this.platform.report(this.path, { ...exception.problem, at: 'readAllocationDirectory' }, site);
      this.main.exceptions.push(exception);
    }
  }

  protected override get pool(): ServerPool | undefined {
    return this.#allPools ? undefined : super.pool;
  }

  protected override groupContext(): GroupContext {
    return { ...super.groupContext(), placement: undefined, pool: undefined, shutdownDelay: Duration.seconds(5) };
  }

  protected override renderJob(input: JobInput): NomadJobProps {
    return { job: renderAgentJob(input, this.#allPools ? 'all' : (this.pool?.name ?? 'all')), applyTimeout: Duration.minutes(30) };
  }

  protected override findings(): Finding[] {
    return [];
  }
}
