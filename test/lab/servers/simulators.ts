import type { Layout } from '../layout';
import { start } from './daemon';

/** Where Vault's database engine finds its database. */
export const DATABASE_PORT = 6379;

/** What stands outside of the platform and is needed by what runs on it: a database that lets Vault make its users. */
export function startDatabase(layout: Layout): void {
  start(layout, {
    name: 'database',
    command: [process.execPath, ...process.execArgv, require.resolve('./database-simulator'), String(DATABASE_PORT)],
  });
}
