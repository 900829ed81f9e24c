/** Where Terraform keeps the state of a stack; the key of each stack is `<environment>/<stack>`. */
export type StateBackendModel =
  | { readonly type: 'local'; readonly directory: string }
  | { readonly type: 's3'; readonly bucket: string; readonly region: string; readonly endpoint: string | undefined }
  | { readonly type: 'postgres'; readonly schemaPrefix: string }
  | { readonly type: 'consul'; readonly address: string; readonly scheme: 'http' | 'https'; readonly pathPrefix: string }
  | { readonly type: 'http'; readonly address: string }
  | { readonly type: 'custom'; readonly name: string; readonly configure: (key: string) => Readonly<Record<string, unknown>> };

/** Choices of state backends. Credentials never stand here: each backend reads its own environment variables. */
export const StateBackend = {
  /** Files on the machine that deploys: for a lab. @param options.directory @default .terraform-state */
  local: (options: { readonly directory?: string } = {}): StateBackendModel => ({
    type: 'local',
    directory: options.directory ?? '.terraform-state',
  }),
  /** S3 or a store that speaks its protocol; encrypted, locked with a lock file in the bucket (Terraform 1.11). */
  s3: (options: { readonly bucket: string; readonly region: string; readonly endpoint?: string }): StateBackendModel => ({
    type: 's3',
    bucket: options.bucket,
    region: options.region,
    endpoint: options.endpoint,
  }),
  /** PostgreSQL, one schema per stack; the connection comes from `PG_CONN_STR`. */
  postgres: (options: { readonly schemaPrefix?: string } = {}): StateBackendModel => ({
    type: 'postgres',
    schemaPrefix: options.schemaPrefix ?? 'terraform',
  }),
  /** Consul's KV store. */
  consul: (options: { readonly address: string; readonly scheme?: 'http' | 'https'; readonly pathPrefix?: string }): StateBackendModel => ({
    type: 'consul',
    address: options.address,
    scheme: options.scheme ?? 'https',
    pathPrefix: options.pathPrefix ?? 'terraform',
  }),
  /** Any server of Terraform's HTTP state protocol, such as GitLab's. @param options.address base; the key is appended */
  http: (options: { readonly address: string }): StateBackendModel => ({ type: 'http', address: options.address }),
  /** Another backend of Terraform. @param name its type; @param configure its arguments for a key */
  custom: (name: string, configure: (key: string) => Readonly<Record<string, unknown>>): StateBackendModel => ({
    type: 'custom',
    name,
    configure,
  }),
} as const;

/** Terraform's `backend` block for one key. */
export function backendBlock(backend: StateBackendModel, key: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  switch (backend.type) {
    case 'local':
      return { local: { path: `${backend.directory}/${key}.tfstate` } };
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
