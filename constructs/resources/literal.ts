import type { TerraformElement, TerraformProvider, TerraformResource } from 'cdktf';
import { trimNode } from '../trim-node';

/** A stack that writes literal resources itself. */
export interface LiteralHost {
  /** True while cdktf walks the stack: literal resources then keep out of its way. */
  readonly isCollecting: boolean;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the one form of constructor TypeScript accepts for a mixin
type ResourceClass = abstract new (...args: any[]) => TerraformResource;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
type ProviderClass = abstract new (...args: any[]) => TerraformProvider;

/** What the mixin adds. */
export interface LiteralResource {
  /** Whether only kumiki has said something about this resource. @internal */
  readonly isLiteral: boolean;
}

const STACKS = Error as { captureStackTrace: (this: void, target: object) => void };

const LITERAL = Symbol.for('kumiki/LiteralResource');

/**
 * A resource of the prebuilt providers whose values are all literal. cdktf would look for tokens in every string of it,
 * three times; ours hold none (that is checked where the text is made), so the stack writes them as they are. A resource
 * that somebody has given a token, an override, a move or an import goes the ordinary way.
 */
export function literal<T extends ResourceClass>(Base: T): T {
  abstract class Literal extends Base {
    readonly [LITERAL] = true;

    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
    constructor(...args: any[]) {
      // cdktf keeps the formatted stack of every attribute object it makes, for messages about tokens; here are none.
      const { captureStackTrace } = STACKS;
      STACKS.captureStackTrace = () => undefined;
      try {
        super(...(args as unknown[]));
      } finally {
        STACKS.captureStackTrace = captureStackTrace;
      }
      trimNode(this);
    }

    override toTerraform(): ReturnType<TerraformResource['toTerraform']> {
      if (!this.isLiteral) return super.toTerraform();
      if (hostOf(this).isCollecting) return {};
      // What cdktf makes of the same, without looking for dynamic blocks and overrides that are not there.
      const attributes = this.synthesizeAttributes();
      if (this.dependsOn !== undefined) attributes['depends_on'] = this.dependsOn;
      attributes['//'] = this.constructNodeMetadata;
      return { resource: { [this.terraformResourceType]: { [this.friendlyUniqueId]: attributes } } };
    }

    override toMetadata(): ReturnType<TerraformResource['toMetadata']> {
      return this.isLiteral && hostOf(this).isCollecting ? {} : super.toMetadata();
    }

    /** Whether only kumiki has said something about this resource. @internal */
    get isLiteral(): boolean {
      const { rawOverrides } = this as unknown as { rawOverrides: object };
      return (
        Object.keys(rawOverrides).length === 0 &&
        this.lifecycle === undefined &&
        this.provider === undefined &&
        this.count === undefined &&
        this.forEach === undefined &&
        this.connection === undefined &&
        this.provisioners === undefined &&
        !this.hasResourceMove() &&
        (this as unknown as { _imported?: unknown })._imported === undefined &&
        !(this as unknown as { _hasMoved?: boolean })._hasMoved
      );
    }
  }
  // As the stock class: what the mixin adds is internal, and its declaration could not be written.
  return Literal;
}

/** The same for a provider: there are up to three in every stack, with dozens of settings nobody gave. */
export function literalProvider<T extends ProviderClass>(Base: T): T {
  abstract class Literal extends Base {
    readonly [LITERAL] = true;

    override toTerraform(): ReturnType<TerraformProvider['toTerraform']> {
      return hostOf(this).isCollecting && this.isLiteral ? {} : super.toTerraform();
    }

    /** Whether it holds plain values alone. @internal */
    get isLiteral(): boolean {
      const { rawOverrides } = this as unknown as { rawOverrides: object };
      const values = Object.values(this.synthesizeAttributes()) as unknown[];
      return (
        Object.keys(rawOverrides).length === 0 &&
        values.every((value) => typeof value !== 'object' && !(typeof value === 'string' && value.includes('TfToken[')))
      );
    }
  }
  return Literal;
}

/** What a literal element adds to its stack. */
export interface LiteralFragment {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly provider?: Readonly<Record<string, readonly unknown[]>>;
  readonly terraform?: { readonly required_providers: Readonly<Record<string, object>> };
}

/** Structural: works across two copies of the library. */
export function isLiteralElement(x: object): x is TerraformElement & LiteralResource {
  return LITERAL in x;
}

function hostOf(element: TerraformElement): LiteralHost {
  return element.cdktfStack as unknown as LiteralHost;
}
