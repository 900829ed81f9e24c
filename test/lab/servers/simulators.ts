import { resolve } from 'node:path';
import { buildStandin } from '../images/standin';
import { ENGINES_ADDRESS, type Layout } from '../layout';
import { start } from './daemon';

// What stands outside of the platform and is needed by what runs on it.

/** Where Vault's database engine finds its database. */
export const DATABASE_PORT = 6379;

/** Every name under it is a simulator. */
export const SIMULATED_DOMAIN = 'lab.internal';

/** Systems outside of the mesh as stacks/external names their ports in the lab. */
const EXTERNAL_SYSTEMS = [
  ...[8081, 8082, 8083, 9200, 9443].map((port) => `http:0.0.0.0:${String(port)}`),
  ...[465, 2222, 3128, 3306, 7443, 8443, 9093, 9801, 40_001, 50_001, 52_001].map((port) => `tcp:0.0.0.0:${String(port)}`),
];

const RUN_TYPESCRIPT = resolve(__dirname, '../../../scripts/run-typescript.js');

const typescript = (file: string, ...args: readonly string[]): readonly [string, ...string[]] => [
  process.execPath,
  '--require',
  RUN_TYPESCRIPT,
  resolve(__dirname, file),
  ...args,
];

/** A database that lets Vault make its users, the names of the simulators, and the systems themselves. */
export async function startSimulators(layout: Layout): Promise<void> {
  start(layout, { name: 'database', command: typescript('database-simulator.ts', String(DATABASE_PORT)) });
  start(layout, { name: 'names', command: typescript('name-simulator.ts', ENGINES_ADDRESS, SIMULATED_DOMAIN) });
  const standin = await buildStandin(layout.cache, () => undefined);
  start(layout, { name: 'external-systems', command: [standin, 'external', EXTERNAL_SYSTEMS.join(',')] });
}
