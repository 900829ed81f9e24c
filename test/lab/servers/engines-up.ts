import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { EngineApi } from '../engine-api';
import type { Engines } from '../engines/engines';
import { CONSUL, CONSUL_GRPC_PORT, engineAt, NOMAD, SERVERS, VAULT, type Layout, type Server } from '../layout';
import { tlsOf } from '../tls';
import { until } from '../until';
import { start } from './daemon';
import { controlGroup } from './namespaces';
import { keepSecrets, operatorSecrets } from './secrets';
import { daemonOn, settingsFile } from './server';
import { consulClient, consulServer, nomadClient, nomadServer, vaultServer, type SettingsInput } from './settings';

/** Everything an engine of the lab is started with. */
export interface EngineRoom {
  readonly layout: Layout;
  readonly engines: Engines;
  readonly cniPath: string;
}

/** An engine as its operator: with the token that may do everything. */
export const asOperator = (layout: Layout): { readonly consul: EngineApi; readonly nomad: EngineApi; readonly vault: EngineApi } => {
  const secrets = operatorSecrets(layout);
  return {
    consul: new EngineApi(CONSUL, { 'X-Consul-Token': secrets.consulManagement }),
    nomad: new EngineApi(NOMAD, { 'X-Nomad-Token': secrets.nomadManagement }),
    vault: new EngineApi(VAULT, { 'X-Vault-Token': secrets.vaultRoot ?? '' }),
  };
};

const inputOf = (layout: Layout): SettingsInput => ({ secrets: operatorSecrets(layout), tls: tlsOf(layout) });

const dataFolder = (layout: Layout, engine: string): string => {
  const folder = join(layout.folder, 'data', engine);
  mkdirSync(folder, { recursive: true });
  return folder;
};

export async function startConsulServer({ layout, engines }: EngineRoom): Promise<void> {
  const settings = settingsFile(layout, 'consul', consulServer(dataFolder(layout, 'consul'), inputOf(layout)));
  start(layout, { name: 'consul', command: [engines.consul, 'agent', '-config-file', settings], environment: keyReader(layout) });
  await until('Consul has a leader and knows its operator', () => asOperator(layout).consul.get('/v1/acl/token/self'));
}

/** The tokens of Consul's agents and of Nomad. Repeating it changes nothing. */
export async function giveConsulTokens({ layout }: EngineRoom): Promise<void> {
  const { consul } = asOperator(layout);
  const secrets = operatorSecrets(layout);
  const policy = {
    Name: 'agents',
    Rules: 'node_prefix "" { policy = "write" }\nservice_prefix "" { policy = "read" }\nagent_prefix "" { policy = "read" }',
  };
  if ((await consul.find('/v1/acl/policy/name/agents')) === undefined) await consul.put('/v1/acl/policy', policy);
  const token = async (secret: string, body: object) => {
    const known = await consul.get<{ SecretID?: string }[]>('/v1/acl/tokens');
    const described = (body as { Description: string }).Description;
    if (known.some((other) => (other as { Description?: string }).Description === described)) return;
    await consul.put('/v1/acl/token', { SecretID: secret, ...body });
  };
  await token(secrets.consulAgent, { Description: 'Consul agents of the servers', Policies: [{ Name: 'agents' }] });
  await token(secrets.consulNomad, {
    Description: 'Nomad servers and clients',
    TemplatedPolicies: [{ TemplateName: 'builtin/nomad-server' }, { TemplateName: 'builtin/nomad-client' }],
  });
}

export async function startVault({ layout, engines }: EngineRoom): Promise<void> {
  const settings = settingsFile(layout, 'vault', vaultServer(dataFolder(layout, 'vault'), inputOf(layout)));
  start(layout, { name: 'vault', command: [engines.vault, 'server', '-config', settings], environment: keyReader(layout) });
  const vault = new EngineApi(VAULT);
  const { initialized } = await until('Vault answers', () => vault.get<{ initialized: boolean }>('/v1/sys/init'));
  if (!initialized) {
    const made = await vault.put<{ keys_base64: string[]; root_token: string }>('/v1/sys/init', { secret_shares: 1, secret_threshold: 1 });
    keepSecrets(layout, { ...operatorSecrets(layout), vaultUnseal: made.keys_base64[0] ?? '', vaultRoot: made.root_token });
  }
  await vault.put('/v1/sys/unseal', { key: operatorSecrets(layout).vaultUnseal });
  await until('Vault is unsealed and active', async () => (await vault.raw('GET', '/v1/sys/health')).status === 200);
}

