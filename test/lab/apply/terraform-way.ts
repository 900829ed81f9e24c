import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Action, Applied, Applier, Change, Say, Tokens } from './applier';
import type { Difference } from './resource-type';
import type { Arguments, Stack } from './synthesized';

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  /** With warnings and errors among it. */
  readonly output: string;
}

/** Applies synthesized stacks with `terraform` and the real providers. */
export class TerraformWay implements Applier {
  readonly way = 'terraform';
  readonly #stateFolder: string;
  readonly #initialized = new Set<string>();

  constructor(options: { readonly stateFolder: string }) {
    this.#stateFolder = options.stateFolder;
  }

  /** Whether the providers are to be had; the text is Terraform's own. */
  async init(stack: Stack): Promise<{ readonly possible: boolean; readonly output: string }> {
    mkdirSync(this.#stateFolder, { recursive: true });
    // The state lives with the lab: a synth makes the folder of the stack anew.
    const backend = `-backend-config=path=${join(this.#stateFolder, `${stack.name}.tfstate`)}`;
    const { status, output } = await terraform(stack, {}, ['init', '-input=false', '-reconfigure', backend]);
    return { possible: status === 0, output };
  }

  async plan(stack: Stack, tokens: Tokens): Promise<Change[]> {
    await this.#ready(stack);
    const file = join(this.#stateFolder, `${stack.name}.tfplan`);
    const planned = await terraform(stack, tokens, ['plan', '-input=false', '-detailed-exitcode', `-out=${file}`]);
    if (planned.status === 0) return [];
    if (planned.status !== 2) throw failed(stack, 'plan', planned);
    const { stdout } = succeeded(stack, 'show', await terraform(stack, tokens, ['show', '-json', file]));
    rmSync(file); // it holds all that the stack holds
    return changesOf(JSON.parse(stdout));
  }

  apply(stack: Stack, tokens: Tokens, say: Say): Promise<Applied> {
    return this.#carryOut('apply', stack, tokens, say);
  }

  destroy(stack: Stack, tokens: Tokens, say: Say): Promise<Applied> {
    return this.#carryOut('destroy', stack, tokens, say);
  }

  async #carryOut(command: 'apply' | 'destroy', stack: Stack, tokens: Tokens, say: Say): Promise<Applied> {
    const started = Date.now();
    const changes = command === 'apply' ? await this.plan(stack, tokens) : [];
    await this.#ready(stack);
    succeeded(stack, command, await terraform(stack, tokens, [command, '-auto-approve', '-input=false'], say));
    const seconds = (Date.now() - started) / 1000;
    say(`${stack.name}: terraform ${command} in ${seconds.toFixed(1)} s`);
    return { stack: stack.name, changes, seconds };
  }

  async #ready(stack: Stack): Promise<void> {
    if (this.#initialized.has(stack.folder) && existsSync(join(stack.folder, '.terraform'))) return;
    const { possible, output } = await this.init(stack);
    if (!possible) throw new Error(`${stack.name}: terraform init failed\n${output}`);
    this.#initialized.add(stack.folder);
  }
}

const ENVIRONMENT = { nomad: 'NOMAD_TOKEN', consul: 'CONSUL_HTTP_TOKEN', vault: 'VAULT_TOKEN' } as const;

function terraform(stack: Stack, tokens: Tokens, command: readonly string[], say: Say = () => undefined): Promise<Outcome> {
  const identity = Object.entries(ENVIRONMENT).flatMap(([engine, name]) => {
    const token = tokens[engine as keyof Tokens];
    return token === undefined ? [] : [[name, token]];
  });
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', ...Object.fromEntries(identity) };
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', [...command, ...(command[0] === 'show' ? [] : ['-no-color'])], { cwd: stack.folder, env });
    let stdout = '';
    let output = '';
    const take = (chunk: Buffer) => {
      const text = chunk.toString();
      output += text;
      for (const line of text.split('\n')) if (/: (Still|Creat|Modif|Destr)/.test(line)) say(line);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      take(chunk);
    });
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, output }));
  });
}

function succeeded(stack: Stack, command: string, outcome: Outcome): Outcome {
  if (outcome.status !== 0) throw failed(stack, command, outcome);
  return outcome;
}

function failed(stack: Stack, command: string, { status, output }: Outcome): Error {
  return new Error(`${stack.name}: terraform ${command} ended with ${String(status)}\n${output}`);
}

interface PlanFile {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[]; readonly before: Arguments | null; readonly after: Arguments | null };
  }[];
}

/** The changes of `terraform show -json`. */
export function changesOf({ resource_changes: all = [] }: PlanFile): Change[] {
  return all.flatMap(({ address, change: { actions, before, after } }) => {
    if (actions[0] === 'no-op' || actions[0] === 'read') return [];
    const action = (actions.length > 1 ? 'replace' : actions[0]) as Action;
    return [{ address, action, differences: before !== null && after !== null ? between(before, after) : [] }];
  });
}

function between(before: Arguments, after: Arguments): Difference[] {
  return Object.keys(after)
    .filter((argument) => JSON.stringify(before[argument]) !== JSON.stringify(after[argument]))
    .map((argument) => ({ argument, wanted: after[argument], found: before[argument] }));
}
