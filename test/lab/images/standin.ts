import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../engines/cached';
import { onPath } from '../engines/on-path';
import { take, type Say } from '../engines/step';

const SOURCES = join(__dirname, 'standin');
const FLAGS = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
const SETTINGS = { CGO_ENABLED: '0', GOFLAGS: '', GOTOOLCHAIN: 'local', GOWORK: 'off' };

/** The stand-in as a program of this machine: for images, and for `standin external …` as a plain process. */
export async function buildStandin(cache: string, say: Say): Promise<string> {
  if (onPath('go') === undefined) throw new Error('go is missing: the stand-in of the lab is built with it (install Go 1.25 or newer)');
  const file = join(cache, 'images', `standin-${key()}`, 'standin');
  const what = 'building the stand-in';
  await cached(
    file,
    async (draft) => {
      await take({ what, command: ['go', 'build', ...FLAGS, '-o', draft, '.'], folder: SOURCES, environment: SETTINGS }, say);
    },
    say,
  );
  return file;
}

function key(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(SOURCES).sort()) {
    if (!name.endsWith('_test.go')) hash.update(name).update(readFileSync(join(SOURCES, name)));
  }
  hash.update(execFileSync('go', ['version'], { cwd: '/', env: { ...process.env, ...SETTINGS } }));
  return hash.digest('hex').slice(0, 12);
}
