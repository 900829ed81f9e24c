import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { emptyRelease, readRelease, type ReadRelease, type Release } from '../../lib/review';
import { codeOf } from './input';

/**
 * The output in a folder. A folder without a manifest is no release; where nothing was applied yet that is the empty one.
 * @param name what the release is called, where it is not called as its folder
 */
export function readFolder(folder: string, { like, mayBeEmpty = false, name = folder }: FolderOptions = {}): ReadRelease {
  const read = (path: string): string | undefined => textOf(join(folder, path));
  if (mayBeEmpty && read('manifest.json') === undefined) return { release: emptyRelease(name) };
  return readRelease(name, read, like);
}

export interface FolderOptions {
  /** An output that has most of the same files. */
  readonly like?: Release | undefined;
  /** @default false */
  readonly mayBeEmpty?: boolean;
  /** @default the folder */
  readonly name?: string;
}

/** Every file of a folder and below: its path in it → SHA-256 of its bytes, hex. */
export function fingerprints(folder: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

/** A sentence for each file that Terraform would read beside a stack, and that no hash of the release speaks of. */
export function unreadFiles(folder: string, { output, files }: Release): readonly string[] {
  return [...output.stacks.keys()].flatMap((id) => {
    const stack = join('stacks', id);
    const entries = existsSync(join(folder, stack)) ? readdirSync(join(folder, stack)) : [];
    return entries
      .filter((name) => /\.(?:tf|tofu)(?:\.json)?$|\.tfvars(?:\.json)?$/.test(name))
      .map((name) => join(stack, name))
      .filter((path) => !files.has(path))
      .map((path) => `${join(folder, path)} is not of the synth, and Terraform would read it; remove it`);
  });
}

/** A file that is not there is undefined; one that cannot be read is a mistake. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}
