/** Where Terraform keeps the state of a stack; the key of each stack is `<environment>/<stack>`. */
export type StateBackend =
  | { readonly type: 'local'; readonly directory: string }
  | { readonly type: 's3'; readonly bucket: string; readonly region: string; readonly endpoint: string | undefined }
  | { readonly type: 'postgres'; readonly schemaPrefix: string }
  | { readonly type: 'consul'; readonly address: string; readonly scheme: 'http' | 'https'; readonly pathPrefix: string }
  | { readonly type: 'http'; readonly address: string }
  | { readonly type: 'custom'; readonly name: string; readonly configure: (key: string) => Readonly<Record<string, unknown>> };

/** Choices of state backends. Credentials never stand here: each backend reads its own environment variables. */
export const StateBackend = {
  /** Files on the machine that deploys: for a lab. */
  local: (
    options: {
      /** Folder of the files, absolute or beside the output folder: what lies in that is made anew by every synth. @default .terraform-state */
      readonly directory?: string;
    } = {},
  ): StateBackend => ({
    type: 'local',
    directory: options.directory ?? '.terraform-state',
  }),
  /** S3 or a store that speaks its protocol; encrypted, locked with a lock file in the bucket (Terraform 1.11). */
  s3: (options: {
    /** Name of the bucket. */
    readonly bucket: string;
    /** Its region, for instance `ap-northeast-1`. */
    readonly region: string;
    /** URL of a store other than Amazon's; buckets are then part of the path. @default - Amazon S3 */
    readonly endpoint?: string;
  }): StateBackend => ({
    type: 's3',
    bucket: options.bucket,
    region: options.region,
    endpoint: options.endpoint,
  }),
  /** PostgreSQL, one schema per stack; the connection comes from `PG_CONN_STR`. */
  postgres: (
    options: {
      /** In front of every schema, `terraform_production_trading` (`schema_name`). @default terraform */
      readonly schemaPrefix?: string;
    } = {},
  ): StateBackend => ({
    type: 'postgres',
    schemaPrefix: options.schemaPrefix ?? 'terraform',
  }),
  /** Consul's KV store. */
  consul: (options: {
    /** `host:port` of Consul's API. */
    readonly address: string;
    /** How it is spoken to. @default https */
    readonly scheme?: 'http' | 'https';
    /** In front of every key (`path`). @default terraform */
    readonly pathPrefix?: string;
  }): StateBackend => ({
    type: 'consul',
    address: options.address,
    scheme: options.scheme ?? 'https',
    pathPrefix: options.pathPrefix ?? 'terraform',
  }),
  /** Any server of Terraform's HTTP state protocol, such as GitLab's. */
  http: (options: {
    /** URL of the server; `/<environment>/<stack>` is appended. */
    readonly address: string;
  }): StateBackend => ({ type: 'http', address: options.address }),
  /** Another backend of Terraform. @param name its type; @param configure its arguments for a key */
  custom: (name: string, configure: (key: string) => Readonly<Record<string, unknown>>): StateBackend => ({
    type: 'custom',
    name,
    configure,
  }),
} as const;

/** Terraform's `backend` block for one key. */
export function backendBlock(backend: StateBackend, key: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  switch (backend.type) {
    case 'local':
      return { local: { path: `${fromStackFolder(backend.directory)}/${key}.tfstate` } };
    case 's3':
      return {
        s3: {
          bucket: backend.bucket,
          encrypt: true,
          ...(backend.endpoint === undefined ? {} : { endpoints: { s3: backend.endpoint }, use_path_style: true }),
          key: `${key}.tfstate`,
          region: backend.region,
          use_lockfile: true,
        },
      };
    case 'postgres':
      return { pg: { schema_name: `${backend.schemaPrefix}_${key.replaceAll(/[^A-Za-z0-9]/g, '_')}` } };
    case 'consul':
      return { consul: { address: backend.address, gzip: true, lock: true, path: `${backend.pathPrefix}/${key}`, scheme: backend.scheme } };
    case 'http':
      return {
        http: {
          address: `${backend.address}/${key}`,
          lock_address: `${backend.address}/${key}/lock`,
          lock_method: 'POST',
          unlock_address: `${backend.address}/${key}/lock`,
          unlock_method: 'DELETE',
        },
      };
    case 'custom':
      return { [backend.name]: backend.configure(key) };
  }
}

/** Terraform runs in `<output>/stacks/<stack>`, and a synth replaces that folder. */
function fromStackFolder(directory: string): string {
  return directory.startsWith('/') ? directory : `../../../${directory}`;
}
