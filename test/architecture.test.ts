import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(__dirname, '..');

/** A small tree in which every import obeys the rules; each offence below adds one line to it. */
const sound: Record<string, string[]> = {
  'lib/problems/index.ts': ["export { text } from './text';"],
  'lib/problems/text.ts': ["import { relative } from 'node:path';", "export const text = relative('a', 'b');"],
  'lib/values/index.ts': ["export { value } from './value';", "export type { Shape } from './shape';"],
  'lib/values/value.ts': [
    "import { text } from '../problems';",
    "import { createHash } from 'node:crypto';",
    'export const value = [text, createHash];',
  ],
  'lib/values/shape.ts': ["import type { value } from './value';", 'export type Shape = typeof value;'],
  'constructs/index.ts': ["export { Service } from './service';"],
  'constructs/service.ts': [
    "import { Job } from '@cdktf/provider-nomad/lib/job';",
    "import { TerraformStack } from 'cdktf';",
    "import { Construct } from 'constructs';",
    "import { value } from '../lib/values';",
    'export class Service extends Construct { static readonly parts = [Job, TerraformStack, value]; }',
  ],
  'stacks/main.ts': ["import { App } from 'cdktf';", "import { trading } from './trading';", 'trading(new App());'],
  'stacks/trading.ts': [
    "import type { Construct } from 'constructs';",
    "import { Service } from 'kumiki';",
    'export const trading = (scope: Construct) => Service;',
  ],
  'testing/index.ts': ["export { Service } from '../constructs';"],
  'cli/main.ts': [
    "import { Command } from 'commander';",
    "import { value } from '../lib/values';",
    'export const main = [Command, value];',
  ],
};

const offences = {
  'stacks-use-the-public-entry': ['stacks/trading.ts', '../lib/values'],
  'stacks-leave-cdktf-to-main': ['stacks/trading.ts', 'cdktf'],
  'constructs-use-lib-through-doors': ['constructs/service.ts', '../lib/values/value'],
  'constructs-look-down': ['constructs/service.ts', '../stacks/trading'],
  'testing-looks-at-the-library': ['testing/index.ts', '../scripts/notes'],
  'cli-looks-at-plain-data': ['cli/main.ts', '../constructs'],
  'cli-packages': ['cli/main.ts', 'croner'],
  'constructs-packages': ['constructs/service.ts', '@cdktf/provider-nomad'],
  'constructs-stay-on-this-machine': ['constructs/service.ts', 'node:child_process'],
  'lib-is-pure': ['lib/values/value.ts', 'constructs'],
  'lib-does-no-io': ['lib/values/value.ts', 'node:path'],
  'lib-problems-does-no-io': ['lib/problems/text.ts', 'node:fs'],
  'lib-rooms-have-doors': ['lib/values/value.ts', '../problems/text'],
  resolvable: ['lib/values/value.ts', './nowhere'],
} as const;

interface Violation {
  readonly rule: string;
  readonly from: string;
}

describe('the direction of imports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kumiki-architecture-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function violations(tree: Record<string, string[]>): Violation[] {
    for (const [file, lines] of Object.entries(tree)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), lines.join('\n'));
    }
    const cruise = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const run = spawnSync(process.execPath, [cruise, '--output-type', 'json', 'lib', 'constructs', 'stacks', 'testing', 'cli'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const { summary } = JSON.parse(run.stdout);
    return summary.violations.map((violation: { rule: { name: string }; from: string }) => ({
      rule: violation.rule.name,
      from: violation.from,
    }));
  }

  beforeAll(() => {
    for (const file of ['package.json', '.dependency-cruiser.cjs']) cpSync(join(repository, file), join(folder, file));
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  });

  test('leaves a tree alone that keeps to it', () => {
    expect(violations(sound)).toEqual([]);
  });

  describe('is enforced', () => {
    let found: Violation[];
    beforeAll(() => {
      const bad = structuredClone(sound);
      for (const [file, target] of Object.values(offences)) bad[file]!.unshift(`import '${target}';`);
      bad['lib/values/value.ts']!.unshift("import type { Shape } from './shape';");
      found = violations({ ...bad, 'scripts/notes.ts': ['export {};'], 'lib/values/forgotten.ts': ['export const forgotten = 1;'] });
    });

    test.each(Object.entries(offences))('by %s', (rule, [from]) => {
      expect(found).toContainEqual({ rule, from });
    });

    test('by no-cycles, of types as well', () => {
      expect(found).toContainEqual({ rule: 'no-cycles', from: 'lib/values/shape.ts' });
    });

    test('by no-orphans', () => {
      expect(found).toContainEqual({ rule: 'no-orphans', from: 'lib/values/forgotten.ts' });
    });
  });
});
