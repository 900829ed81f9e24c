import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './engines/on-path';
import { type Say, take } from './engines/step';

/** One thing that a lab needs and this machine has not. */
export interface Missing {
  readonly what: string;
  readonly why: string;
  /** What brings it on Debian and Ubuntu; empty where no package can. Names of which a release has some are all there. */
  readonly aptPackages: readonly string[];
  /** What and why, for a person. */
  readonly sentence: string;
}

/** What is asked of a machine. */
export interface Machine {
  readonly platform: string;
  readonly user: number | undefined;
  readonly onPath: (program: string) => string | undefined;
  readonly exists: (path: string) => boolean;
  /** undefined where the command ends well, otherwise the last thing it said. */
  readonly complaint: (command: readonly [string, ...string[]]) => string | undefined;
}

interface Program {
  readonly names: readonly string[];
  readonly why: string;
  readonly aptPackages: readonly string[];
}

const PROGRAMS: readonly Program[] = [
  { names: ['unshare', 'nsenter'], why: 'the lab lives in namespaces of its own', aptPackages: ['util-linux'] },
  { names: ['tini'], why: 'one init ends everything of the lab', aptPackages: ['tini'] },
  { names: ['ip'], why: 'every server of the lab has a network of its own', aptPackages: ['iproute2'] },
  { names: ['iptables'], why: 'the mesh redirects and forwards ports', aptPackages: ['iptables'] },
  { names: ['dockerd', 'containerd', 'runc'], why: 'every server of the lab runs its own Docker', aptPackages: ['docker.io'] },
  { names: ['docker'], why: 'the images of the lab are made on this machine', aptPackages: ['docker.io', 'docker-cli'] },
];

const CNI_FOLDERS = ['/usr/lib/cni', '/opt/cni/bin', '/usr/libexec/cni'];
const CNI_PLUGINS = ['bridge', 'firewall', 'host-local', 'loopback', 'portmap']; // what Nomad's bridge network is made of

/** What this machine lacks for a lab; empty where one can be started. */
export function missingFromMachine(machine: Machine = thisMachine): Missing[] {
  if (machine.platform !== 'linux') return [missing('Linux', 'the lab lives in Linux namespaces')];
  const things = [...missingPrograms(machine), ...missingFiles(machine)];
  if (machine.user !== 0) return [missing('root', 'namespaces, networks and mounts are made by root'), ...things];
  return [...things, ...refused(machine)];
}

/** The folder with the CNI plugins; undefined where the machine has none that is complete. */
export function cniPath(machine: Pick<Machine, 'exists'> = thisMachine): string | undefined {
  return CNI_FOLDERS.find((folder) => CNI_PLUGINS.every((plugin) => machine.exists(join(folder, plugin))));
}

/** What a person reads: a sentence for each missing thing, and what to do. */
export function adviceOn(things: readonly Missing[]): string {
  const installable = things.some(({ aptPackages }) => aptPackages.length > 0);
  return [
    ...things.map(({ sentence }) => sentence),
    ...(installable ? ['On Debian and Ubuntu `npm run lab -- up --install` installs the packages; it starts no service.'] : []),
  ].join('\n');
}

/** Installs the packages of what is missing, with nothing that they only recommend, and starts no service. */
export async function installOnMachine(things: readonly Missing[], say: Say): Promise<void> {
  const wanted = [...new Set(things.flatMap(({ aptPackages }) => aptPackages))];
  if (wanted.length === 0) return;
  if (onPath('apt-get') === undefined) throw new Error(`apt-get is missing: install ${wanted.join(', ')} with this system's own means`);
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await take({ what: 'apt-get update', command: ['apt-get', 'update', '--quiet'], environment }, say);
  const packages = wanted.filter((name) => thisMachine.complaint(['apt-cache', 'show', name]) === undefined);
  say(`installing ${packages.join(', ')}`);
  await withoutStartingServices(() =>
    take(
      {
        what: `installing ${packages.join(', ')}`,
        command: ['apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', ...packages],
        environment,
      },
      say,
    ),
  );
}

function missingPrograms(machine: Machine): Missing[] {
  return PROGRAMS.flatMap(({ names, why, aptPackages }) => {
    const absent = names.filter((name) => machine.onPath(name) === undefined);
    return absent.length === 0 ? [] : [missing(absent.join(', '), why, aptPackages)];
  });
}

function missingFiles(machine: Machine): Missing[] {
  const busybox = machine.onPath('busybox');
  const isStatic = busybox !== undefined && machine.complaint(['ldd', busybox]) !== undefined; // ldd refuses what links nothing
  return [
    ...(isStatic ? [] : [missing('a static busybox', 'the images of the lab are made of it', ['busybox-static'])]),
    ...(cniPath(machine) === undefined
      ? [missing('CNI plugins', "Nomad's bridge networks are made by them", ['containernetworking-plugins'])]
      : []),
  ];
}

/** What the machine has and does not allow, as in a container that is not privileged. Tried in namespaces that end at once. */
function refused(machine: Machine): Missing[] {
  if (machine.onPath('unshare') === undefined) return [];
  const spaces = machine.complaint(['unshare', '--net', '--mount', '--ipc', '--uts', '--pid', '--fork', '--mount-proc', 'true']);
  if (spaces !== undefined)
    return [missing('leave to make namespaces', `unshare says: ${spaces}; a privileged container or a machine has it`)];
  if (machine.onPath('ip') === undefined || machine.onPath('iptables') === undefined) return [];
  const network = machine.complaint(['unshare', '--net', 'sh', '-c', TRIED_IN_A_NETWORK]);
  return network === undefined ? [] : [missing('bridges, veth pairs and NAT in a network namespace', `the kernel says: ${network}`)];
}

const TRIED_IN_A_NETWORK =
  'ip link add kumiki0 type bridge && ip link add kumiki1 type veth peer name kumiki2 && iptables --wait -t nat -A POSTROUTING -j MASQUERADE';

function missing(what: string, why: string, aptPackages: readonly string[] = []): Missing {
  const packages = aptPackages.length === 0 ? '' : ` (Debian, Ubuntu: ${aptPackages.join(', ')})`;
  return { what, why, aptPackages, sentence: `${what} missing: ${why}${packages}.` };
}

const POLICY = '/usr/sbin/policy-rc.d'; // what packages ask before they start a service; 101 forbids it

async function withoutStartingServices(work: () => Promise<unknown>): Promise<void> {
  const mine = !existsSync(POLICY);
  if (mine) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await work();
  } finally {
    if (mine) rmSync(POLICY, { force: true });
  }
}

const thisMachine: Machine = {
  platform: process.platform,
  user: process.getuid?.(),
  onPath,
  exists: existsSync,
  complaint: ([program, ...parameters]) => {
    const { status, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8' });
    if (status === 0) return undefined;
    const last = stderr.trim().split('\n').at(-1);
    return error?.message ?? (last === undefined || last === '' ? `${program} failed` : last);
  },
};
