import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, connect, type NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import { SERVERS, type Layout } from '../layout';
import { insideCommand, insideEnvironment, insideOf } from '../servers/namespaces';
import { operatorSecrets } from '../servers/secrets';
import { tlsOf } from '../tls';
import { until } from '../until';

/** A way from this machine into the lab. */
interface Door {
  readonly name: string;
  /** On 127.0.0.1 of the machine. */
  readonly port: number;
  readonly to: { readonly host: string; readonly port: number };
}

const addressOf = (name: string): string => SERVERS.find((server) => server.name === name)?.address ?? '';

const doorsOf = (layout: Layout): readonly Door[] => [
  { name: 'nomad', port: 4646, to: { host: '127.0.0.1', port: 4646 } },
  { name: 'consul', port: 8500, to: { host: '127.0.0.1', port: tlsOf(layout) === undefined ? 8500 : 8501 } },
  { name: 'vault', port: 8200, to: { host: '127.0.0.1', port: 8200 } },
  { name: 'public edge', port: 8443, to: { host: addressOf('edge-1'), port: 443 } },
  { name: 'partner edge', port: 9443, to: { host: addressOf('partner-edge-1'), port: 8443 } },
];

const socketOf = (layout: Layout, { name }: Door) => join(layout.folder, 'doors', `${name.replace(' ', '-')}.sock`);

/**
 * Lets this machine reach the engines' pages and the edges, until it is interrupted. A lab listens in its own network alone;
 * each door is a socket file between a listener here and a connection there.
 */
export async function open(layout: Layout): Promise<void> {
  mkdirSync(join(layout.folder, 'doors'), { recursive: true });
  if (insideOf() !== undefined) {
    for (const door of doorsOf(layout)) {
      rmSync(socketOf(layout, door), { force: true });
      forward(socketOf(layout, door), door.to);
    }
    return;
  }
  const [program, ...args] = insideCommand(layout, ['open']);
  // In a group of its own: nsenter is one process, and what it started inside is another.
  const inside = spawn(program, args, { stdio: 'inherit', env: insideEnvironment(layout), detached: true });
  process.on('exit', () => {
    if (inside.pid !== undefined && inside.exitCode === null) process.kill(-inside.pid, 'SIGTERM');
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit());
  for (const door of doorsOf(layout)) {
    await until(`the door to the ${door.name} is there`, () => existsSync(socketOf(layout, door)), { timeoutSeconds: 20 });
    forward({ host: '127.0.0.1', port: door.port }, { path: socketOf(layout, door) });
  }
  const secrets = operatorSecrets(layout);
  const scheme = tlsOf(layout) === undefined ? 'http' : 'https';
  process.stdout.write(
    [
      'open on this machine alone, until you press Ctrl-C:',
      `  Nomad   ${scheme}://127.0.0.1:4646   token ${secrets.nomadManagement}`,
      `  Consul  ${scheme}://127.0.0.1:8500   token ${secrets.consulManagement}`,
      `  Vault   ${scheme}://127.0.0.1:8200   token ${secrets.vaultRoot ?? ''}`,
      '  edges   curl -k --connect-to ::127.0.0.1:8443 https://www.sec.test/ (customers), 127.0.0.1:9443 (partners, staff)',
      '',
    ].join('\n'),
  );
}

function forward(from: string | { readonly host: string; readonly port: number }, to: NetConnectOpts): void {
  const server = createServer((near) => {
    const far = connect(to);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  server.listen(from);
}
