import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where one lab has its things. Two labs share the cache alone. */
export interface Layout {
  readonly name: string;
  /** Everything that `down` removes. */
  readonly folder: string;
  /** Engines and images: made once on a machine, and kept. */
  readonly cache: string;
}

/** @param name of the lab: small letters, digits and dashes, at most 24 */
export function layoutOf(name: string): Layout {
  if (!/^[a-z0-9-]{1,24}$/.test(name)) throw new Error(`'${name}' is no name of a lab: small letters, digits and dashes, at most 24`);
  const cache = process.env['KUMIKI_LAB_CACHE'] ?? join(homedir(), '.cache', 'kumiki-lab');
  if (!isAbsolute(cache)) throw new Error(`KUMIKI_LAB_CACHE is the whole path of a folder, not '${cache}'`);
  return {
    name,
    folder: join(tmpdir(), `kumiki-lab-${name}`),
    cache,
  };
}

/** The network of the lab's servers. It exists in the lab's own network namespace alone. */
export const NETWORK = { prefix: '10.88.0', length: 24, bridge: 'servers' } as const;

/** Where the engines' own servers are: on the network of the servers, and at 127.0.0.1 for whoever is inside. */
export const ENGINES_ADDRESS = `${NETWORK.prefix}.1`;

/** Set inside of a lab whose engines speak TLS, to the certificate of its authority. */
const isTls = process.env['KUMIKI_LAB_CA'] !== undefined;
const scheme = isTls ? 'https' : 'http';

export const CONSUL_PORT = isTls ? 8501 : 8500;
export const CONSUL_GRPC_PORT = isTls ? 8503 : 8502;
export const CONSUL = `${scheme}://127.0.0.1:${String(CONSUL_PORT)}`;
export const NOMAD = `${scheme}://127.0.0.1:4646`;
export const VAULT = `${scheme}://127.0.0.1:8200`;

/** The same engine at another address than 127.0.0.1. */
export const engineAt = (url: string, address: string): string => url.replace('127.0.0.1', address);

/** One server of the pool: a Nomad client, with a Consul agent and a Docker daemon of its own. */
export interface Server {
  readonly name: string;
  readonly pool: string;
  readonly address: string;
  /** What Nomad may place there; stacks/platform.ts says the same of the pool. */
  readonly cpuMhz: number;
  readonly memoryMib: number;
}

const server = (name: string, pool: string, host: number, cpuMhz: number, memoryMib: number): Server => ({
  name,
  pool,
  address: `${NETWORK.prefix}.${String(host)}`,
  cpuMhz,
  memoryMib,
});

/** The least with which every pool has a server, and the general one two: so that calls go from one server to another. */
export const SERVERS: readonly Server[] = [
  server('general-1', 'general', 11, 20_000, 12_288),
  server('general-2', 'general', 12, 20_000, 12_288),
  server('general-3', 'general', 16, 20_000, 12_288),
  server('general-4', 'general', 17, 20_000, 12_288),
  server('edge-1', 'edge', 13, 4000, 2048),
  server('partner-edge-1', 'partner-edge', 14, 4000, 2048),
  server('lines-1', 'lines', 15, 4000, 2048),
];

/** Host volumes that the lab's programs name; each server has them all, as folders. */
export const HOST_VOLUMES = ['fast-disk', 'tick-columns', 'sequencer-journal', 'metrics-disk', 'models'] as const;
