import { TerraformBackend, type TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import { backendBlock, type StateBackend } from '../lib/platform';
import { KumikiError } from '../lib/problems';

/** Terraform's `backend` block of one stack. Stacks join by name, so nobody reads another's state. @internal */
export class State extends TerraformBackend {
  readonly #attributes: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, model: StateBackend, key: string) {
    const [[type, attributes] = ['local', {}]] = Object.entries(backendBlock(model, key));
    super(scope, 'state', type);
    this.#attributes = attributes;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.#attributes };
  }

  override getRemoteStateDataSource(_scope: Construct, name: string): TerraformRemoteState {
    throw new KumikiError([
      {
        code: 'VALUE-TOKEN',
        severity: 'error',
        path: this.node.path,
        message: `${name} would read the state of another stack`,
        fix: 'join by name: write the name of the thing, not its attribute',
      },
    ]);
  }
}
