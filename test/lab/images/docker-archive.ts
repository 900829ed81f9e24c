import { createHash } from 'node:crypto';
import { arch } from 'node:process';
import type { LabImage } from './lab-images';
import type { LayerName } from './layers';
import { tarOf, text, type Content, type TarEntry } from './tar';

/** The label by which an archive knows its images again. */
export const MADE_FROM = 'kumiki.lab.made-from';

/** The entries of a tar that `docker load` takes. Layers come first and once; images name them by the hash of their bytes. */
export function* dockerArchive(
  images: readonly LabImage[],
  layers: Readonly<Record<LayerName, readonly TarEntry[]>>,
  madeFrom: string,
): Generator<TarEntry> {
  const hashes = new Map<LayerName, () => string>();
  for (const name of new Set(images.flatMap((image) => image.layers))) {
    const { content, hash } = hashed(tarOf(layers[name]));
    hashes.set(name, hash);
    yield { path: `${name}.tar`, type: 'file', mode: 0o644, content };
  }
  const manifest = [];
  for (const image of images) {
    const diffIds = image.layers.map((name) => `sha256:${hashes.get(name)?.() ?? ''}`);
    const config = JSON.stringify(configOf(image, diffIds, madeFrom));
    const path = `${createHash('sha256').update(config).digest('hex')}.json`;
    yield { path, type: 'file', mode: 0o644, content: text(config) };
    manifest.push({ Config: path, RepoTags: [image.name], Layers: image.layers.map((name) => `${name}.tar`) });
  }
  yield { path: 'manifest.json', type: 'file', mode: 0o644, content: text(JSON.stringify(manifest)) };
}

const CREATED = '1970-01-01T00:00:00Z';

function configOf(image: LabImage, diffIds: readonly string[], madeFrom: string): object {
  return {
    architecture: arch === 'x64' ? 'amd64' : arch,
    os: 'linux',
    created: CREATED,
    config: {
      Env: Object.entries(image.env).map(([name, value]) => `${name}=${value}`),
      Entrypoint: image.entrypoint,
      WorkingDir: '/',
      Labels: { [MADE_FROM]: madeFrom },
    },
    rootfs: { type: 'layers', diff_ids: diffIds },
    history: image.layers.map((name) => ({ created: CREATED, created_by: name })),
  };
}

/** The same bytes, hashed on their way. */
function hashed(content: Content): { content: Content; hash: () => string } {
  let hash: string | undefined;
  const write: Content['write'] = (sink) => {
    const sum = createHash('sha256');
    content.write((bytes) => {
      sum.update(bytes);
      sink(bytes);
    });
    hash = sum.digest('hex');
  };
  return {
    content: { size: content.size, write },
    hash: () => {
      if (hash === undefined) throw new Error('the hash of a layer is known once it is written');
      return hash;
    },
  };
}
