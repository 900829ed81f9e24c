import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINES_ADDRESS, SERVERS, type Layout } from './layout';

/** What an engine shows, and what its callers trust: PEM files. */
export interface TlsFiles {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

const folderOf = (layout: Layout) => join(layout.folder, 'tls');

const filesIn = (folder: string): TlsFiles => ({
  ca: join(folder, 'ca.pem'),
  certificate: join(folder, 'engines.pem'),
  key: join(folder, 'engines-key.pem'),
});

/** The files of a lab whose engines speak TLS; undefined for one whose engines do not. */
export function tlsOf(layout: Layout): TlsFiles | undefined {
  const files = filesIn(folderOf(layout));
  return existsSync(files.key) ? files : undefined;
}

/** An authority of the lab's own, and one certificate for all engines at every address they have. Consul makes both. */
export function makeTls(layout: Layout, consul: string): void {
  if (tlsOf(layout) !== undefined) return;
  const folder = folderOf(layout);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const run = (...words: string[]) => execFileSync(consul, ['tls', ...words], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const addresses = [ENGINES_ADDRESS, ...SERVERS.map(({ address }) => address)].map((address) => `-additional-ipaddress=${address}`);
  run('ca', 'create', '-days=30');
  run('cert', 'create', '-server', '-days=30', ...addresses);
  const files = filesIn(folder);
  const made = (ending: string) => {
    const name = readdirSync(folder).find((one) => one.endsWith(ending));
    if (name === undefined) throw new Error(`consul tls made no file *${ending}`);
    return join(folder, name);
  };
  renameSync(made('agent-ca.pem'), files.ca);
  renameSync(made('server-consul-0.pem'), files.certificate);
  renameSync(made('server-consul-0-key.pem'), files.key);
}

/** With what programs inside of such a lab trust its engines: Node, the command lines of the engines, their providers, and stacks/. */
export function trustOf(layout: Layout): Record<string, string> {
  const ca = tlsOf(layout)?.ca;
  if (ca === undefined) return {};
  return { NODE_EXTRA_CA_CERTS: ca, CONSUL_CACERT: ca, NOMAD_CACERT: ca, VAULT_CACERT: ca, KUMIKI_LAB_CA: readFileSync(ca, 'utf8') };
}
