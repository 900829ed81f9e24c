import { TerraformStack, type TerraformBackend } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { CallSite, KumikiError } from '../lib/problems';
import { acceptableId } from './construct-id';
import { Platform } from './platform';
import { isLiteralElement, type LiteralFragment } from './resources/literal';
import { State } from './state';

/** A stack as cdktf gives it. */
interface TerraformJson {
  readonly terraform: { required_providers?: Record<string, object> };
  resource?: Record<string, Record<string, unknown>>;
  provider?: Record<string, unknown[]>;
}

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
    return this.#collecting && !this.#isOverridden;
  }

  /** Whether somebody overrides resources or providers at the stack: cdktf then has to see them. */
  get #isOverridden(): boolean {
    const { rawOverrides } = this as unknown as { rawOverrides: object };
    return Object.keys(rawOverrides).some((key) => key !== 'terraform');
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
    const terraform = this.#withoutLiterals(() => super.toTerraform() as TerraformJson);
    const { resource = {}, provider = {} } = terraform;
    for (const construct of this.#isOverridden ? [] : this.node.findAll()) {
      if (!isLiteralElement(construct) || !construct.isLiteral) continue;
      const own = construct.toTerraform() as LiteralFragment;
      for (const [type, byId] of Object.entries(own.resource ?? {})) {
        const known = (resource[type] ??= {});
        for (const [name, attributes] of Object.entries(byId)) {
          if (Object.hasOwn(known, name)) this.#refuseTwice(`${type}.${name}`, construct);
          if (holdsToken(attributes)) this.#refuseToken(`${type}.${name}`, construct);
          known[name] = attributes;
        }
      }
      for (const [name, settings] of Object.entries(own.provider ?? {})) provider[name] = [...settings, ...(provider[name] ?? [])];
      for (const [name, required] of Object.entries(own.terraform?.required_providers ?? {})) {
        terraform.terraform.required_providers ??= {};
        terraform.terraform.required_providers[name] = { ...required, ...terraform.terraform.required_providers[name] };
      }
    }
    if (Object.keys(resource).length > 0) terraform.resource = resource;
    if (Object.keys(provider).length > 0) terraform.provider = provider;
    return terraform;
  }

  /** Files of this stack beside its Terraform. */
  protected writeFiles(_outdir: string): void {
    // Most stacks have none.
  }

  #refuseTwice(address: string, construct: IConstruct): never {
    throw new KumikiError([
      {
        code: 'NAME-TAKEN',
        severity: 'error',
        path: construct.node.path,
        source: this.site.text,
        message: 'two resources of a stack have one Terraform address, and only one of them would be written',
        value: address,
        limit: 'one resource for each address',
        fix: 'rename one: ids that differ only in dots and dashes are one address',
      },
    ]);
  }

  #refuseToken(address: string, construct: IConstruct): never {
    throw new KumikiError([
      {
        code: 'VALUE-TOKEN',
        severity: 'error',
        path: construct.node.path,
        source: this.site.text,
        message: 'a resource of kumiki was given a Terraform token',
        value: address,
        limit: 'literals: stacks and resources join by name',
        fix: 'use addOverride of the resource, which goes through cdktf',
      },
    ]);
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

/** Whether an attribute holds a token of cdktf; the texts kumiki makes itself are checked where they are made. */
function holdsToken(attributes: unknown): boolean {
  return Object.values(attributes as object).some((value) => (Array.isArray(value) ? value.some(isToken) : isToken(value)));
}

function isToken(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${TfToken[');
}
