import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generatedModels, modelSources } from '../../scripts/generate-models';

const ROOT = resolve(__dirname, '../..');
const files = generatedModels();
const { nomad, consul } = modelSources();
const fieldsIn = (file: string): number => {
  const { structs } = JSON.parse(readFileSync(join(ROOT, 'scripts/data', file), 'utf8')) as { structs: Record<string, unknown[]> };
  return Object.values(structs).flat().length;
};

describe('the generated models', () => {
  test.each([...files.keys()])('%s is what the data says', (path) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(files.get(path));
  });

  test('come out the same every time', () => {
    expect([...generatedModels()]).toEqual([...files]);
  });

  test('have every struct that a job reaches: 72, with 449 fields, of which two have no JSON', () => {
    expect(nomad.structs).toHaveLength(72);
    expect(fieldsIn('nomad-api-fields.json')).toBe(449);
    expect(nomad.structs.flatMap((struct) => struct.fields)).toHaveLength(447);
  });

  test('have every struct that the 18 kinds of config entry reach: 114, with 558 fields', () => {
    expect([...consul.kinds.keys()]).toHaveLength(18);
    expect(consul.structs).toHaveLength(114);
    expect(fieldsIn('consul-config-entry-fields.json')).toBe(558);
    expect(consul.structs.flatMap((struct) => struct.fields)).toHaveLength(558);
  });

  test('type every length of time as a Duration', () => {
    const text = files.get('lib/nomad/job.generated.ts') ?? '';
    const durations = nomad.structs.flatMap((struct) => struct.fields).filter((field) => field.type.endsWith('time.Duration'));
    expect(durations.length).toBeGreaterThan(30);
    expect(text.match(/\?: Duration \| undefined;/g)).toHaveLength(durations.length);
  });

  test('say the meaning, unit, default, limits, jobspec name and age of a field', () => {
    const text = files.get('lib/nomad/job.generated.ts') ?? '';
    expect(text).toContain(
      '/** Share of CPU that is reserved. Unit: MHz. Default: 100. Limits: at least 1; either CPU or Cores. Jobspec: `cpu`. */\n  readonly CPU?',
    );
    expect(text).toContain(
      '   * Workload identities of the sidecar. Jobspec: `identity`.\n   * @since Nomad 1.11.1\n   */\n  readonly Identities?',
    );
    expect(text).toContain('   * @deprecated ignored since Nomad 1.10.0: use Disconnect.LostAfter\n   */\n  readonly MaxClientDisconnect?');
    expect(text).toContain('/** Set by the Nomad servers alone: leave it out. */\n  readonly ModifyIndex?');
  });

  test('fit the lines of this repository', () => {
    for (const path of ['lib/nomad/job.generated.ts', 'lib/consul/config-entry.generated.ts']) {
      expect((files.get(path) ?? '').split('\n').filter((line) => line.length > 140)).toEqual([]);
    }
  });
});
