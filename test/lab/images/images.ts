import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, openSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cached } from '../engines/cached';
import { onPath } from '../engines/on-path';
import { take, type Say } from '../engines/step';
import { dockerArchive, MADE_FROM } from './docker-archive';
import { LAB_IMAGES } from './lab-images';
import { layers, type HostPrograms } from './layers';
import { buildStandin } from './standin';
import { writeTar } from './tar';

/** Every image of the lab in one archive, made on this machine without a registry. Made once for the same programs. */
export async function buildImages(engines: Pick<HostPrograms, 'envoy' | 'consul'>, cache: string, say: Say): Promise<string> {
  const programs: HostPrograms = {
    envoy: engines.envoy,
    consul: engines.consul,
    standin: await buildStandin(cache, say),
    busybox: found('busybox', 'busybox-static'),
    tini: found('tini', 'tini'),
  };
  const madeFrom = key(programs);
  const archive = join(cache, 'images', madeFrom, ARCHIVE);
  const origin = await cached(
    archive,
    (draft) => {
      say(`making ${String(LAB_IMAGES.length)} container images`);
      writeArchive(draft, programs, madeFrom);
      return Promise.resolve();
    },
    say,
  );
  utimesSync(archive, new Date(), new Date());
  if (origin === 'built') removeUnused(join(cache, 'images'));
  return archive;
}

const ARCHIVE = 'images.tar';
const UNUSED_MS = 3_600_000;

/** An archive is large, and each change of the stand-in makes another. */
function removeUnused(folder: string): void {
  for (const name of readdirSync(folder)) {
    const used = statSync(join(folder, name, ARCHIVE), { throwIfNoEntry: false })?.mtimeMs;
    if (used !== undefined && Date.now() - used > UNUSED_MS) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Puts the images of an archive into a Docker, unless it has them.
 *
 * @param at what comes before `docker` to reach that Docker: the command that enters its server
 */
export async function loadImages(archive: string, at: readonly string[] = []): Promise<void> {
  const last = LAB_IMAGES.at(-1)?.name ?? ''; // Docker takes them in order
  const [program, ...rest] = docker(at, ['image', 'inspect', '--format', `{{ index .Config.Labels "${MADE_FROM}" }}`, last]);
  const { status, stdout } = spawnSync(program, rest, { encoding: 'utf8' });
  if (status === 0 && stdout.trim() === basename(dirname(archive))) return;
  await take({ what: 'loading the container images', command: docker(at, ['load', '--quiet', '--input', archive]) }, () => undefined);
}

function docker([program, ...rest]: readonly string[], args: readonly string[]): [string, ...string[]] {
  return program === undefined ? ['docker', ...args] : [program, ...rest, 'docker', ...args];
}

function writeArchive(file: string, programs: HostPrograms, madeFrom: string): void {
  const handle = openSync(file, 'w', 0o755);
  try {
    writeTar(dockerArchive(LAB_IMAGES, layers(programs), madeFrom), (bytes) => writeSync(handle, bytes));
  } finally {
    closeSync(handle);
  }
  chmodSync(file, 0o755); // the cache knows by it that a file is whole
}

function found(program: string, apt: string): string {
  const file = onPath(program);
  if (file === undefined) throw new Error(`${program} is missing: the images of the lab are made of it (Debian, Ubuntu: ${apt})`);
  return file;
}

/** What an archive is made from: which files they are, not what is in them, so that asking again takes no time. */
function key(programs: HostPrograms): string {
  const hash = createHash('sha256');
  for (const file of Object.values(programs) as string[]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${realpathSync(file)} ${String(size)} ${String(mtimeMs)}\n`);
  }
  for (const recipe of readdirSync(__dirname)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort())
    hash.update(readFileSync(join(__dirname, recipe)));
  return hash.digest('hex').slice(0, 12);
}
