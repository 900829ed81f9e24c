import { ApiWay } from './api-way';
import type { Applier, Say } from './applier';
import type { Stack } from './synthesized';
import { TerraformWay } from './terraform-way';

export interface ChooseWayOptions {
  readonly stateFolder: string;
  /** A stack that asks for all providers: the platform. */
  readonly stack: Stack;
  /** What a person asked for. @default - Terraform where it finds the providers */
  readonly way?: Applier['way'];
  readonly say: Say;
}

/** Terraform with the real providers where they are to be had, and otherwise the engines' APIs. Says which, and why. */
export async function chooseWay({ stateFolder, stack, way, say }: ChooseWayOptions): Promise<Applier> {
  const api = new ApiWay({ stateFolder });
  if (way === 'api') {
    say('applying through the APIs of the engines, as asked');
    return api;
  }
  const terraform = new TerraformWay({ stateFolder });
  const { possible, output } = await terraform.init(stack).catch((error: unknown) => ({ possible: false, output: String(error) }));
  if (possible) {
    say('applying with terraform: it found the providers');
    return terraform;
  }
  const reason = firstError(output);
  if (way === 'terraform') throw new Error(`terraform was asked for, but its init failed: ${reason}`);
  say(`applying through the APIs of the engines, because terraform init failed: ${reason}`);
  return api;
}

/** What Terraform says is wrong, on one line. */
function firstError(output: string): string {
  const [, text = output] = /Error: ([^]*)/.exec(output) ?? [];
  return text.replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 300);
}
