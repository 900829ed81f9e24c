import type { Finding } from '../problems';
import { show, Value, type Duration } from '../values';

/** Who reads: own paths follow from it. */
export interface SecretOwner {
  /** Domain id, `trading`. */
  readonly domain: string;
  /** Short name of the job, `orders`. */
  readonly job: string;
}

/** How a secret is read by a template: its path, what the policy must allow, and how its fields are reached. */
export interface SecretRequest {
  readonly path: string;
  readonly capabilities: readonly ('create' | 'read' | 'update')[];
  /** Arguments of the template's `secret` function after the path (a PKI issue takes parameters). */
  readonly parameters: readonly string[];
  /** `.Data` or, for KV version 2, `.Data.data`. */
  readonly data: string;
}

/**
 * A secret in Vault, by reference. Terraform never sees its value: the job's template reads it at run time, and the
 * job's Vault policy follows from what it reads.
 */
export class VaultSecret extends Value {
  readonly #request: (owner: SecretOwner) => SecretRequest;
  /** `database/creds/orders-rw`, with `<domain>` and `<job>` where they depend on the reader. */
  readonly label: string;

  private constructor(label: string, request: (owner: SecretOwner) => SecretRequest, problem?: Finding) {
    super(problem);
    this.label = label;
    this.#request = request;
  }

  /**
   * Credentials that Vault's database engine makes for this allocation. It revokes them when the task's token ends: at most
   * 30 minutes after the task.
   * @param role role of the engine, `orders-rw`
   */
  static database(
    this: void,
    role: string,
    options: {
      /** Path of the database engine. @default database */
      readonly mount?: string;
    } = {},
  ): VaultSecret {
    const path = `${options.mount ?? 'database'}/creds/${role}`;
    return new VaultSecret(
      path,
      () => ({ path, capabilities: ['read'], parameters: [], data: '.Data' }),
      pathProblem('mount', options.mount) ?? segmentProblem('database role', role),
    );
  }

  /** A KV version 2 secret of this job alone: `secret/data/<domain>/<job>/<name>`. Vault keeps old versions; a task sees a new one within about 5 minutes. */
  static kv(
    this: void,
    name: string,
    options: {
      /** Path of the KV engine. @default secret */
      readonly mount?: string;
    } = {},
  ): VaultSecret {
    return VaultSecret.#keyValue(options.mount ?? 'secret', '<job>', name, ({ job }) => job);
  }

  /** A KV version 2 secret that all jobs of the domain share: `secret/data/<domain>/shared/<name>`. */
  static sharedKv(
    this: void,
    name: string,
    options: {
      /** Path of the KV engine. @default secret */
      readonly mount?: string;
    } = {},
  ): VaultSecret {
    return VaultSecret.#keyValue(options.mount ?? 'secret', 'shared', name, () => 'shared');
  }

  /**
   * A certificate from Vault's PKI engine, renewed by the template before it ends. Fields: `certificate`, `ca_chain`, `private_key`.
   * @param role role of the engine
   */
  static pki(
    this: void,
    role: string,
    options: {
      /** Subject, a lower-case DNS name; VALUE-INVALID otherwise. */
      readonly commonName: string;
      /** Further DNS names of the certificate. @default - none */
      readonly altNames?: readonly string[];
      /** Life of the certificate; it is renewed before it ends. */
      readonly ttl: Duration;
      /** Path of the PKI engine. @default pki */
      readonly mount?: string;
    },
  ): VaultSecret {
    const path = `${options.mount ?? 'pki'}/issue/${role}`;
    const names = [...(options.altNames ?? [])].sort();
    const parameters = [
      `common_name=${options.commonName}`,
      ...(names.length > 0 ? [`alt_names=${names.join(',')}`] : []),
      `ttl=${options.ttl.toString()}`,
    ];
    const bad = [options.commonName, ...names].find((name) => !/^[a-z0-9*]([a-z0-9.-]*[a-z0-9])?$/.test(name));
    const problem: Finding | undefined =
      bad === undefined
        ? (pathProblem('mount', options.mount) ?? segmentProblem('PKI role', role))
        : {
            code: 'VALUE-INVALID',
            message: 'a certificate name is a lower-case DNS name',
            value: show(bad),
            fix: "for instance 'www.sec.example.co.jp'",
          };
    return new VaultSecret(
      // Two certificates of one role are two secrets.
      `${path} ${parameters.join(' ')}`,
      () => ({ path, capabilities: ['create', 'update'], parameters, data: '.Data' }),
      problem ?? options.ttl.problem,
    );
  }

  static #keyValue(mount: string, folder: string, name: string, folderOf: (owner: SecretOwner) => string): VaultSecret {
    const problem = pathProblem('mount', mount) ?? pathProblem('KV secret', name);
    return new VaultSecret(
      `${mount}/data/<domain>/${folder}/${name}`,
      (owner) => ({
        path: `${mount}/data/${owner.domain}/${folderOf(owner)}/${name}`,
        capabilities: ['read'],
        parameters: [],
        data: '.Data.data',
      }),
      problem,
    );
  }

  /** What the reader's template and policy need. @internal */
  requestOf(owner: SecretOwner): SecretRequest {
    return this.#request(owner);
  }

  override toString(): string {
    return this.label;
  }
}

/** Finding for a Vault path that holds anything but plain segments; undefined stands for a default. */
export function pathProblem(what: string, path: unknown): Finding | undefined {
  if (path === undefined) return undefined;
  if (typeof path !== 'string') return segmentProblem(what, path);
  return path
    .split('/')
    .map((segment) => segmentProblem(what, segment))
    .find((found) => found !== undefined);
}

function segmentProblem(what: string, segment: unknown): Finding | undefined {
  if (typeof segment === 'string' && /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(segment)) return undefined;
  return {
    code: 'VAULT-PATH',
    message: `a ${what} has plain path segments, without wildcards`,
    value: show(segment),
    limit: 'letters, digits, dot, dash, underscore',
    fix: "for instance 'orders-rw'",
  };
}
