import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cached } from './cached';
import { type GoModule, readGoModule } from './go-module';
import { onPath } from './on-path';
import { type Say, take } from './step';
import { atLeast, versionIn } from './version';

/** A program that Go builds from published modules alone: folder has the go.mod and go.sum that say exactly which. */
export interface GoTool {
  readonly name: string;
  readonly folder: string;
  readonly tags?: string;
  /** Whether it is linked with C: then gcc has to be there. */
  readonly cgo?: true;
}

export interface Found {
  readonly file: string;
  readonly version: string;
  readonly origin: 'PATH' | 'cache' | 'built';
}

/** The version of a tool that its go.mod names. */
export function moduleOf(tool: GoTool): GoModule {
  return readGoModule(readFileSync(join(tool.folder, 'go.mod'), 'utf8'));
}

/** The tool from the cache, where it is built first when it is not there. */
export async function goTool(tool: GoTool, cache: string, say: Say): Promise<Found> {
  const module = moduleOf(tool);
  const go = goFor(tool, module);
  const file = join(cache, `${tool.name}-${module.version}-${key(tool, go)}`, tool.name);
  const origin = await cached(file, (draft) => build(tool, module, draft, say), say);
  return { file, version: module.version, origin };
}

async function build(tool: GoTool, module: GoModule, draft: string, say: Say): Promise<void> {
  const title = `${tool.name} ${module.version}`;
  if (tool.cgo && onPath('gcc') === undefined) {
    throw new Error(`gcc is missing: ${title} is linked with C (install gcc and libc6-dev)`);
  }
  say(`${title}: built from its published modules, once; this takes minutes`);
  const parallel = String(Math.max(1, Math.floor(availableParallelism() / 2))); // the machine stays usable
  await take(
    {
      what: `building ${title}`,
      command: ['nice', '-n', '10', 'go', 'build', '-p', parallel, ...flags(tool), '-o', draft, module.program],
      folder: tool.folder,
      environment: settings(tool),
    },
    say,
  );
}

function flags(tool: GoTool): string[] {
  return ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', ...(tool.tags === undefined ? [] : [`-tags=${tool.tags}`])];
}

/** A person's own settings of Go do not change what is built. */
function settings(tool: GoTool): Record<string, string> {
  return { CGO_ENABLED: tool.cgo ? '1' : '0', GOFLAGS: '', GOTOOLCHAIN: 'local', GOWORK: 'off' };
}

/** What Go on this machine says of itself; refused where it is too old. */
function goFor(tool: GoTool, module: GoModule): string {
  const title = `${tool.name} ${module.version}`;
  const go = onPath('go');
  if (go === undefined) throw new Error(`go is missing: ${title} is built with Go ${module.go} or newer (install Go)`);
  const text = execFileSync(go, ['version'], { cwd: '/', encoding: 'utf8', env: { ...process.env, ...settings(tool) } }).trim();
  const version = versionIn(text) ?? '0';
  if (!atLeast(version, module.go))
    throw new Error(`Go ${version} is too old: ${title} is built with Go ${module.go} or newer (install Go)`);
  return text;
}

function key(tool: GoTool, go: string): string {
  const hash = createHash('sha256');
  for (const name of ['go.mod', 'go.sum']) hash.update(readFileSync(join(tool.folder, name)));
  hash.update([...flags(tool), `cgo=${String(tool.cgo ?? false)}`, go].join('\n'));
  return hash.digest('hex').slice(0, 12);
}
