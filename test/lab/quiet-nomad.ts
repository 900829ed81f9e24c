import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, delimiter } from 'node:path';
import { EngineApi } from './engine-api';
import { findOrBuildEngines } from './engines/engines';
import { ENGINES_ADDRESS, HOST_VOLUMES, SERVERS, type Layout } from './layout';
import { start, stop, logFile } from './servers/daemon';
import { operatorSecrets } from './servers/secrets';
import { daemonOn, settingsFile } from './servers/server';
import { consulOverTls, vaultAddress } from './servers/settings';
import { tlsOf } from './tls';
import { cniPath } from './machine';
import { until } from './until';

const PORTS = { http: 24_646, rpc: 24_647, serf: 24_648 };
const CLIENT_PORTS = { http: 24_746, rpc: 24_747, serf: 24_748 };

/**
 * A Nomad of a scene's own, that schedules and runs nothing: its one client registers, with all that the lab's clients have
 * and room for thousands of tasks, and then ends; its server goes on taking it for a ready one. What is placed stays placed.
 */
export class QuietNomad {
  readonly api = new EngineApi(`http://${ENGINES_ADDRESS}:${String(PORTS.http)}`);
  readonly #layout: Layout;
  readonly #name: string;

  private constructor(layout: Layout, name: string) {
    this.#layout = layout;
    this.#name = name;
  }

  static async start(layout: Layout, name: string): Promise<QuietNomad> {
    const nomad = new QuietNomad(layout, name);
    await nomad.stop();
    await nomad.#startServer();
    await nomad.#registerClient();
    return nomad;
  }

  /** Nothing is left of it: a client that found its folder again would run what was placed there. */
  async stop(): Promise<void> {
    for (const { name } of SERVERS) await stop(this.#layout, `${this.#name}-client-${name}`);
    await stop(this.#layout, `${this.#name}-server`);
    for (const agent of ['server', 'client']) rmSync(this.#folder(agent), { recursive: true, force: true });
  }

  async #startServer(): Promise<void> {
    const { nomad, consul } = await this.#engines();
    start(this.#layout, {
      name: `${this.#name}-server`,
      command: [nomad, 'agent', '-config', settingsFile(this.#layout, `${this.#name}-server`, this.#server())],
      environment: { PATH: [dirname(consul), process.env['PATH'] ?? ''].join(delimiter) },
    });
    await until('the quiet Nomad has a leader', async () => (await this.api.get<string>('/v1/status/leader')) !== '');
  }

  async #registerClient(): Promise<void> {
    const { nomad } = await this.#engines();
    const [server] = SERVERS;
    if (server === undefined) throw new Error('the lab has no servers');
    const client = `${this.#name}-client`;
    const settings = settingsFile(this.#layout, client, this.#client(server.address));
    start(this.#layout, daemonOn(this.#layout, server, client, [nomad, 'agent', '-config', settings]));
    await until(`the client is ready; its log is ${logFile(this.#layout, `${client}-${server.name}`)}`, async () => {
      const [node] =
        await this.api.get<{ ID: string; Status: string; Drivers: Record<string, { Healthy: boolean } | undefined> }[]>('/v1/nodes');
      if (node?.Status !== 'ready' || node.Drivers['docker']?.Healthy !== true) return false;
      const { Attributes } = await this.api.get<{ Attributes: Record<string, string | undefined> }>(`/v1/node/${node.ID}`);
      return Attributes['consul.grpc'] === '8502' && Attributes['vault.accessible'] === 'true';
    });
    await stop(this.#layout, `${client}-${server.name}`);
  }

  #engines(): ReturnType<typeof findOrBuildEngines> {
    return findOrBuildEngines(this.#layout.cache, () => undefined);
  }

  #folder(of: string): string {
    const folder = join(this.#layout.folder, 'data', `${this.#name}-${of}`);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  #server(): object {
    return {
      ...this.#agent('server'),
      name: this.#name,
      ports: PORTS,
      bind_addr: ENGINES_ADDRESS,
      // A client that is never heard of again is a ready one for the life of the scene.
      server: { enabled: true, bootstrap_expect: 1, raft_multiplier: 1, heartbeat_grace: '24h' },
    };
  }

  #client(address: string): object {
    return {
      ...this.#agent('client'),
      name: `${this.#name}-client`,
      ports: CLIENT_PORTS,
      bind_addr: address,
      client: {
        enabled: true,
        servers: [`${ENGINES_ADDRESS}:${String(PORTS.rpc)}`],
        network_interface: 'eth0',
        cni_path: cniPath(),
        cpu_total_compute: 100_000_000,
        memory_total_mb: 100_000_000,
        disk_total_mb: 100_000_000,
        min_dynamic_port: 20_000,
        max_dynamic_port: 60_000,
        options: { 'fingerprint.denylist': 'env_aws,env_gce,env_azure,env_digitalocean' },
        meta: { rack: 'r1', disk: 'nvme' },
        host_network: { loopback: { interface: 'lo' } },
        host_volume: Object.fromEntries(HOST_VOLUMES.map((volume) => [volume, { path: `/srv/${volume}`, read_only: false }])),
      },
      plugin: [
        {
          docker: [
            {
              config: [
                { volumes: [{ enabled: true }], gc: [{ image: false, container: false, dangling_containers: [{ enabled: false }] }] },
              ],
            },
          ],
        },
      ],
    };
  }

  #agent(of: string): object {
    const tls = tlsOf(this.#layout);
    return {
      disable_update_check: true,
      data_dir: this.#folder(of),
      region: 'global',
      datacenter: 'dc1',
      consul: {
        address: '127.0.0.1:8500',
        ...consulOverTls(tls),
        token: operatorSecrets(this.#layout).consulNomad,
        auto_advertise: false,
        server_auto_join: false,
        client_auto_join: false,
        service_identity: { aud: ['consul.io'], ttl: '1h' },
        task_identity: { aud: ['consul.io'], ttl: '1h' },
      },
      vault: { enabled: true, ...vaultAddress(tls), default_identity: { aud: ['vault.io'], ttl: '1h' } },
    };
  }
}
