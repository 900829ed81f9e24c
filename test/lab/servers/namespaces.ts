import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NETWORK, SERVERS, type Layout, type Server } from '../layout';
import { trustOf } from '../tls';
import { until } from '../until';

/** Set in everything that runs inside of a lab, to its name. */
const INSIDE = 'KUMIKI_LAB_INSIDE';

/** The lab that this process runs in. */
export const insideOf = (): string | undefined => process.env[INSIDE];

const initFile = (layout: Layout) => join(layout.folder, 'init.pid');
const marker = (layout: Layout) => `kumiki-lab-init-${layout.name}`;

/** Process that holds the lab's namespaces, seen from the machine; undefined where there is none, or a crash left only its file. */
export function initOf(layout: Layout): number | undefined {
  if (!existsSync(initFile(layout))) return undefined;
  const pid = Number(readFileSync(initFile(layout), 'utf8'));
  const commandLine = `/proc/${String(pid)}/cmdline`;
  return existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(marker(layout)) ? pid : undefined;
}

/**
 * Makes the namespaces: whatever the lab mounts, listens on or starts is in them, so it ends with them. What engines keep
 * under /run and /var/lib is covered by folders of the lab's own.
 */
export async function createNamespaces(layout: Layout): Promise<void> {
  mkdirSync(join(layout.folder, 'logs'), { recursive: true, mode: 0o700 });
  const script = [
    'set -e',
    'mount -t tmpfs -o mode=755 tmpfs /run',
    'mount -t tmpfs -o mode=755 tmpfs /var/lib',
    'hostname kumiki-lab',
    'ip link set lo up',
    `ip link add ${NETWORK.bridge} type bridge`,
    `ip addr add ${NETWORK.prefix}.1/${String(NETWORK.length)} dev ${NETWORK.bridge}`,
    `ip link set ${NETWORK.bridge} up`,
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    `touch ${join(layout.folder, 'ready')}`,
    'exec tini -s -- sleep infinity',
  ].join('\n');
  const log = openSync(join(layout.folder, 'logs', 'init.log'), 'a');
  const init = spawn(
    'unshare',
    // --kill-child: the end of this process is the end of everything in the lab.
    [
      ...'--net --mount --pid --ipc --uts --fork --kill-child --mount-proc --propagation private'.split(' '),
      'bash',
      '-c',
      script,
      marker(layout),
    ],
    { detached: true, stdio: ['ignore', log, log], cwd: '/' },
  );
  init.unref();
  writeFileSync(initFile(layout), String(init.pid));
  await until('the namespaces of the lab exist', () => existsSync(join(layout.folder, 'ready')) || failed(layout, init.exitCode), {
    timeoutSeconds: 20,
    everyMs: 50,
  });
}

function failed(layout: Layout, exitCode: number | null): false {
  if (exitCode === null) return false;
  throw new Error(readFileSync(join(layout.folder, 'logs', 'init.log'), 'utf8'));
}

/** This very program once more, inside of the lab, with other arguments. */
export function insideCommand(layout: Layout, args: readonly string[]): [string, ...string[]] {
  const init = initOf(layout);
  if (init === undefined) throw new Error(`the lab '${layout.name}' is not up: npm run lab -- up`);
  const namespace = (kind: string) => `/proc/${String(init)}/ns/${kind}`;
  return [
    'nsenter',
    `--net=${namespace('net')}`,
    `--mount=${namespace('mnt')}`,
    `--uts=${namespace('uts')}`,
    `--ipc=${namespace('ipc')}`,
    `--pid=${namespace('pid_for_children')}`,
    `--wd=${process.cwd()}`,
    process.execPath,
    ...process.execArgv,
    process.argv[1] ?? '',
    ...args,
  ];
}

/** Set in what runs inside of a lab. */
export const insideEnvironment = (layout: Layout): NodeJS.ProcessEnv => ({ ...process.env, ...trustOf(layout), [INSIDE]: layout.name });

/** Ends everything that runs in the lab and removes what it kept. */
export async function removeNamespaces(layout: Layout): Promise<void> {
  const init = initOf(layout);
  if (init !== undefined) {
    process.kill(init, 'SIGKILL');
    await until('the processes of the lab have ended', () => !existsSync(`/proc/${String(init)}/ns/net`) || initOf(layout) === undefined, {
      timeoutSeconds: 60,
      everyMs: 50,
    });
  }
  await until('the folder of the lab is removed', () => removed(layout.folder), { timeoutSeconds: 60 });
  await until(
    'the control groups of the lab are removed',
    () => controlGroups(layout).filter((group) => !removedGroup(group)).length === 0,
    {
      timeoutSeconds: 30,
    },
  );
}

function removed(folder: string): boolean {
  rmSync(folder, { recursive: true, force: true });
  return !existsSync(folder);
}

/** Name of the control group under which Nomad and Docker of one server put theirs. */
export const controlGroup = (layout: Layout, server: Server): string => `kumiki-${layout.name}-${server.name}`;

const CONTROL_GROUPS = '/sys/fs/cgroup';

/** Control groups are no part of a namespace: they are left when their processes have ended. */
export function controlGroups(layout: Layout): string[] {
  if (!existsSync(CONTROL_GROUPS)) return [];
  // One hierarchy per controller (version 1), or a single one (version 2).
  const roots = [
    CONTROL_GROUPS,
    ...readdirSync(CONTROL_GROUPS, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(CONTROL_GROUPS, name)),
  ];
  const own = new Set(SERVERS.map((server) => controlGroup(layout, server)));
  return roots.flatMap((root) =>
    readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && own.has(entry.name))
      .map(({ name }) => join(root, name)),
  );
}

/** A control group is removed from its leaves up, and each only once its last process is gone. */
function removedGroup(group: string): boolean {
  for (const entry of readdirSync(group, { withFileTypes: true }))
    if (entry.isDirectory() && !removedGroup(join(group, entry.name))) return false;
  try {
    rmdirSync(group);
    return true;
  } catch {
    return !existsSync(group);
  }
}
