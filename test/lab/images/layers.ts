import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { linkedLibraries } from './linked-libraries';
import { PROGRAMS } from './programs';
import { copyOf, text, type TarEntry } from './tar';

export type LayerName = 'shell' | 'standin' | 'envoy' | 'consul' | 'init';

/** Programs of this machine that go into images. */
export interface HostPrograms {
  readonly busybox: string;
  readonly tini: string;
  readonly standin: string;
  readonly envoy: string;
  readonly consul: string;
}

/** The layers that images share. Each is stored once, however many images have it. */
export function layers(programs: HostPrograms): Record<LayerName, readonly TarEntry[]> {
  return {
    shell: inFolders(shell(programs.busybox)),
    standin: inFolders([
      ...withLibraries(programs.standin, 'usr/local/bin/standin'),
      ...PROGRAMS.map(({ path }) => link(path, '/usr/local/bin/standin')),
    ]),
    envoy: inFolders(withLibraries(programs.envoy, 'usr/local/bin/envoy')),
    consul: inFolders(withLibraries(programs.consul, 'usr/local/bin/consul')),
    init: inFolders(withLibraries(programs.tini, 'sbin/tini')),
  };
}

/** With the folders above each entry in front; Docker refuses a path that comes twice. */
function inFolders(entries: readonly TarEntry[]): TarEntry[] {
  const all = [...entries.flatMap(({ path }) => foldersAbove(path)), ...entries];
  return [...new Map(all.map((entry) => [entry.path, entry])).values()];
}

/** A shell with its tools, and the folders that every program expects. */
function shell(busybox: string): TarEntry[] {
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' })
    .split('\n')
    .filter((name) => name !== '' && name !== 'busybox');
  const users = { root: 0, app: 10_001, envoy: 10_002, tools: 10_003 };
  return [
    { path: 'tmp/', type: 'folder', mode: 0o1777 },
    file(busybox, 'bin/busybox'),
    ...applets.map((name) => link(`bin/${name}`, '/bin/busybox')),
    readable(
      'etc/passwd',
      Object.entries(users).map(([name, id]) => `${name}:x:${String(id)}:${String(id)}::/:/bin/sh\n`),
    ),
    readable(
      'etc/group',
      Object.entries(users).map(([name, id]) => `${name}:x:${String(id)}:\n`),
    ),
  ];
}

function withLibraries(program: string, path: string): TarEntry[] {
  return [file(program, path), ...linkedLibraries(program).map((library) => file(library, library.slice(1)))];
}

/** Outermost first. */
function foldersAbove(path: string): TarEntry[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [...foldersAbove(parent), { path: `${parent}/`, type: 'folder', mode: 0o755 }];
}

const file = (from: string, path: string): TarEntry => ({ path, type: 'file', mode: 0o755, content: copyOf(from) });
const link = (path: string, target: string): TarEntry => ({ path, type: 'link', target });
const readable = (path: string, lines: readonly string[]): TarEntry => ({ path, type: 'file', mode: 0o644, content: text(lines.join('')) });
