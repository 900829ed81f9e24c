import {
  ContainerImage,
  Cpu,
  Engines,
  LogBounds,
  Memory,
  Releases,
  ServerPool,
  Sidecar,
  StateBackend,
  TimeOfDay,
  type Environment,
  type PlatformFacts,
} from 'kumiki';

// All that differs between the environments stands here, in house.ts (sizes and counts), in edge/contracts.ts (host names),
// in external/addresses.ts, and in the release files, which CI writes.

const production = {
  /** Services by day, batch by night. */
  general: ServerPool.of('general', { servers: 160, cpuPerServer: Cpu.mhz(28_800), memoryPerServer: Memory.gib(64), racks: 10 }),
  /** The public network. */
  edge: ServerPool.of('edge', { servers: 6, cpuPerServer: Cpu.mhz(38_400), memoryPerServer: Memory.gib(64), racks: 2 }),
  /** Partners and staff, on lines of their own. */
  partnerEdge: ServerPool.of('partner-edge', { servers: 2, cpuPerServer: Cpu.mhz(19_200), memoryPerServer: Memory.gib(32), racks: 2 }),
  /** Their network cards end the leased lines to exchanges and liquidity providers. */
  lines: ServerPool.of('lines', { servers: 12, cpuPerServer: Cpu.mhz(28_800), memoryPerServer: Memory.gib(64), racks: 2 }),
};

const staging = {
  general: ServerPool.of('general', { servers: 24, cpuPerServer: Cpu.mhz(28_800), memoryPerServer: Memory.gib(64), racks: 4 }),
  edge: ServerPool.of('edge', { servers: 2, cpuPerServer: Cpu.mhz(38_400), memoryPerServer: Memory.gib(64), racks: 2 }),
  partnerEdge: ServerPool.of('partner-edge', { servers: 2, cpuPerServer: Cpu.mhz(19_200), memoryPerServer: Memory.gib(32), racks: 2 }),
  lines: ServerPool.of('lines', { servers: 2, cpuPerServer: Cpu.mhz(28_800), memoryPerServer: Memory.gib(64), racks: 2 }),
};

// One machine that plays seven servers. The general pool has four: calls go from one to another, and what a Consul agent does
// for its sidecars grows with the square of them.
const lab = {
  general: ServerPool.of('general', { servers: 4, cpuPerServer: Cpu.mhz(20_000), memoryPerServer: Memory.gib(12) }),
  edge: ServerPool.of('edge', { servers: 1, cpuPerServer: Cpu.mhz(4000), memoryPerServer: Memory.gib(2) }),
  partnerEdge: ServerPool.of('partner-edge', { servers: 1, cpuPerServer: Cpu.mhz(4000), memoryPerServer: Memory.gib(2) }),
  lines: ServerPool.of('lines', { servers: 1, cpuPerServer: Cpu.mhz(4000), memoryPerServer: Memory.gib(2) }),
};

/** The pools of an environment: the same names everywhere. */
export const pools = (environment: Environment) => environment.choose({ production, staging, lab });

/** The platform team pins these itself: they change with the engines, not with a release. */
const platformImages = {
  tools: ContainerImage.of('registry.internal/sec/tools@sha256:777ba68a6aa1556f0c3063cb38519d234046da186548eafdcf06f6e3a0e46b7d'),
  consul: ContainerImage.of('registry.internal/sec/consul@sha256:aa2566745332152f2aebfa349232dd87ed424eed3934bd1452ae314fc0415977'),
  envoy: ContainerImage.of('registry.internal/sec/envoy@sha256:8fa69e2189e7e09a2c0ba68056e19b7cbaf4cbce553415034b371948f7c4dcd4'),
};

/** The authority of a lab whose engines speak TLS, PEM: `npm run lab -- up --tls` gives it to every program inside. */
const labCa = process.env['KUMIKI_LAB_CA'];

const labImage = (name: string) => ContainerImage.byTag(`local/${name}`, 'the images of the lab are built on its own machine');

/** What is true for the whole platform in one environment. */
export const platformFacts = (environment: Environment): PlatformFacts => ({
  environment,
  namePrefix: 'sec',
  timeZone: 'Asia/Tokyo',
  market: { opens: TimeOfDay.of('09:00'), closes: TimeOfDay.of('15:30') },
  engines: Engines.tested(),
  pools: Object.values(pools(environment)),
  defaultPool: pools(environment).general,
  addresses: environment.choose({
    production: { nomad: 'https://nomad.internal:4646', consul: 'https://consul.internal:8501', vault: 'https://vault.internal:8200' },
    staging: {
      nomad: 'https://nomad.staging.internal:4646',
      consul: 'https://consul.staging.internal:8501',
      vault: 'https://vault.staging.internal:8200',
    },
    lab:
      labCa === undefined
        ? { nomad: 'http://127.0.0.1:4646', consul: 'http://127.0.0.1:8500', vault: 'http://127.0.0.1:8200' }
        : { nomad: 'https://127.0.0.1:4646', consul: 'https://127.0.0.1:8501', vault: 'https://127.0.0.1:8200' },
  }),
  ...environment.choose({ lab: labCa === undefined ? {} : { consulCa: labCa }, otherwise: {} }),
  state: environment.choose({
    production: StateBackend.s3({ bucket: 'sec-terraform', region: 'ap-northeast-1' }),
    staging: StateBackend.s3({ bucket: 'sec-terraform-staging', region: 'ap-northeast-1' }),
    lab: StateBackend.local(),
  }),
  images: Releases.file(`stacks/releases/${environment.name}.json`),
  platformImages: environment.choose({
    otherwise: platformImages,
    lab: { tools: labImage('tools:1'), consul: labImage('edge:1'), envoy: labImage('envoy:1.36.4') },
  }),
  registries: environment.choose({ production: ['registry.internal/sec/'], staging: ['registry.internal/sec/'], lab: ['local/'] }),
  // The clients of every environment allow it: a few jobs need more for minutes a day.
  memoryOversubscription: true,
  // More than a daemon in a container or a virtual machine may give.
  ...environment.choose({ lab: { openFiles: 16_384 }, otherwise: {} }),
  defaults: {
    env: { TZ: 'Asia/Tokyo' },
    // The library's sidecar and logs suit servers; a hundred of them do not fit one machine.
    ...environment.choose({
      lab: {
        sidecar: Sidecar.of({ cpu: Cpu.mhz(20), memory: Memory.mib(64) }),
        logs: LogBounds.of(1, Memory.mib(5)),
        disk: Memory.mib(100),
      },
      otherwise: {},
    }),
  },
});
