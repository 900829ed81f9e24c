import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The terraform on PATH; undefined where there is none. */
export const terraform = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'terraform'))
  .find(isExecutable);

/** `test` where terraform is there; skipped, with the reason said, where it is not. */
export const testWithTerraform = terraform === undefined ? skipped() : test;

/**
 * What Terraform makes of each text, which stands in the configuration as it would in a `cdk.tf.json`. All texts go
 * through one run; neither a provider nor the network is needed.
 */
export function evaluateInTerraform(values: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kumiki-terraform-'));
  try {
    // Each text stands in an object, so that a list of one type cannot convert it.
    const value = Object.fromEntries(values.map((text, index) => [`v${String(index)}`, text]));
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ output: { values: { value } } }));
    writeFileSync(join(folder, 'cli.tfrc'), '');
    const { status, stdout, stderr } = spawnSync(terraform ?? 'terraform', ['apply', '-auto-approve', '-no-color', '-input=false'], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: join(folder, 'cli.tfrc') },
    });
    if (status !== 0) throw new Error(`terraform apply failed\n${stdout}${stderr}`);
    const state = JSON.parse(readFileSync(join(folder, 'terraform.tfstate'), 'utf8'));
    return values.map((_, index) => state.outputs.values.value[`v${String(index)}`]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not in this folder of PATH
  }
}

function skipped(): typeof test.skip {
  process.stderr.write('skipped: terraform is not on PATH, so its own reading of the text is not compared\n');
  return test.skip;
}
