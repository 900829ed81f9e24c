import type { JobRule } from '../rule';

/** A tag that names another image tomorrow. */
export const imageLatest: JobRule<'task'> = {
  code: 'NOMAD-IMAGE-LATEST',
  on: 'task',
  severity: 'warning',
  protects: 'Two instances of one version run different programs, and a revert brings back the name of an image, not the image.',
  source: 'hashicorp/nomad#23681, #5040',
  check({ task }, say) {
    const image: unknown = task.Config?.['image'];
    if (task.Driver !== 'docker' || typeof image !== 'string' || image.includes('@')) return;
    const tag = /:([^/:]+)$/.exec(image)?.[1];
    if (tag !== undefined && tag !== 'latest') return;
    say('Config.image', {
      message:
        tag === undefined ? 'an image without a tag is the newest one, whichever that is' : 'the tag latest is another image tomorrow',
      value: image,
      limit: 'a digest, or at least a version',
      fix: 'write the image with its digest, name@sha256:…',
    });
  },
  trips: { Config: { image: 'registry.internal/sec/orders:latest' } },
  passes: { Config: { image: 'registry.internal/sec/orders:1.4.2' } },
};
