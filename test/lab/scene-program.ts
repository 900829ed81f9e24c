import { App } from 'cdktf';
import {
  ContainerImage,
  Cpu,
  Duration,
  Environment,
  JobPath,
  KumikiError,
  Memory,
  Platform,
  Releases,
  Rollout,
  synth,
  type EdgeLoadBalancer,
  type EgressGateway,
  type PlatformFacts,
  type Problem,
  type SynthOptions,
} from 'kumiki';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { platformFacts } from '../../stacks/platform';
import { allocationsOf, runningOf, story, type Allocation } from './allocations';
import { applyAll, deploymentOf, deploy, destroy, unsettled, type Deployment } from './deployment';
import type { Layout } from './layout';
import { layoutOf } from './layout';
import { insideOf } from './servers/namespaces';
import { Standin } from './standin';
import { until } from './until';

/** The lab that the scenes run in. */
export function labOfScenes(): Layout {
  const name = insideOf();
  if (name === undefined) throw new Error('scenes run inside of a lab: npm run test:lab');
  return layoutOf(name);
}

const because = 'stand-ins that the lab builds on its own machine have no registry to take a digest from';

/** A stand-in of one version; `bad` ends at once, `sick` fails its check. */
export const image = (name: 'standin' | 'worker' | 'batch' | 'agent', version: '1' | '2' | '3' | 'bad' | 'sick' = '1'): ContainerImage =>
  ContainerImage.byTag(`local/${name}:${version}`, because);

/** What every task of a scene needs. */
export const small = { cpu: Cpu.mhz(20), memory: Memory.mib(64) } as const;

/** An edge or an egress gateway with a roll-out that a test can wait for: theirs are not those of the facts. */
export function quickly({ job }: Pick<EdgeLoadBalancer | EgressGateway, 'job'>): void {
  job.override(JobPath.group().field('Update', 'MinHealthyTime'), Duration.seconds(2), {
    reason: 'a scene waits for seconds, not for minutes',
  });
}

/** The lab's own facts, under a prefix of the scenes, and with roll-outs that a test can wait for. */
export function sceneFacts(): PlatformFacts {
  const lab = platformFacts(Environment.of('lab'));
  return {
    ...lab,
    namePrefix: 'scene',
    images: Releases.of({}),
    defaults: {
      ...lab.defaults,
      rollout: Rollout.canary(1, {
        minHealthyTime: Duration.seconds(2),
        healthyDeadline: Duration.seconds(60),
        progressDeadline: Duration.seconds(90),
      }),
      shutdownDelay: Duration.seconds(3),
    },
  };
}

/** A small program of one scene, applied to the lab. Its domains belong to it alone; the platform is the lab's. */
export class SceneProgram {
  readonly name: string;
  readonly layout: Layout;
  #deployment: Deployment | undefined;
  readonly #log: string[] = [];

  constructor(name: string) {
    this.name = name;
    this.layout = labOfScenes();
  }

  /** Folder of the last synth. */
  get output(): string {
    return join(this.layout.folder, 'scenes', this.name);
  }

  /** Synthesizes without applying. @param options expand, for a deploy in two phases */
  async synth(
    define: (app: App) => void,
    { facts = sceneFacts(), output = this.output, expand }: { facts?: PlatformFacts; output?: string } & SynthOptions = {},
  ): Promise<Deployment> {
    rmSync(output, { recursive: true, force: true });
    mkdirSync(output, { recursive: true });
    const app = new App({ outdir: output });
    Platform.define(app, facts);
    define(app);
    if (expand === undefined) app.synth();
    else refuseErrors(synth(app, { expand }));
    return deploymentOf(this.layout, output, (line) => this.#log.push(line), 'api');
  }

  /** Applies the program; a later one replaces an earlier one, as a release does. */
  async deploy(define: (app: App) => void): Promise<Deployment> {
    this.#deployment = await this.synth(define);
    await deploy(this.#deployment);
    return this.#deployment;
  }

  /** Applies some stacks of a release; what a person wants to know is asked of this release from here on. */
  async apply(deployment: Deployment, stacks: Deployment['stacks']): Promise<void> {
    this.#deployment = deployment;
    await applyAll(deployment, stacks);
  }

  /** What a second plan would change. */
  unsettled(): Promise<readonly string[]> {
    if (this.#deployment === undefined) throw new Error('nothing was deployed');
    return unsettled(this.#deployment);
  }

  async destroy(): Promise<void> {
    if (this.#deployment !== undefined) await destroy(this.#deployment);
    this.#deployment = undefined;
  }

  /** Every stand-in of a workload that runs, by its short name. */
  async all(domain: string, id: string): Promise<readonly Standin[]> {
    const running = await runningOf(this.layout, domain, fullName(id));
    return running.map((allocation) => new Standin(this.layout, allocation, id));
  }

  /** The one that runs. */
  async one(domain: string, id: string): Promise<Standin> {
    return until(`one allocation of ${id} runs`, async () => {
      const [first, ...others] = await this.all(domain, id);
      return others.length === 0 ? first : undefined;
    });
  }

  allocations(domain: string, id: string): Promise<readonly Allocation[]> {
    return allocationsOf(this.layout, domain, fullName(id));
  }

  /** What a person wants to know when a scene failed: what the applier said, and the events and logs of the allocations. */
  async report(): Promise<string> {
    const jobs = (this.#deployment?.stacks ?? []).flatMap(({ resources }) =>
      resources
        .filter(({ type }) => type === 'nomad_job')
        .map(({ arguments: given }) => JSON.parse(given['jobspec'] as string) as { ID: string; Namespace: string }),
    );
    const stories: string[] = [];
    for (const { ID, Namespace } of jobs) {
      const all = await allocationsOf(this.layout, Namespace, ID).catch(() => []);
      for (const allocation of all.slice(-3)) stories.push(await story(this.layout, allocation));
    }
    return [...this.#log.slice(-20), ...stories].join('\n');
  }
}

function refuseErrors(problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new KumikiError(errors);
}

/** Name of a workload of a scene in Nomad and Consul. */
export const fullName = (id: string): string => `scene-${id}`;

/** A promise of a scene: where it fails, the report of the program is part of the error. */
export const seen =
  (program: SceneProgram, promise: () => Promise<void>): (() => Promise<void>) =>
  async () => {
    try {
      await promise();
    } catch (error) {
      const report = await program.report().catch((reason: unknown) => String(reason));
      if (error instanceof Error) error.message += `\n\n${report}`;
      throw error;
    }
  };
