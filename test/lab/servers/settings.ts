import { CONSUL_GRPC_PORT, CONSUL_PORT, engineAt, ENGINES_ADDRESS, HOST_VOLUMES, VAULT, type Server } from '../layout';
import type { TlsFiles } from '../tls';

// Settings of the engines, as JSON files: each engine reads them as it reads its own language.

/** Secrets that are made before the first engine starts, and known inside of the lab alone. */
export interface BirthSecrets {
  readonly consulManagement: string;
  /** For the Consul agents of the servers. */
  readonly consulAgent: string;
  /** For Nomad, its servers and clients. */
  readonly consulNomad: string;
  readonly nomadManagement: string;
}

/** Everything that an engine's settings depend on. */
export interface SettingsInput {
  readonly secrets: BirthSecrets;
  /** Undefined where the engines speak plain HTTP. */
  readonly tls: TlsFiles | undefined;
}

const consulAgent = (tls: TlsFiles | undefined) => ({
  disable_update_check: true,
  bind_addr: ENGINES_ADDRESS,
  client_addr: '0.0.0.0',
  connect: { enabled: true },
  default_intention_policy: 'deny',
  disable_host_node_id: true,
  limits: { http_max_conns_per_client: 2000 },
  performance: { raft_multiplier: 1 },
  ports: { dns: -1, ...(tls === undefined ? { grpc: CONSUL_GRPC_PORT } : { http: -1, https: CONSUL_PORT, grpc_tls: CONSUL_GRPC_PORT }) },
  ...(tls === undefined
    ? {}
    : { tls: { defaults: { ca_file: tls.ca, cert_file: tls.certificate, key_file: tls.key, verify_outgoing: true } } }),
});

export const consulServer = (dataDir: string, { secrets, tls }: SettingsInput): object => ({
  ...consulAgent(tls),
  server: true,
  bootstrap_expect: 1,
  node_name: 'consul',
  data_dir: dataDir,
  ui_config: { enabled: true },
  acl: {
    enabled: true,
    default_policy: 'deny',
    tokens: { initial_management: secrets.consulManagement, agent: secrets.consulManagement },
  },
});

export const consulClient = (server: Server, { secrets, tls }: SettingsInput): object => ({
  ...consulAgent(tls),
  server: false,
  node_name: server.name,
  bind_addr: server.address,
  data_dir: '/var/lib/consul',
  retry_join: [ENGINES_ADDRESS],
  retry_interval: '1s',
  acl: { enabled: true, default_policy: 'deny', tokens: { agent: secrets.consulAgent } },
});

/** How Nomad reaches Consul where that speaks TLS. */
export const consulOverTls = (tls: TlsFiles | undefined): object =>
  tls === undefined
    ? {}
    : {
        address: `127.0.0.1:${String(CONSUL_PORT)}`,
        grpc_address: `127.0.0.1:${String(CONSUL_GRPC_PORT)}`,
        ssl: true,
        ca_file: tls.ca,
        grpc_ca_file: tls.ca,
      };

/** Where Nomad reaches Vault. */
export const vaultAddress = (tls: TlsFiles | undefined): object => ({
  address: engineAt(VAULT, ENGINES_ADDRESS),
  ...(tls === undefined ? {} : { ca_file: tls.ca }),
});

const nomadAgent = ({ secrets, tls }: SettingsInput) => ({
  disable_update_check: true,
  bind_addr: '0.0.0.0',
  region: 'global',
  datacenter: 'dc1',
  acl: { enabled: true },
  // All clients of the lab have one address; Nomad lets one have 100 connections, and a blocking query each is soon more.
  limits: { http_max_conns_per_client: 2000, rpc_max_conns_per_client: 2000 },
  consul: {
    token: secrets.consulNomad,
    // Of a login, say, for an allocation that otherwise fails. Nomad's 5 seconds are not enough where two cores start a hundred.
    timeout: '60s',
    ...consulOverTls(tls),
    service_auth_method: 'nomad-workloads',
    task_auth_method: 'nomad-workloads',
    service_identity: { aud: ['consul.io'], ttl: '1h' },
    task_identity: { aud: ['consul.io'], ttl: '1h' },
  },
  ...(tls === undefined ? {} : { tls: { http: true, ca_file: tls.ca, cert_file: tls.certificate, key_file: tls.key } }),
});

export const nomadServer = (dataDir: string, input: SettingsInput): object => ({
  ...nomadAgent(input),
  name: 'nomad',
  data_dir: dataDir,
  advertise: { http: ENGINES_ADDRESS, rpc: ENGINES_ADDRESS, serf: ENGINES_ADDRESS },
  server: { enabled: true, bootstrap_expect: 1, raft_multiplier: 1, heartbeat_grace: '30s' },
  vault: { enabled: true, default_identity: { aud: ['vault.io'], ttl: '1h' } },
});

export const nomadClient = (server: Server, input: SettingsInput, cniPath: string, controlGroup: string): object => ({
  ...nomadAgent(input),
  name: server.name,
  data_dir: '/var/lib/nomad',
  advertise: { http: server.address, rpc: server.address, serf: server.address },
  vault: {
    enabled: true,
    jwt_auth_backend_path: 'jwt-nomad',
    ...vaultAddress(input.tls),
  },
  client: {
    enabled: true,
    servers: [ENGINES_ADDRESS],
    node_pool: server.pool,
    network_interface: 'eth0',
    cni_path: cniPath,
    cgroup_parent: controlGroup,
    cpu_total_compute: server.cpuMhz,
    memory_total_mb: server.memoryMib,
    // Without it the client asks the metadata addresses of clouds.
    options: { 'fingerprint.denylist': 'env_aws,env_gce,env_azure,env_digitalocean' },
    // The default keeps a dead allocation's folder until there are fifty.
    gc_max_allocs: 500,
    meta: {
      rack: 'r1',
      disk: 'nvme',
      'connect.sidecar_image': 'local/envoy:1.36.4',
      'connect.gateway_image': 'local/envoy:1.36.4',
      'connect.log_level': 'info',
    },
    // Where the log driver of a server's own Docker reaches an agent, and nobody else.
    host_network: { loopback: { interface: 'lo' } },
    host_volume: Object.fromEntries(HOST_VOLUMES.map((name) => [name, { path: `/srv/${name}`, read_only: false }])),
  },
  plugin: [
    {
      docker: [
        {
          config: [
            {
              infra_image: 'local/pause:1',
              volumes: [{ enabled: true }],
              // A container that ended keeps its log: what a person wants to read of one that cannot start.
              gc: [{ image: false, container: false }],
              // Nomad collects logs with two further processes for each task: with a whole firm on one machine, most of its
              // work. Docker keeps them anyway, and `npm run lab -- logs` shows them.
              disable_log_collection: true,
            },
          ],
        },
      ],
    },
  ],
});

export const vaultServer = (dataDir: string, { tls }: Pick<SettingsInput, 'tls'>): object => ({
  api_addr: engineAt(VAULT, ENGINES_ADDRESS),
  disable_mlock: true,
  ui: true,
  storage: { file: { path: dataDir } },
  listener: {
    tcp: {
      address: '0.0.0.0:8200',
      ...(tls === undefined ? { tls_disable: true } : { tls_cert_file: tls.certificate, tls_key_file: tls.key }),
    },
  },
});
