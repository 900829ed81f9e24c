import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import {
  App,
  ContainerImage,
  Cpu,
  Engines,
  Environment,
  Memory,
  Platform,
  ServerPool,
  StateBackend,
  type PlatformFacts,
  type Releases,
} from 'kumiki';

export const image = (name: string): ContainerImage => ContainerImage.of(`registry.internal/sec/${name}@sha256:${'a'.repeat(64)}`);

/** Releases that have an image for every name. */
export const anyImage: Releases = {
  source: 'releases/test.json',
  findings: [],
  image: (name: unknown) => image(String(name).toLowerCase()),
};

export const general = ServerPool.of('general', {
  servers: 150,
  cpuPerServer: Cpu.mhz(76_800),
  memoryPerServer: Memory.gib(128),
  racks: 10,
});
export const edgePool = ServerPool.of('edge', { servers: 6, cpuPerServer: Cpu.mhz(38_400), memoryPerServer: Memory.gib(64), racks: 2 });

/** Platform facts as a firm has them; a test says only what it is about. */
export function facts(own: Partial<PlatformFacts> = {}): PlatformFacts {
  return {
    environment: Environment.of('production'),
    namePrefix: 'sec',
    timeZone: 'Asia/Tokyo',
    engines: Engines.tested(),
    pools: [general, edgePool],
    defaultPool: general,
    addresses: {
      nomad: 'https://nomad.internal:4646',
      consul: 'https://consul.internal:8501',
      vault: 'https://vault.internal:8200',
    },
    state: StateBackend.s3({ bucket: 'sec-terraform', region: 'ap-northeast-1' }),
    images: anyImage,
    platformImages: { tools: image('tools'), consul: image('consul'), envoy: image('envoy') },
    ...own,
  };
}

/** An app that was told its facts. @param outdir left out where nothing is written */
export function appWith(own: Partial<PlatformFacts> = {}, outdir = join(tmpdir(), 'kumiki-never-written')): App {
  const app = new App({ outdir });
  Platform.define(app, facts(own));
  return app;
}

/** What a program writes: file → content, read back and removed again. */
export function filesOf(program: (app: App) => void): Readonly<Record<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), 'kumiki-files-'));
  try {
    const app = appWith({}, outdir);
    program(app);
    app.synth();
    return readFiles(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Every file in a folder and below: path → content. */
export function readFiles(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [relative(folder, file), readFileSync(file, 'utf8')]),
  );
}
