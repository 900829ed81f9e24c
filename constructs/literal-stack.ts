import { TerraformStack, type TerraformBackend } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { CallSite } from '../lib/problems';
import { acceptableId } from './construct-id';
import { Platform } from './platform';
import { isLiteralResource } from './resources/literal';
import { State } from './state';

/** Base of kumiki's stacks: a child of the app, sealed with the mesh graph, its literal resources written as they are. */
export abstract class LiteralStack extends TerraformStack {
  /** The platform of the app. */
  readonly platform: Platform;
  /** @internal */
  readonly site: CallSite;
  #collecting = false;
  readonly #state: State;

  protected constructor(scope: Construct, id: string) {
    super(scope, acceptableId(scope, id));
    this.platform = Platform.of(this);
    this.site = CallSite.here();
    this.#checkPlace(scope, id);
    const { environment, state, engines } = this.platform.facts;
    this.#state = new State(this, state, `${environment.name}/${id}`);
    this.synthesizer = this.platform.staging.wrap(this.synthesizer, (outdir) => {
      this.writeFiles(outdir);
    });
    this.addOverride('terraform.required_version', `>= ${engines.versions.terraform}`);
  }

  /** @internal */
  get isCollecting(): boolean {
    return this.#collecting;
  }

  /** The first backend below a stack. cdktf would ask every construct, with a promise for each. */
  override ensureBackendExists(): TerraformBackend {
    return this.#state;
  }

  /** Seals the mesh graph first: everything that depends on the whole app is made now, and every problem said. */
  override prepareStack(): void {
    this.platform.seal();
    this.#withoutLiterals(() => {
      super.prepareStack();
    });
  }

  /** The stack as Terraform JSON, called by cdktf. @internal */
  override toTerraform(): ReturnType<TerraformStack['toTerraform']> {
    // Testing.synth prepares no stack.
    this.platform.seal();
    const terraform = this.#withoutLiterals(() => super.toTerraform() as Record<string, unknown>);
    const resources = { ...(terraform['resource'] as Record<string, Record<string, unknown>> | undefined) };
    for (const construct of this.node.findAll()) {
      if (!isLiteralResource(construct) || !construct.isLiteral) continue;
      const own = (construct.toTerraform() as { resource: Record<string, Record<string, unknown>> }).resource;
      for (const [type, byId] of Object.entries(own)) resources[type] = Object.assign(resources[type] ?? {}, byId);
    }
    if (Object.keys(resources).length > 0) terraform['resource'] = resources;
    return terraform;
  }

  /** Files of this stack beside its Terraform. */
  protected writeFiles(_outdir: string): void {
    // Most stacks have none.
  }

  #withoutLiterals<T>(body: () => T): T {
    this.#collecting = true;
    try {
      return body();
    } finally {
      this.#collecting = false;
    }
  }

  #checkPlace(scope: IConstruct, id: string): void {
    if (scope.node.scope !== undefined) {
      this.platform.report(
        this.node.path,
        {
          code: 'STACK-NESTED',
          message: 'cdktf writes dependencies of a nested stack as paths and its name as id, so it cannot be deployed',
          value: this.node.path,
          limit: 'a child of the app',
          fix: `pass the App as scope of ${id}`,
        },
        this.site,
      );
    }
    if (!this.platform.claimStackId(id))
      this.platform.report(
        this.node.path,
        { code: 'NAME-TAKEN', message: `two stacks are called ${id}`, value: id, fix: 'rename one' },
        this.site,
      );
  }
}
