import { readFileSync } from 'node:fs';
import { releasesFromJson, releasesOf, type Releases as ReleasesModel } from '../lib/platform';

/** Images of one environment. CI writes their digests into a file: a release is no TypeScript edit. */
export type Releases = ReleasesModel;

export const Releases = {
  /**
   * Reads `{ "images": { "orders": "<registry>/…@sha256:…" } }`. A missing or malformed file is RELEASE-FILE, an image
   * without digest IMAGE-NOT-PINNED unless the file says `tagsBecause`.
   * @param path relative to the working directory
   */
  file(path: string): ReleasesModel {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      return {
        source: path,
        findings: [
          { code: 'RELEASE-FILE', at: path, message: 'the release file cannot be read', fix: 'let CI write it, or correct the path' },
        ],
        image: () => undefined,
      };
    }
    return releasesFromJson(path, text);
  },
  /** Images given in the program, by the short name of the workload. */
  of: releasesOf,
} as const;
