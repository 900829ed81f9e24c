import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The command itself. */
export const BIN = resolve(__dirname, '../../bin/kumiki.js');

/** What one run of the command left behind. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command, as a person does. */
export function kumiki(
  words: readonly string[],
  {
    cwd,
    input,
    env = {},
  }: { readonly cwd?: string; readonly input?: string | Buffer; readonly env?: Readonly<Record<string, string>> } = {},
): Ran {
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], {
    ...(cwd === undefined ? {} : { cwd }),
    input: input ?? '',
    encoding: 'utf8',
    env: { PATH, HOME, ...env },
    maxBuffer: 1024 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

/** A folder with files, until it is removed. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'kumiki-cli-'));

  /** @param content text as it is, anything else as JSON */
  write(file: string, content: unknown): string {
    const path = join(this.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, undefined, 2));
    return path;
  }

  /** The whole folder, or what is named in it. */
  remove(name = ''): void {
    rmSync(join(this.path, name), { recursive: true });
  }
}

const DIGEST = `registry.internal/sec/orders@sha256:${'a'.repeat(64)}`;

/** A job as `nomad job run -output` prints it. @param image the sound one has a digest */
export function job(id: string, image = DIGEST): object {
  return {
    ID: id,
    Name: id,
    Type: 'service',
    Datacenters: ['*'],
    TaskGroups: [
      {
        Name: 'main',
        Count: 2,
        ShutdownDelay: 5_000_000_000,
        Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http', To: 8080 }] }],
        Tasks: [
          {
            Name: 'main',
            Driver: 'docker',
            User: '10001:10001',
            Config: { image },
            Resources: { CPU: 500, MemoryMB: 256 },
            LogConfig: { MaxFiles: 5, MaxFileSizeMB: 10 },
          },
        ],
      },
    ],
  };
}

/** One that trips NOMAD-IMAGE-LATEST, and nothing else. */
export const LATEST = 'registry.internal/sec/orders:latest';
