import type { JsonObject } from '../model';
import type { DomainGraph } from '../mesh';
import type { CheckFacts } from './facts';
import type { JobDigest } from './job-digest';

/** A config entry as Consul gets it. */
export interface EstateEntry {
  /** Construct path, or the Terraform address where it was read from a file. */
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  /** Members in API JSON. */
  readonly entry: JsonObject;
}

/** A Vault role and what its policies let it do. */
export interface EstateRole {
  readonly path: string;
  readonly name: string;
  /** Bound claim `nomad_namespace`; undefined or empty where the role is not bound to one. */
  readonly namespace: string | undefined;
  /** Bound claim `nomad_job_id`; undefined or empty where the role is not bound to one. */
  readonly jobId: string | undefined;
  /** Texts of the policies its tokens get. */
  readonly policies: readonly string[];
  /** Names of policies whose text is not known: written elsewhere, so nobody can say what they grant. */
  readonly unknownPolicies?: readonly string[] | undefined;
}

/** Consul keys a job may read. */
export interface EstateKeyReader {
  readonly path: string;
  readonly jobId: string;
  /** `key "…"` of its policy. */
  readonly keys: readonly string[];
  /** `key_prefix "…"` of its policy. */
  readonly prefixes?: readonly string[] | undefined;
}

/** A Consul key, or everything below a prefix, that a resource writes (`consul_keys`, `consul_key_prefix`). */
export interface EstateKeyWriter {
  readonly path: string;
  readonly key: string;
  /** The resource owns everything that begins so, and deletes what it did not write. */
  readonly prefix?: true | undefined;
}

/** An engine of Vault (`vault_mount`). */
export interface EstateMount {
  /** Without a slash at the end, `secret`. */
  readonly path: string;
  /** `kv`, `database`, `pki`, … */
  readonly type: string;
  /** Of a KV engine. */
  readonly version?: 1 | 2 | undefined;
}

/**
 * The whole app, as plain data: what rules about more than one job look at. A list that is empty, or not there, was not
 * found: nobody concludes from it that nothing is allowed.
 */
export interface Estate {
  readonly facts: CheckFacts;
  /** The sealed mesh graph, a domain each. Empty where jobs were found without the program they belong to. */
  readonly domains: readonly DomainGraph[];
  readonly jobs: readonly JobDigest[];
  readonly entries: readonly EstateEntry[];
  readonly roles: readonly EstateRole[];
  readonly keyReaders: readonly EstateKeyReader[];
  readonly keyWriters?: readonly EstateKeyWriter[] | undefined;
  readonly mounts?: readonly EstateMount[] | undefined;
}
