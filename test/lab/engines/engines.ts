import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { envoyFromWheel, envoyVersion } from './envoy-wheel';
import { type Found, goTool, type GoTool, moduleOf } from './go-tool';
import { onPath } from './on-path';
import { type Say } from './step';
import { sameMinor, versionIn } from './version';

/** The engines of a lab: absolute paths, what version each is, and where it came from. */
export interface Engines {
  readonly nomad: string;
  readonly consul: string;
  readonly vault: string;
  readonly envoy: string;
  readonly versions: Readonly<Record<EngineName, string>>;
  readonly origin: Readonly<Record<EngineName, Found['origin']>>;
}

export type EngineName = 'nomad' | 'consul' | 'vault' | 'envoy';

const built = {
  nomad: { tags: 'hashicorpmetrics,codegen_generated', cgo: true }, // the exec driver is C
  consul: {},
  vault: {},
} as const;

/** The engines of a lab: from PATH where they fit, otherwise from the cache, otherwise built into it. */
export async function findOrBuildEngines(cache: string, say: Say): Promise<Engines> {
  const folder = join(cache, 'engines');
  // One after the other: each build takes what the machine has.
  const nomad = await engine('nomad', folder, say);
  const consul = await engine('consul', folder, say);
  const vault = await engine('vault', folder, say);
  const envoy = await engine('envoy', folder, say);
  return {
    nomad: nomad.file,
    consul: consul.file,
    vault: vault.file,
    envoy: envoy.file,
    versions: { nomad: nomad.version, consul: consul.version, vault: vault.version, envoy: envoy.version },
    origin: { nomad: nomad.origin, consul: consul.origin, vault: vault.origin, envoy: envoy.origin },
  };
}

async function engine(name: EngineName, cache: string, say: Say): Promise<Found> {
  const tool = name === 'envoy' ? undefined : toolOf(name);
  const tested = tool === undefined ? envoyVersion() : moduleOf(tool).version;
  return engineOnPath(name, tested, say) ?? (tool === undefined ? envoyFromWheel(cache, say) : goTool(tool, cache, say));
}

function toolOf(name: keyof typeof built): GoTool {
  return { name, folder: resolve(__dirname, name), ...built[name] };
}

/** The engine that the machine already has, where its minor version is the tested one. */
export function engineOnPath(name: EngineName, tested: string, say: Say): Found | undefined {
  const file = onPath(name);
  if (file === undefined) return undefined;
  const version = versionIn(spawnSync(file, [name === 'envoy' ? '--version' : 'version'], { encoding: 'utf8' }).stdout);
  if (version === undefined || !sameMinor(version, tested)) {
    say(`${name}: not the one on PATH (${file}): it is ${version ?? 'silent about its version'}, the lab is tested with ${tested}`);
    return undefined;
  }
  if (version !== tested) say(`${name}: the one on PATH (${file}) is ${version}, the lab is tested with ${tested}`);
  return { file, version, origin: 'PATH' };
}
