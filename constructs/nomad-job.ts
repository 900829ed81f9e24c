import { Construct } from 'constructs';
import { checkJobModel, jobToApiJson, overrideJob, secretLiteralFindings, type Job, type JobOverride, type JobPath } from '../lib/nomad';
import { CallSite, type Finding } from '../lib/problems';
import { templateJson, tokenFindings } from '../lib/terraform';
import { Duration } from '../lib/values';
import { Platform } from './platform';
import { NomadJobResource } from './resources';

/** Settings of a Nomad job. */
export interface NomadJobProps {
  /** The whole job in Nomad's own words, strict: nothing Nomad can say is out of reach. Durations are {@link Duration}. */
  readonly job: Job;
  /**
   * How long Terraform waits for the deployment to become healthy (`timeouts`). It must be longer than the progress
   * deadline of the job. @default 20 minutes
   */
  readonly applyTimeout?: Duration;
  /** Run a finished batch job again at every apply (`rerun_if_dead`). @default false */
  readonly rerunIfDead?: boolean;
}

/** An override needs a reason; the reviewer reads it. */
export interface OverrideOptions {
  /** At least 10 characters. */
  readonly reason: string;
}

/** @internal How a workload gives its job: made late, when everything was said. */
export type LateJob = () => { readonly props: NomadJobProps; readonly findings: readonly Finding[] };

/**
 * One `nomad_job`, its specification as API JSON with sorted keys, so that a plan shows a structural difference.
 *
 * Errors: NOMAD-UNKNOWN-FIELD, NOMAD-TYPE, NOMAD-DURATION, NOMAD-VERSION, EDITION, VALUE-TOKEN, SECRET-LITERAL, and
 * NOMAD-OVERRIDE or VALUE-CONFLICT for overrides.
 */
export class NomadJob extends Construct {
  readonly #platform: Platform;
  readonly #site = CallSite.here();
  readonly #overrides: JobOverride[] = [];
  readonly #late: LateJob;
  readonly #resource: NomadJobResource;
  #rendered: NomadJobProps | undefined;

  /** @param props the job; @param id construct id: the Terraform address follows from the job's own ID */
  constructor(scope: Construct, id: string, props: NomadJobProps);
  /** @internal */
  constructor(scope: Construct, id: string, name: string, late: LateJob);
  constructor(scope: Construct, id: string, propsOrName: NomadJobProps | string, late?: LateJob) {
    super(scope, id);
    this.#platform = Platform.of(this);
    const props = typeof propsOrName === 'string' ? undefined : propsOrName;
    this.#late = late ?? ((): ReturnType<LateJob> => ({ props: props ?? { job: {} }, findings: [] }));
    const jobId = typeof propsOrName === 'string' ? propsOrName : (propsOrName.job.ID ?? id);
    this.#resource = new NomadJobResource(this, 'Resource', { jobspec: '' });
    this.#resource.overrideLogicalId(jobId.replaceAll(/[^A-Za-z0-9_-]/g, '-'));
    this.#platform.join({
      path: `${this.node.path}/`,
      check: () => {
        this.#check();
      },
      render: () => {
        this.#render();
      },
    });
  }

  /**
   * Sets one field of the job, addressed by name and checked against the model again. Two values for one field are
   * VALUE-CONFLICT.
   * @example orders.job.override(JobPath.task('orders').config('hostname'), 'orders', { reason: 'the licence is bound to it' })
   */
  override(path: JobPath, value: unknown, options: OverrideOptions): void {
    this.#platform.assertOpen(this.node.path, 'override');
    this.#overrides.push({ path, value, reason: options.reason, site: CallSite.here() });
  }

  /** The job as it will be registered; known once the app is sealed. */
  get spec(): Job {
    this.#platform.seal();
    return this.#rendered?.job ?? {};
  }

  #check(): void {
    const { props, findings } = this.#late();
    const { job, findings: overrideFindings } = overrideJob(props.job, this.#overrides);
    this.#rendered = { ...props, job };
    const all: (Finding & { readonly source?: string | undefined })[] = [
      ...findings,
      ...overrideFindings,
      ...tokenFindings(job),
      ...checkJobModel(job, this.#platform.facts.engines.versions),
      ...secretLiteralFindings(job),
    ];
    for (const finding of all) this.#platform.report(this.node.path, finding, this.#site);
  }

  #render(): void {
    const rendered = this.#rendered;
    if (rendered === undefined) return;
    const timeout = (rendered.applyTimeout ?? Duration.minutes(20)).toString();
    this.#resource.jobspec = templateJson(jobToApiJson(rendered.job));
    this.#resource.json = true;
    // Waits for the deployment: with Nomad's own default an apply is green while nothing was placed.
    this.#resource.detach = false;
    this.#resource.purgeOnDestroy = false;
    if (rendered.rerunIfDead === true) this.#resource.rerunIfDead = true;
    this.#resource.putTimeouts({ create: timeout, update: timeout });
  }
}
