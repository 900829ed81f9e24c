import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineOnPath } from './engines';

describe('an engine on PATH', () => {
  const path = process.env['PATH'];
  let folder: string;
  let said: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kumiki-path-'));
    process.env['PATH'] = folder;
    said = [];
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  function nomad(version: string): string {
    const file = join(folder, 'nomad');
    writeFileSync(file, `#!/bin/sh\necho 'Nomad v${version}'\n`);
    chmodSync(file, 0o755);
    return file;
  }
  const found = () => engineOnPath('nomad', '1.11.3', (line) => said.push(line));

  it('is used without a word where it is the tested one', () => {
    const file = nomad('1.11.3');
    expect(found()).toEqual({ file, version: '1.11.3', origin: 'PATH' });
    expect(said).toEqual([]);
  });

  it('is used with a word where its patch differs', () => {
    const file = nomad('1.11.5');
    expect(found()).toEqual({ file, version: '1.11.5', origin: 'PATH' });
    expect(said).toEqual([`nomad: the one on PATH (${file}) is 1.11.5, the lab is tested with 1.11.3`]);
  });

  it('is not used where its minor differs, and it is said why', () => {
    const file = nomad('1.10.2');
    expect(found()).toBeUndefined();
    expect(said).toEqual([`nomad: not the one on PATH (${file}): it is 1.10.2, the lab is tested with 1.11.3`]);
  });

  it('may be absent', () => {
    expect(found()).toBeUndefined();
    expect(said).toEqual([]);
  });
});
