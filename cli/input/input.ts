import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What one word of the command line names. */
export type Input =
  | { readonly kind: 'output'; readonly folder: string }
  | { readonly kind: 'jobs'; readonly files: readonly string[] }
  | { readonly kind: 'mistake'; readonly mistake: string };

/** Standard input, as people write it, and as they read of it. */
export const STDIN = '-';
export const STANDARD_INPUT = 'standard input';

/** Larger files are read in pieces. */
const WHOLE = 4 * 1024 * 1024;

/** Looks at what is there. @param name a file, a folder, or `-` */
export function inputOf(name: string): Input {
  if (name === STDIN) return { kind: 'jobs', files: [STDIN] };
  try {
    return inputAt(name);
  } catch (error) {
    return { kind: 'mistake', mistake: `${name} cannot be read (${codeOf(error)})` };
  }
}

/** Throws what the system says of a place that it does not let look at. */
function inputAt(name: string): Input {
  const stats = statSync(name, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: 'mistake', mistake: `${name === '' ? 'a file without a name' : name} is not there` };
  if (!stats.isDirectory()) return { kind: 'jobs', files: [name] };
  if (existsSync(join(name, 'manifest.json'))) return { kind: 'output', folder: name };
  if (existsSync(join(name, 'cdktf.json')))
    return { kind: 'mistake', mistake: `${name} is a project; name the folder that its synth wrote, ${join(name, 'cdktf.out')}` };
  const files = jobFilesBelow(name);
  if (files.length === 0)
    return { kind: 'mistake', mistake: `${name} has no job in it: no .json or .jsonl file, and no output of a synth` };
  return { kind: 'jobs', files };
}

/** Content of a file, or of standard input. */
export function chunksOf(file: string): AsyncIterable<Buffer> | Iterable<Buffer> {
  if (file === STDIN) return process.stdin as AsyncIterable<Buffer>;
  return statSync(file).size <= WHOLE ? [readFileSync(file)] : (createReadStream(file, { highWaterMark: WHOLE }) as AsyncIterable<Buffer>);
}

/** What the system says went wrong, `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function jobFilesBelow(folder: string): string[] {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      // A link is followed to a file: a job behind it that nobody looked at would be one without findings.
      .filter(
        (entry) =>
          (entry.isFile() || (entry.isSymbolicLink() && !isFolder(join(entry.parentPath, entry.name)))) &&
          /\.(?:json|jsonl|ndjson)$/.test(entry.name),
      )
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !/(?:^|\/)(?:node_modules|\.[^/]+)\//.test(file.slice(folder.length)))
      .sort()
  );
}

/** Whether it is a folder that can be looked at. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // whoever reads it says why it cannot be read
  }
}
