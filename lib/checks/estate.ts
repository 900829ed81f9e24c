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
  readonly namespace: string;
  readonly jobId: string;
  /** Texts of the policies its tokens get. */
  readonly policies: readonly string[];
}

/** Consul keys a job may read. */
export interface EstateKeyReader {
  readonly path: string;
  readonly jobId: string;
  readonly keys: readonly string[];
}

/** The whole app, as plain data: what rules about more than one job look at. */
export interface Estate {
  readonly facts: CheckFacts;
  /** The sealed mesh graph, a domain each. */
  readonly domains: readonly DomainGraph[];
  readonly jobs: readonly JobDigest[];
  readonly entries: readonly EstateEntry[];
  readonly roles: readonly EstateRole[];
  readonly keyReaders: readonly EstateKeyReader[];
}
