import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerArchive } from './docker-archive';
import type { LabImage } from './lab-images';
import type { LayerName } from './layers';
import { text, writeTar, type TarEntry } from './tar';

describe('an archive of images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kumiki-archive-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const layer = (name: string): TarEntry[] => [{ path: name, type: 'file', mode: 0o755, content: text(name) }];
  const layers: Record<LayerName, TarEntry[]> = {
    shell: layer('shell'),
    standin: layer('standin'),
    envoy: layer('envoy'),
    consul: layer('consul'),
    init: layer('init'),
  };
  const image = (name: string, ...of: LayerName[]): LabImage => ({ name, layers: of, entrypoint: ['/bin/sh'], env: { PATH: '/bin' } });

  const chunks: Buffer[] = [];
  writeTar(dockerArchive([image('local/a:1', 'shell', 'standin'), image('local/b:1', 'shell')], layers, 'abc'), (bytes) =>
    chunks.push(bytes),
  );
  writeFileSync(join(folder, 'images.tar'), Buffer.concat(chunks));
  execFileSync('tar', ['--extract', '--file=images.tar'], { cwd: folder });
  const read = (file: string) => readFileSync(join(folder, file));
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const manifest = JSON.parse(read('manifest.json').toString());

  it('holds a layer once, and only those that an image has', () => {
    expect(readdirSync(folder).filter((name) => name.endsWith('.tar'))).toEqual(['images.tar', 'shell.tar', 'standin.tar']);
    expect(manifest.map(({ RepoTags, Layers }: Record<string, unknown>) => [RepoTags, Layers])).toEqual([
      [['local/a:1'], ['shell.tar', 'standin.tar']],
      [['local/b:1'], ['shell.tar']],
    ]);
  });

  it('names layers and images by the hashes of their bytes', () => {
    for (const { Config, Layers } of manifest) {
      expect(Config).toBe(`${sha256(read(Config))}.json`);
      const config = JSON.parse(read(Config).toString());
      expect(config.rootfs.diff_ids).toEqual(Layers.map((name: string) => `sha256:${sha256(read(name))}`));
      expect(config.config).toMatchObject({ Entrypoint: ['/bin/sh'], Env: ['PATH=/bin'], Labels: { 'kumiki.lab.made-from': 'abc' } });
    }
  });
});
