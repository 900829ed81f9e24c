import { Construct } from 'constructs';
import {
  addressOf,
  checkJobModel,
  hostAccessFindings,
  jobFromApiJson,
  jobToApiForm,
  overrideJob,
  secretLiteralFindings,
  type Job,
  type JobOverride,
  type JobPath,
} from '../lib/nomad';

import { CallSite, type Finding, type SourcedFinding } from '../lib/problems';
import { literalText, templateText, tokenFindings } from '../lib/terraform';
import { reasonProblem, Duration } from '../lib/values';
import type { SaidPlace } from '../lib/workload';
import { acceptableId, logicalId } from './construct-id';
import { DomainStack } from './domain-stack';
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
  /**
   * Why a task may lead out of its container (privileged, host modes, raw_exec): it amounts to a right on the server. At
   * least 10 characters. @default - it may not (NOMAD-HOST-ACCESS)
   */
  readonly hostAccessReason?: string;
  /** Run a finished batch job again at every apply (`rerun_if_dead`). @default false */
  readonly rerunIfDead?: boolean;
}

/** An override needs a reason; the reviewer reads it. */
export interface OverrideOptions {
  /** At least 10 characters. */
  readonly reason: string;
}

/** A job as its workload renders it, with the reasons that stand in its props. */
export interface WorkloadJobProps extends NomadJobProps {
  /** Why nobody asks whether the service answers. */
  readonly noCheckReason?: string;
}

/** How a workload gives its job: made late, when everything was said. @internal */
export type LateJob = () => WorkloadJobProps;

/** Where in the user's program a place of the job was said. @internal */
export type Locate = (at: string, job: Job) => SaidPlace | undefined;

