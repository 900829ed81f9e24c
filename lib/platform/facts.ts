import type { AccessLog } from '../envoy';
import type { ServerPool } from '../pool';
import type { ContainerImage, Duration, Environment, TimeOfDay } from '../values';
import type { WorkloadDefaults } from '../workload';
import type { Engines } from './engines';
import type { Releases } from './releases';
import type { StateBackend } from './state-backend';

/** Images the platform itself brings into jobs. */
export interface PlatformImages {
  /** Has `/bin/sh` and `nc`: waits until a sidecar listens, drains an edge. */
  readonly tools: ContainerImage;
  /** Has the `consul` binary: writes the bootstrap of a gateway. */
  readonly consul: ContainerImage;
  /** Envoy for gateways; sidecars use the image the clients' metadata names. */
  readonly envoy: ContainerImage;
}

/** Names of what joins Nomad's workload identities to Consul and Vault. */
export interface AuthMethods {
  /** Consul JWT auth method. @default nomad-workloads */
  readonly consul?: string;
  /** Path of Vault's JWT auth backend. @default jwt-nomad */
  readonly vault?: string;
}

/** When the exchange trades, on the platform's clock. Data, because exchanges change it. */
export interface MarketHours {
  /** When trading begins: what `Deadline.nextMarketOpen()` means. */
  readonly opens: TimeOfDay;
  /** When trading ends. */
  readonly closes: TimeOfDay;
}

/** What is true for the whole platform in one environment. */
export interface PlatformFacts {
  /** Which environment this synth is for. */
  readonly environment: Environment;
  /** In front of every Consul service name and job id, `sec` → `sec-orders`: Consul Community has no namespaces. */
  readonly namePrefix: string;
  /** Time zone of schedules, `Asia/Tokyo`. A zone without daylight saving: in others a run is skipped or doubled twice a year. */
  readonly timeZone: string;
  /** Versions of Nomad, Consul, Vault and Envoy, and their edition: what the output is checked against. */
  readonly engines: Engines;
  /** Every server pool of the platform. */
  readonly pools: readonly ServerPool[];
  /** Where a workload runs that names no pool. */
  readonly defaultPool: ServerPool;
  /** Where Terraform reaches the engines. No tokens: they come from Terraform's environment. */
  readonly addresses: {
    /** URL of Nomad's API, `https://nomad.internal:4646`. Consul and Vault fetch its signing keys there too. */
    readonly nomad: string;
    /** URL of Consul's API, `https://consul.internal:8501`. */
    readonly consul: string;
    /** URL of Vault's API, `https://vault.internal:8200`. */
    readonly vault: string;
  };
  /** Certificate authority of the Consul agents, PEM: gateways verify their agent with it. Public. @default - the trust store of the consul image */
  readonly consulCa?: string;
  /**
   * Name in the certificates of the Consul agents, which gateways reach by the address of their server. Only with https.
   * @default localhost, which `consul tls cert create` puts into every one
   */
  readonly consulServerName?: string;
  /** Where Terraform keeps its state, one key per environment and stack. */
  readonly state: StateBackend;
  /** Images of the workloads by their short names (IMAGE-MISSING). */
  readonly images: Releases;
  /** Images the platform itself brings into jobs. */
  readonly platformImages: PlatformImages;
  /** Image registries that may be used, as the beginning of a reference. @default - any */
  readonly registries?: readonly string[];
  /** Names of what joins Nomad's workload identities to Consul and Vault. @default nomad-workloads in Consul, jwt-nomad in Vault */
  readonly authMethods?: AuthMethods;
  /** When the exchange trades: the base of `Deadline.nextMarketOpen()`. @default 09:00 to 15:30, the Tokyo Stock Exchange since 5 November 2024 */
  readonly market?: MarketHours;
  /** Access log of every proxy. @default JSON lines on the sidecar's standard output */
  readonly accessLog?: AccessLog;
  /** Whether the cluster lets a task use memory beyond its reservation (`memory_oversubscription_enabled`). @default false */
  readonly memoryOversubscription?: boolean;
  /** Longest kill timeout of the Nomad clients (`max_kill_timeout`). @default 30 seconds, Nomad's */
  readonly maxKillTimeout?: Duration;
  /** Open files a container may have (`ulimit nofile`); at most what the servers' Docker daemon itself may have. @default 65,536 */
  readonly openFiles?: number;
  /** Defaults of the house for all workloads; a domain and a workload may say otherwise. */
  readonly defaults?: WorkloadDefaults;
}
