import { ENGINES_ADDRESS, HOST_VOLUMES, type Server } from '../layout';

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

const consulAgent = {
  disable_update_check: true,
  bind_addr: ENGINES_ADDRESS,
  client_addr: '0.0.0.0',
  connect: { enabled: true },
  default_intention_policy: 'deny',
  disable_host_node_id: true,
  limits: { http_max_conns_per_client: 2000 },
  performance: { raft_multiplier: 1 },
  ports: { grpc: 8502, dns: -1 },
};

export const consulServer = (dataDir: string, secrets: BirthSecrets): object => ({
  ...consulAgent,
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

export const consulClient = (server: Server, secrets: BirthSecrets): object => ({
  ...consulAgent,
  server: false,
  node_name: server.name,
  bind_addr: server.address,
  data_dir: '/var/lib/consul',
  retry_join: [ENGINES_ADDRESS],
  retry_interval: '1s',
  acl: { enabled: true, default_policy: 'deny', tokens: { agent: secrets.consulAgent } },
});

const nomadAgent = (secrets: BirthSecrets) => ({
  disable_update_check: true,
  bind_addr: '0.0.0.0',
  region: 'global',
  datacenter: 'dc1',
  acl: { enabled: true },
  // All clients of the lab have one address; Nomad lets one have 100 connections, and a blocking query each is soon more.
  limits: { http_max_conns_per_client: 2000, rpc_max_conns_per_client: 2000 },
  consul: {
    token: secrets.consulNomad,
    service_auth_method: 'nomad-workloads',
    task_auth_method: 'nomad-workloads',
    service_identity: { aud: ['consul.io'], ttl: '1h' },
    task_identity: { aud: ['consul.io'], ttl: '1h' },
  },
});

export const nomadServer = (dataDir: string, secrets: BirthSecrets): object => ({
  ...nomadAgent(secrets),
  name: 'nomad',
  data_dir: dataDir,
  advertise: { http: ENGINES_ADDRESS, rpc: ENGINES_ADDRESS, serf: ENGINES_ADDRESS },
  server: { enabled: true, bootstrap_expect: 1, raft_multiplier: 1, heartbeat_grace: '30s' },
  vault: { enabled: true, default_identity: { aud: ['vault.io'], ttl: '1h' } },
});

export const nomadClient = (server: Server, secrets: BirthSecrets, cniPath: string, controlGroup: string): object => ({
  ...nomadAgent(secrets),
  name: server.name,
  data_dir: '/var/lib/nomad',
  advertise: { http: server.address, rpc: server.address, serf: server.address },
  vault: { enabled: true, address: `http://${ENGINES_ADDRESS}:8200`, jwt_auth_backend_path: 'jwt-nomad' },
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

export const vaultServer = (dataDir: string): object => ({
  api_addr: `http://${ENGINES_ADDRESS}:8200`,
  disable_mlock: true,
  ui: true,
  storage: { file: { path: dataDir } },
  listener: { tcp: { address: '0.0.0.0:8200', tls_disable: true } },
});
