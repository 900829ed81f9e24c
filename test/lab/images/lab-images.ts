import { basename } from 'node:path';
import type { LayerName } from './layers';
import { PROGRAMS } from './programs';

/** One image: its layers from the bottom, and what it says of itself. */
export interface LabImage {
  readonly name: string;
  readonly layers: readonly LayerName[];
  readonly entrypoint: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * All ports on which a service of stacks/ listens. An instance has a network of its own, so each may listen on all; a program
 * says STANDIN_LISTEN where it wants others.
 */
const PORTS = [
  ...range(8080, 8085).map((port) => `http:${port}`),
  ...range(9090, 9099).map((port) => `http:${port}`),
  ...['6379', '7001', '7002', '7400'].map((port) => `tcp:${port}`), // caches, feeds, the sequencer
].join(',');

/** Where Docker's log driver sends lines to. */
const AGENT_PORTS = 'tcp:0.0.0.0:12224';

/** Every image of the lab. The tag of a stand-in is its version, but for two that are of no use. */
export const LAB_IMAGES: readonly LabImage[] = [
  ...standins('standin', { STANDIN_ROLE: 'service', STANDIN_IMAGE_LISTEN: PORTS }),
  ...standins('worker', { STANDIN_ROLE: 'worker' }),
  ...standins('batch', { STANDIN_ROLE: 'batch' }),
  ...standins('agent', { STANDIN_ROLE: 'service', STANDIN_IMAGE_LISTEN: AGENT_PORTS }),
  image('local/tools:1', ['shell'], ['/bin/sh']),
  image('local/envoy:1.36.4', ['shell', 'envoy'], ['/usr/local/bin/envoy']),
  image('local/edge:1', ['shell', 'envoy', 'consul'], ['/usr/local/bin/envoy']),
  // Holds the network of an allocation: an init that hands signals on, and reaps.
  image('local/pause:1', ['shell', 'init'], ['/sbin/tini', '--', '/bin/sleep', '2147483647']),
];

function standins(name: string, env: Readonly<Record<string, string>>): LabImage[] {
  const programs = { STANDIN_PROGRAMS: PROGRAMS.map(({ path, role }) => `${basename(path)}=${role}`).join(',') };
  const versions = {
    '1': {},
    '2': {},
    '3': {},
    bad: { STANDIN_EXIT: '1' }, // ends at once
    sick: { STANDIN_FAIL_HEALTH: '1' }, // its check fails
  };
  return Object.entries(versions).map(([tag, behaviour]) =>
    image(`local/${name}:${tag}`, ['shell', 'standin'], ['/usr/local/bin/standin'], {
      ...env,
      ...programs,
      ...behaviour,
      STANDIN_VERSION: tag,
    }),
  );
}

function image(
  name: string,
  layers: readonly LayerName[],
  entrypoint: readonly string[],
  env: Readonly<Record<string, string>> = {},
): LabImage {
  return { name, layers, entrypoint, env: { PATH: '/usr/local/bin:/usr/bin:/bin:/sbin', ...env } };
}

function range(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
}