export async function startNomadServer({ layout, engines }: EngineRoom): Promise<void> {
  const settings = settingsFile(layout, 'nomad', nomadServer(dataFolder(layout, 'nomad'), inputOf(layout)));
  start(layout, { name: 'nomad', command: [engines.nomad, 'agent', '-config', settings], environment: environmentWith(engines) });
  const nomad = new EngineApi(NOMAD);
  await until('Nomad has a leader', () => nomad.get<string>('/v1/status/leader'));
  await until('Nomad knows its operator', async () => {
    const { status } = await asOperator(layout).nomad.raw('GET', '/v1/acl/token/self');
    if (status === 200) return true;
    await nomad.post('/v1/acl/bootstrap', { BootstrapSecret: operatorSecrets(layout).nomadManagement });
    return true;
  });
  await until('Nomad publishes the keys of its identities', () => nomad.get('/.well-known/jwks.json'));
}

export function startConsulClient({ layout, engines }: EngineRoom, server: Server): void {
  const settings = settingsFile(layout, `consul-${server.name}`, consulClient(server, inputOf(layout)));
  start(layout, {
    ...daemonOn(layout, server, 'consul', [engines.consul, 'agent', '-config-file', settings]),
    environment: RARE_COLLECTION,
  });
}

export function startNomadClient({ layout, engines, cniPath }: EngineRoom, server: Server): void {
  const settings = settingsFile(
    layout,
    `nomad-${server.name}`,
    nomadClient(server, inputOf(layout), cniPath, controlGroup(layout, server)),
  );
  start(layout, {
    ...daemonOn(layout, server, 'nomad', [engines.nomad, 'agent', '-config', settings]),
    environment: environmentWith(engines),
  });
}

/**
 * Go collects garbage when the heap has grown by this many percent. The engines of a whole firm share two cores here, and at
 * Go's default of 100 a quarter to a third of what they compute is collection.
 */
const RARE_COLLECTION = { GOGC: '400' };

/** Consul and Vault fetch the keys of Nomad's identities, and trust for that what the machine trusts. */
const keyReader = (layout: Layout): Record<string, string> => {
  const tls = tlsOf(layout);
  return { ...RARE_COLLECTION, ...(tls === undefined ? {} : { SSL_CERT_FILE: tls.ca }) };
};

/** Nomad starts `consul connect envoy` by its name. */
const environmentWith = (engines: Engines) => ({
  ...RARE_COLLECTION,
  PATH: [dirname(engines.consul), process.env['PATH'] ?? ''].join(delimiter),
});

export async function awaitConsulClients(room: EngineRoom): Promise<void> {
  for (const server of SERVERS) {
    const api = new EngineApi(engineAt(CONSUL, server.address), {
      'X-Consul-Token': operatorSecrets(room.layout).consulManagement,
    });
    await until(`the Consul agent of ${server.name} has joined`, async () => {
      const nodes = await api.get<{ Node: string }[]>('/v1/catalog/nodes');
      return nodes.some(({ Node }) => Node === server.name);
    });
  }
}

interface Node {
  readonly Name: string;
  readonly Status: string;
  readonly SchedulingEligibility: string;
  readonly Drivers: Readonly<Record<string, { readonly Healthy: boolean } | undefined>>;
}

/** Ready to run what the firm runs: with Docker, with Consul's Connect and with Vault. */
export async function awaitNomadClients({ layout }: EngineRoom, onWait?: (line: string) => void): Promise<void> {
  const { nomad } = asOperator(layout);
  for (const { name } of SERVERS) {
    await until(
      `the Nomad client of ${name} is ready, with Docker, Connect and Vault`,
      async () => {
        const nodes = await nomad.get<(Node & { ID: string })[]>('/v1/nodes');
        const node = nodes.find((one) => one.Name === name && one.Status === 'ready');
        if (node?.Drivers['docker']?.Healthy !== true) return false;
        const { Attributes } = await nomad.get<{ Attributes: Record<string, string | undefined> }>(`/v1/node/${node.ID}`);
        return (
          Attributes['consul.connect'] === 'true' &&
          Attributes['consul.grpc'] === String(CONSUL_GRPC_PORT) &&
          Attributes['vault.accessible'] === 'true'
        );
      },
      onWait === undefined ? {} : { onWait },
    );
  }
}
