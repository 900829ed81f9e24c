import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineApi } from './engine-api';
import { findOrBuildEngines } from './engines/engines';
import type { Layout } from './layout';
import { start, stop } from './servers/daemon';
import { until } from './until';

const PORT = 18_500;

/**
 * A Consul server of its own beside the lab's, for questions whose answers would change what the lab's services may do. It is
 * empty, and knows no service.
 */
export class SecondConsul {
  /** As its operator. */
  readonly api: EngineApi;
  readonly #token = randomUUID();
  readonly #layout: Layout;
  readonly #name = 'second-consul';

  constructor(layout: Layout) {
    this.#layout = layout;
    this.api = new EngineApi(`http://127.0.0.1:${String(PORT)}`, { 'X-Consul-Token': this.#token });
  }

  /** @param policy the default policy of its access rules, and so of its intentions */
  async start(policy: 'allow' | 'deny'): Promise<void> {
    const folder = join(this.#layout.folder, this.#name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const settings = join(folder, 'settings.json');
    writeFileSync(
      settings,
      JSON.stringify({
        disable_update_check: true,
        server: true,
        bootstrap_expect: 1,
        node_name: this.#name,
        data_dir: join(folder, 'data'),
        bind_addr: '127.0.0.1',
        client_addr: '127.0.0.1',
        connect: { enabled: true },
        acl: { enabled: true, default_policy: policy, tokens: { initial_management: this.#token, agent: this.#token } },
        limits: { http_max_conns_per_client: 2000 },
        performance: { raft_multiplier: 1 },
        ports: { http: PORT, grpc: -1, grpc_tls: -1, dns: -1, serf_wan: -1, serf_lan: PORT + 1, server: PORT + 2 },
      }),
    );
    const { consul } = await findOrBuildEngines(this.#layout.cache, () => undefined);
    start(this.#layout, { name: this.#name, command: [consul, 'agent', '-config-file', settings] });
    // It writes before it is asked: only a leader takes that.
    await until('the second Consul has a leader', () => this.api.put('/v1/kv/ready', {}));
  }

  stop(): Promise<void> {
    return stop(this.#layout, this.#name);
  }
}
