import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES_ADDRESS, HOST_VOLUMES, NETWORK, type Layout, type Server } from '../layout';
import { until } from '../until';
import { pidOf, start, type Daemon } from './daemon';
import { controlGroup } from './namespaces';

/** Name of the process that holds a server's namespaces. */
const holder = (server: Server) => `server-${server.name}`;

/** Runs a command on one server of the lab: with its network, its files, its Docker daemon. */
export function onServer(layout: Layout, server: Server, command: readonly string[]): [string, ...string[]] {
  const pid = pidOf(layout, holder(server));
  if (pid === undefined) throw new Error(`the server ${server.name} is not up`);
  return ['nsenter', '--target', String(pid), '--net', '--mount', '--uts', '--', ...command];
}

/** A daemon on one server. Its name is the engine's with the server's. */
export const daemonOn = (layout: Layout, server: Server, engine: string, command: readonly string[]): Daemon => ({
  name: `${engine}-${server.name}`,
  command: onServer(layout, server, command),
});

/**
 * Makes a server: a network with one address on the lab's bridge, and folders of its own where engines look for theirs
 * (/run, /var/lib/nomad, /var/lib/docker, /srv), so that it looks to them as any server does.
 */
export async function createServer(layout: Layout, server: Server): Promise<void> {
  if (pidOf(layout, holder(server)) !== undefined) return;
  const own = join(layout.folder, 'servers', server.name);
  const ready = join(own, 'ready');
  if (existsSync(ready))
    throw new Error(`the server ${server.name} was there and has lost what held it: npm run lab -- down, then npm run lab -- up`);
  for (const folder of ['nomad', 'docker', 'consul', 'cni', ...HOST_VOLUMES.map((name) => `srv/${name}`)])
    mkdirSync(join(own, folder), { recursive: true });
  // The applications of the house run as 10001; a server's administrator would give each disk to its user.
  for (const name of HOST_VOLUMES) chmodSync(join(own, 'srv', name), 0o777);
  chmodSync(join(own, 'nomad'), 0o711);
  writeFileSync(join(own, 'resolv.conf'), `nameserver ${ENGINES_ADDRESS}\n`);
  const script = [
    'set -e',
    `hostname ${server.name}`,
    'mount -t tmpfs -o mode=755 tmpfs /run',
    ...['nomad', 'docker', 'consul', 'cni'].map((name) => `mkdir -p /var/lib/${name} && mount --bind ${join(own, name)} /var/lib/${name}`),
    `mount --bind ${join(own, 'srv')} /srv`,
    // The name server of the lab. What a distribution keeps behind the link lies under /run, which is empty here.
    `names=$(readlink -m /etc/resolv.conf); mkdir -p "$(dirname "$names")"; touch "$names"; mount --bind ${join(own, 'resolv.conf')} "$names"`,
    'ip link set lo up',
    'until ip link show eth0 >/dev/null 2>&1; do sleep 0.05; done',
    `ip addr add ${server.address}/${String(NETWORK.length)} dev eth0`,
    'ip link set eth0 up',
    `ip route add default via ${ENGINES_ADDRESS}`,
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    `touch ${ready}`,
    'exec sleep infinity',
  ].join('\n');
  const pid = start(layout, {
    name: holder(server),
    command: ['unshare', '--net', '--mount', '--uts', '--propagation', 'private', 'bash', '-c', script],
  });
  const outside = execFileSync('readlink', ['/proc/self/ns/net'], { encoding: 'utf8' });
  await until(
    `${server.name} has a network of its own`,
    () => execFileSync('readlink', [`/proc/${String(pid)}/ns/net`], { encoding: 'utf8' }) !== outside,
    {
      timeoutSeconds: 20,
      everyMs: 20,
    },
  );
  execFileSync('ip', ['link', 'add', server.name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid)]);
  execFileSync('ip', ['link', 'set', server.name, 'master', NETWORK.bridge, 'up']);
  await until(`${server.name} is made`, () => existsSync(ready), { timeoutSeconds: 20, everyMs: 20 });
}

/** Docker without networks of its own: Nomad makes them, by CNI. */
export async function startDocker(layout: Layout, server: Server): Promise<void> {
  start(
    layout,
    daemonOn(layout, server, 'dockerd', [
      'dockerd',
      '--bridge=none',
      '--iptables=false',
      '--ip6tables=false',
      `--cgroup-parent=/${controlGroup(layout, server)}`,
      '--log-level=warn',
      '--max-concurrent-downloads=1',
    ]),
  );
  await until(`Docker answers on ${server.name}`, () => docker(layout, server, ['version', '--format', '{{.Server.Version}}']), {
    timeoutSeconds: 60,
    everyMs: 100,
  });
}

/** What the docker command says on a server. */
export function docker(layout: Layout, server: Server, args: readonly string[]): string {
  const [program, ...rest] = onServer(layout, server, ['docker', ...args]);
  return execFileSync(program, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
}

/** Writes an engine's settings where the lab keeps them, and says where. */
export function settingsFile(layout: Layout, name: string, settings: object): string {
  const folder = join(layout.folder, 'settings');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(settings, undefined, 2), { mode: 0o600 });
  return file;
}
