import { adviceOn, cniPath, type Machine, missingFromMachine } from '../machine';

/** A machine that has everything: the paths it lacks are told. */
function machine(lacks: Partial<{ programs: string[]; folders: string[]; refuses: string }> = {}, user = 0): Machine {
  const { programs = [], folders = ['/opt/cni/bin', '/usr/libexec/cni'], refuses } = lacks;
  return {
    platform: 'linux',
    user,
    onPath: (program) => (programs.includes(program) ? undefined : `/usr/bin/${program}`),
    exists: (path) => !folders.some((folder) => path.startsWith(`${folder}/`)),
    complaint: (command) =>
      command[0] === 'ldd' ? 'not a dynamic executable' : command.includes(refuses ?? '') ? 'not permitted' : undefined,
  };
}
const sentences = (of: Machine) => missingFromMachine(of).map(({ sentence }) => sentence);

describe('a machine for a lab', () => {
  it('may lack nothing', () => {
    expect(missingFromMachine(machine())).toEqual([]);
  });

  it('lacks programs, each with its reason and its package', () => {
    expect(sentences(machine({ programs: ['nsenter', 'containerd', 'runc'] }))).toEqual([
      'nsenter missing: the lab lives in namespaces of its own (Debian, Ubuntu: util-linux).',
      'containerd, runc missing: every server of the lab runs its own Docker (Debian, Ubuntu: docker.io).',
    ]);
  });

  it('lacks CNI plugins where no folder has them all', () => {
    expect(cniPath(machine({ folders: ['/usr/lib/cni'] }))).toBe('/opt/cni/bin');
    expect(sentences(machine({ folders: ['/usr/lib/cni', '/opt/cni/bin', '/usr/libexec/cni'] }))).toEqual([
      "CNI plugins missing: Nomad's bridge networks are made by them (Debian, Ubuntu: containernetworking-plugins).",
    ]);
  });

  it('lacks root where somebody else starts the lab', () => {
    expect(sentences(machine({}, 1000))).toEqual(['root missing: namespaces, networks and mounts are made by root.']);
  });

  it('lacks leave to make namespaces in a container that is not privileged', () => {
    expect(sentences(machine({ refuses: '--pid' }))).toEqual([
      'leave to make namespaces missing: unshare says: not permitted; a privileged container or a machine has it.',
    ]);
  });

  it('is told how packages are installed, where packages help', () => {
    const installs = 'On Debian and Ubuntu `npm run lab -- up --install` installs the packages; it starts no service.';
    expect(adviceOn(missingFromMachine(machine({ programs: ['tini'] })))).toContain(installs);
    expect(adviceOn(missingFromMachine(machine({}, 1000)))).not.toContain(installs);
  });
});
