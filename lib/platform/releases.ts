import type { Finding } from '../problems';
import { ContainerImage, show } from '../values';

/** Images of one environment: CI writes their digests into the release file, so a release is no TypeScript edit. */
export interface Releases {
  /** What to call the source in an error: the file. */
  readonly source: string;
  /** What is wrong with the source (RELEASE-FILE); reported with the platform's facts. */
  readonly findings: readonly Finding[];
  /** Image of a workload by its short name; undefined where the release has none. */
  image(name: string): ContainerImage | undefined;
}

/**
 * Reads the JSON of a release file: `{ "images": { "orders": "registry/…@sha256:…" }, "tagsBecause": "…" }`.
 * @param source file name for messages
 */
export function releasesFromJson(source: string, text: string): Releases {
  const { value, findings } = parse(source, text);
  const images = new Map<string, ContainerImage>();
  for (const [name, reference] of Object.entries(value.images)) {
    images.set(
      name,
      value.tagsBecause === undefined ? ContainerImage.of(String(reference)) : ContainerImage.byTag(String(reference), value.tagsBecause),
    );
  }
  return { source, findings, image: (name) => images.get(name) };
}

/** Images given in the program: for tests and first steps. */
export function releasesOf(images: Readonly<Record<string, ContainerImage>>): Releases {
  return { source: 'Releases.of', findings: [], image: (name) => (Object.hasOwn(images, name) ? images[name] : undefined) };
}

interface ReleaseFile {
  readonly images: Readonly<Record<string, unknown>>;
  readonly tagsBecause?: string;
}

function parse(source: string, text: string): { readonly value: ReleaseFile; readonly findings: Finding[] } {
  const broken = (message: string, value?: unknown): { readonly value: ReleaseFile; readonly findings: Finding[] } => ({
    value: { images: {} },
    findings: [
      {
        code: 'RELEASE-FILE',
        at: source,
        message,
        ...(value === undefined ? {} : { value: show(value) }),
        fix: 'write { "images": { "<service>": "<registry>/<name>@sha256:…" } }',
      },
    ],
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return broken(`the release file is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return broken('the release file is not an object', json);
  const { images, tagsBecause } = json as { images?: unknown; tagsBecause?: unknown };
  if (typeof images !== 'object' || images === null || Array.isArray(images)) return broken('images is not an object', images);
  const notText = Object.entries(images).find(([, reference]) => typeof reference !== 'string');
  if (notText !== undefined) return broken(`the image of ${notText[0]} is not text`, notText[1]);
  if (tagsBecause !== undefined && typeof tagsBecause !== 'string') return broken('tagsBecause is not text', tagsBecause);
  return { value: { images: images as Record<string, unknown>, ...(tagsBecause === undefined ? {} : { tagsBecause }) }, findings: [] };
}
