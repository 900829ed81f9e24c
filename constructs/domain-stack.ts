import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct, IConstruct } from 'constructs';
import { KumikiError, CallSite } from '../lib/problems';
import { tokenFindings } from '../lib/terraform';
import { nameProblem, show } from '../lib/values';
import { unknownProps, valueFindings, type WorkloadDefaults } from '../lib/workload';
import { AccessStack } from './access-stack';
import { LiteralStack } from './literal-stack';
import { ConsulProvider, NomadProvider } from './resources';
import { defaultsFindings } from './workload-defaults';

/** Settings of a domain. */
export interface DomainStackProps {
  /** The team that answers for it; errors and reviews name it. */
  readonly owner: string;
  /** Nomad namespace. @default the id of the stack */
  readonly namespace?: string;
  /** Defaults for the workloads of this domain. @default the platform's */
  readonly defaults?: WorkloadDefaults;
}

const DOMAIN = Symbol.for('kumiki/DomainStack');
const KNOWN_PROPS: Readonly<Record<keyof DomainStackProps, true>> = { owner: true, namespace: true, defaults: true };

/**
 * What one team deploys: its jobs and its own keys, in a Nomad namespace of its own. Everything that says who may call
 * whom and who may read what lies in the companion stack `<id>-access`, which other hands apply: a team cannot grant
 * itself anything by deploying its jobs.
 *
 * Errors: STACK-NESTED under another construct, NAME-TAKEN, NAME-INVALID.
 */
export class DomainStack extends LiteralStack {
  /** The team that answers for the domain. */
  readonly owner: string;
  /** Nomad namespace of the jobs. */
  readonly namespace: string;
  /** Defaults of the domain for its workloads, without those of the platform. */
  readonly defaults: WorkloadDefaults;
  /** Namespace, roles, policies and config entries of this domain. */
  readonly access: AccessStack;

  /** Makes the stack of the domain and its companion `<id>-access`. @param scope the App; @param id name of the domain, also of its namespace */
  constructor(scope: Construct, id: string, props: DomainStackProps) {
    super(scope, id);
    Object.defineProperty(this, DOMAIN, { value: true });
    this.owner = props.owner;
    this.namespace = props.namespace ?? id;
    this.defaults = props.defaults ?? {};
    const { defaults = {}, ...texts } = props;
    const findings = [...unknownProps(props, KNOWN_PROPS), ...defaultsFindings(defaults), ...tokenFindings(texts), ...valueFindings(props)];
    for (const finding of findings) this.platform.report(id, finding, this.site);
    this.platform.registerDomain(this.node.id, { owner: this.owner, namespace: this.namespace });
    const taken = this.platform.claimNamespace(this.namespace, id);
    if (taken !== undefined && taken !== id) {
      this.platform.report(
        id,
        {
          code: 'NAME-TAKEN',
          at: 'namespace',
          message: 'two domains have one Nomad namespace, which only one of them can own',
          value: taken,
          fix: 'give each its own',
        },
        this.site,
      );
    }
    for (const [at, name] of [
      ['id', id],
      ['namespace', this.namespace],
    ] as const) {
      const problem = nameProblem(at, name);
      if (problem !== undefined) this.platform.report(id, { ...problem, at }, this.site);
    }
    if (typeof props.owner !== 'string' || props.owner.trim() === '') {
      this.platform.report(
        id,
        {
          code: 'PROP-MISSING',
          at: 'owner',
          message: 'a domain has an owner, whom errors and reviews name',
          value: show(props.owner),
          fix: "for instance owner: 'trading-team'",
        },
        this.site,
      );
    }
    const { addresses } = this.platform.facts;
    new NomadProvider(this, 'nomad', { address: addresses.nomad });
    new ConsulProvider(this, 'consul', { address: addresses.consul });
    this.access = new AccessStack(scope, `${id}-access`, { id, owner: this.owner, namespace: this.namespace });
    this.addDependency(this.access);
  }

  /** What this domain says in the mesh, for the review, the two-phase deploy and other repositories. */
  protected override writeFiles(outdir: string): void {
    mkdirSync(join(outdir, 'mesh'), { recursive: true });
    const graph = this.platform.takeDomainGraph(this.node.id);
    writeFileSync(join(outdir, 'mesh', `${this.node.id}.json`), `${JSON.stringify(graph, undefined, 2)}\n`);
  }

  /** The domain a construct stands in. STACK-MISSING where there is none. */
  static override of(this: void, construct: IConstruct): DomainStack {
    for (let current: IConstruct | undefined = construct; current !== undefined; current = current.node.scope) {
      if (DOMAIN in current) return current as unknown as DomainStack;
    }
    throw new KumikiError([
      {
        code: 'STACK-MISSING',
        severity: 'error',
        path: construct.node.path,
        source: CallSite.here().text,
        message: 'a workload stands in a DomainStack',
        fix: 'create it with a DomainStack (this) as scope',
      },
    ]);
  }
}
