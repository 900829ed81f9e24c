import type { Construct } from 'constructs';
import type { Finding } from '../lib/problems';
import { Duration, integerProblem } from '../lib/values';
import { BATCH_DEFAULTS, deadlineFindings, renderBatchJob, type BatchJobProps, type GroupContext, type JobInput } from '../lib/workload';
import type { NomadJobProps } from './nomad-job';
import { BATCH_PROPS } from './prop-names';
import { Workload } from './workload';

/**
 * Work that ends: on a schedule in the platform's time zone, when dispatched with parameters, or once. It may call
 * through the mesh; its main task then waits until the sidecar listens, and the sidecar ends with it.
 *
 * Nomad knows no exchange holidays: the schedule fires on every matching day, and the job looks at the calendar itself.
 * `finishBy` is checked at synth against start and expected duration; no engine enforces it.
 *
 * Errors: those of a workload, CRON-INVALID, and MESH-TIMEOUT for a deadline that cannot be kept.
 */
export class BatchJob extends Workload<BatchJobProps> {
  /** Adds the job to its domain. @param scope a DomainStack or a construct in one; @param id short name, unique in the firm; @param props settings */
  constructor(scope: Construct, id: string, props: BatchJobProps) {
    super(scope, id, {
      kind: 'batch',
      props,
      known: BATCH_PROPS,
      required: ['trigger', 'expectedDuration', 'cpu', 'memory'],
      defaults: BATCH_DEFAULTS,
      protocol: undefined,
    });
  }

  protected override groupContext(): GroupContext {
    return { ...super.groupContext(), waitForMesh: true, shutdownDelay: Duration.zero };
  }

  protected override renderJob(input: JobInput): NomadJobProps {
    return { job: renderBatchJob(input, this.settings), applyTimeout: Duration.minutes(10) };
  }

  protected override findings(): Finding[] {
    const { rescheduleAttempts, trigger, expectedDuration } = this.settings;
    const attempts = rescheduleAttempts === undefined ? undefined : integerProblem('rescheduleAttempts', rescheduleAttempts, 0, 100);
    const findings: Finding[] = attempts === undefined ? [] : [{ ...attempts, at: 'rescheduleAttempts' }];
    if ((trigger as unknown) === undefined || (expectedDuration as unknown) === undefined) return findings;
    return [...findings, ...deadlineFindings(this.settings, this.platform.market.opens)];
  }
}