/** What is kept of a job: its text needs a third of its memory. */
interface RenderedJob {
  readonly jobspec: string;
  readonly timeout: string;
  readonly rerunIfDead: boolean;
}

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
  readonly #locate: Locate | undefined;
  readonly #owner: string | undefined;
  readonly #jobId: string;
  readonly #resource: NomadJobResource;
  #rendered: RenderedJob | undefined;

  /** Adds one Nomad job. @param scope a DomainStack or a construct in one; @param props the job; @param id construct id: the Terraform address follows from the job's own ID */
  constructor(scope: Construct, id: string, props: NomadJobProps);
  /** @internal */
  constructor(scope: Construct, id: string, name: string, late: LateJob, locate?: Locate);
  constructor(scope: Construct, id: string, propsOrName: NomadJobProps | string, late?: LateJob, locate?: Locate) {
    super(scope, acceptableId(scope, id));
    this.#platform = Platform.of(this);
    const props = typeof propsOrName === 'string' ? undefined : propsOrName;
    this.#late = late ?? ((): WorkloadJobProps => props ?? { job: {} });
    this.#locate = locate;
    // A workload speaks for its job; one that stands alone speaks for itself.
    this.#owner = late === undefined ? undefined : scope.node.path;
    const jobId = typeof propsOrName === 'string' ? propsOrName : (propsOrName.job.ID ?? id);
    this.#platform.claimJob(jobId, this.node.path);
    this.#jobId = jobId;
    this.#platform.jobOwners.set(jobId, this.#owner ?? this.node.path);
    if (this.#owner === undefined) this.#platform.sites.set(this.node.path, this.#site);
    this.#resource = new NomadJobResource(this, 'Resource', { jobspec: '' });
    this.#resource.overrideLogicalId(logicalId(jobId));
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
    this.#overrides.push({ path, value, reason: (options as OverrideOptions | undefined)?.reason ?? '', site: CallSite.here() });
  }

  /** The job as it will be registered; known once the app is sealed. */
  get spec(): Job {
    this.#platform.seal();
    return this.#rendered === undefined ? {} : jobFromApiJson(JSON.parse(literalText(this.#rendered.jobspec))).job;
  }

  #check(): void {
    const props = this.#lateProps();
    if (props === undefined) return;
    const { job, findings: overrideFindings } = overrideJob(props.job, this.#overrides);
    const model = [...tokenFindings(job), ...checkJobModel(job, this.#platform.facts.engines.versions)];
    const all: SourcedFinding[] = [
      ...(this.#owner === undefined ? this.#standaloneFindings(job) : this.#identityFindings(job)),
      ...overrideFindings,
      ...model,
      ...this.#reasonFindings(props),
    ];
    const path = this.#owner ?? this.node.path;
    const sourceOf = this.#sourceOf(job);
    for (const finding of all) this.#platform.report(path, { ...finding, ...sourceOf(finding) }, this.#site);
    // A wrong job may hold what no text can; nothing is rendered then.
    if (all.some(({ severity = 'error' }) => severity === 'error')) return;
    const { applyTimeout = Duration.minutes(20), rerunIfDead = false } = props;
    const form = jobToApiForm(job);
    this.#rendered = { jobspec: templateText(form.text), timeout: applyTimeout.toString(), rerunIfDead };
    const reasonOf = this.#reasons(props);
    // Where its props are wrong, the job only says the same again, but for secrets: they are told whatever else is wrong.
    const found = this.#platform.isBroken(path) ? secretLiteralFindings(job) : this.#platform.checks.checkJob(path, form);
    for (const finding of found) {
      const said = sourceOf(finding);
      const reason = reasonOf(finding);
      if (reason !== undefined) this.#platform.reportAllowed(path, finding, reason, this.#site);
      // A literal is shown in the words of the program; else the address in the job stays, which others see who check the output.
      else if (finding.code === 'SECRET-LITERAL') this.#platform.reportFound(path, { ...finding, ...said }, this.#site);
      else this.#platform.reportFound(path, { ...finding, source: said.source }, this.#site);
    }
  }

  /** The line that said what a finding is about: an override, or a verb of the workload. */
  #sourceOf(job: Job): (finding: Finding) => { readonly at?: string; readonly source?: string | undefined } {
    const overridden = this.#overrides
      .filter(({ path }) => Array.isArray((path as JobPath | undefined)?.steps))
      .map(({ path, site }) => ({ address: addressOf(job, path), site }));
    return ({ at = '' }) => {
      const block = blockOf(at);
      const override =
        overridden.find(({ address }) => address !== undefined && isIn(at, address)) ??
        // A rule of the engine names one member of a block, and another may be the one that was changed.
        overridden.find(({ address }) => address !== undefined && (isIn(address, at) || (block !== undefined && isIn(address, block))));
      return override === undefined ? (this.#locate?.(at, job) ?? {}) : { source: override.site.text };
    };
  }

  #reasonFindings({ hostAccessReason }: NomadJobProps): Finding[] {
    const problem =
      hostAccessReason === undefined || this.#owner !== undefined ? undefined : reasonProblem('hostAccessReason', hostAccessReason);
    return problem === undefined ? [] : [{ ...problem, at: 'hostAccessReason' }];
  }

  /** The reason in a prop that lets a finding stand. An override of a workload's job has another one. */
  #reasons({ hostAccessReason, noCheckReason, job }: WorkloadJobProps): (finding: Finding) => string | undefined {
    const isOverridden = this.#owner !== undefined && this.#overrides.length > 0;
    const rendered = new Set(isOverridden ? hostAccessFindings(job).map(({ at, value }) => `${at ?? ''} ${value ?? ''}`) : []);
    return ({ code, at, value }) => {
      if (code === 'NOMAD-CHECK-MISSING') return noCheckReason;
      if (code !== 'NOMAD-HOST-ACCESS' || (isOverridden && !rendered.has(`${at ?? ''} ${value ?? ''}`))) return undefined;
      return hostAccessReason;
    };
  }

  /** The job, unless its workload is so wrong that none can be made; that was reported. */
  #lateProps(): WorkloadJobProps | undefined {
    try {
      return this.#late();
    } catch (error) {
      if (this.#owner !== undefined && this.#platform.isBroken(this.#owner)) return undefined;
      throw error;
    }
  }

  /** A job is who its workload is: roles, policies and intentions are bound to its id and namespace. */
  #identityFindings(job: Job): Finding[] {
    const { namespace } = DomainStack.of(this);
    const wanted = { ID: this.#jobId, Name: this.#jobId, Namespace: namespace } as const;
    return Object.entries(wanted)
      .filter(([key, value]) => job[key as keyof typeof wanted] !== value)
      .map(([key, value]) => ({
        code: 'NOMAD-OVERRIDE',
        at: key,
        message: 'an override cannot make a job another job',
        value: String(job[key as keyof typeof wanted]),
        limit: value,
        fix: 'remove the override; rename the construct instead',
      }));
  }

  #standaloneFindings(job: Job): Finding[] {
    const findings: Finding[] = [];
    const { namespace } = DomainStack.of(this);
    if (job.ID === undefined) findings.push({ code: 'PROP-MISSING', at: 'ID', message: 'a job has an ID', fix: 'give ID and Name' });
    if (job.Namespace !== namespace) {
      findings.push({
        code: 'NOMAD-RULE',
        at: 'Namespace',
        message: 'a job stands in the namespace of its domain',
        value: String(job.Namespace),
        limit: namespace,
        fix: `write Namespace: '${namespace}'`,
      });
    }
    const other = this.#platform.jobPaths(this.#jobId).find((path) => path !== this.node.path);
    if (other !== undefined)
      findings.push({
        code: 'NAME-TAKEN',
        at: 'ID',
        message: 'two jobs have one ID',
        value: `${this.#jobId}, also of ${other}`,
        fix: 'rename one',
      });
    return findings;
  }

  #render(): void {
    const rendered = this.#rendered;
    if (rendered === undefined) return;
    const { jobspec, timeout, rerunIfDead } = rendered;
    this.#resource.jobspec = jobspec;
    this.#resource.json = true;
    // Waits for the deployment: with Nomad's own default an apply is green while nothing was placed.
    this.#resource.detach = false;
    // A stopped job that Nomad remembers takes the deployments of its next life with it: a failed one makes each further apply fail.
    this.#resource.purgeOnDestroy = true;
    if (rerunIfDead) this.#resource.rerunIfDead = true;
    this.#resource.putTimeouts({ create: timeout, update: timeout });
  }
}

/** Whether an address is that of a place, or below it. */
function isIn(address: string, place: string): boolean {
  return place !== '' && (address === place || address.startsWith(`${place}.`) || address.startsWith(`${place}[`));
}

/** The block of settings that a place stands in, `TaskGroups[0].Update`; undefined in a list, and where the members have nothing to do with each other. */
function blockOf(at: string): string | undefined {
  return /^(?<block>.*\.(?!Config|Env|Meta)[A-Za-z]+)\.[A-Za-z]+$/.exec(at)?.groups?.['block'];
}
