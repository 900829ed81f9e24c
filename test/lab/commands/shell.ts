import { spawnSync } from 'node:child_process';
import { SERVERS, type Layout } from '../layout';
import { insideOf } from '../servers/namespaces';
import { onServer } from '../servers/server';
import { runInside } from './run-inside';

/** A command on one server of the lab, or a shell there. */
export async function shell(layout: Layout, name: string, words: readonly string[]): Promise<void> {
  if (insideOf() === undefined) {
    await runInside(layout, ['shell', name, ...words]);
    return;
  }
  const server = SERVERS.find((one) => one.name === name);
  if (server === undefined) throw new Error(`the lab has no server '${name}': ${SERVERS.map((one) => one.name).join(', ')}`);
  const [program, ...args] = onServer(layout, server, words.length === 0 ? ['bash'] : words);
  process.exitCode = spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;
}
