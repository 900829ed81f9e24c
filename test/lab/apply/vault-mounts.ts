import { EngineError, type EngineApi } from '../engine-api';
import type { ResourceType } from './resource-type';

interface Mount {
  readonly type: string;
  readonly description: string;
  readonly options: Record<string, string> | null;
}

export const vaultMount: ResourceType = {
  engine: 'vault',
  arguments: { path: {}, type: { replaces: true }, description: {}, options: {} },
  idOf: ({ path }) => path as string,
  async read(api, { id }) {
    const found = await mountAt(api, `/v1/sys/mounts/${id}`);
    return found && { path: id, type: found.type, description: found.description, options: found.options };
  },
  async write(api, { path, type, description, options }, known) {
    const at = `/v1/sys/mounts/${String(path)}`;
    if (known === undefined) await api.post(at, { type, description, options });
    else await api.post(`${at}/tune`, { description: description ?? '', options });
    return { id: path as string };
  },
  async remove(api, { id }) {
    await api.delete(`/v1/sys/mounts/${id}`);
  },
};

const JWT_SETTINGS = ['jwks_url', 'jwks_ca_pem', 'jwt_supported_algs', 'bound_issuer', 'default_role', 'namespace_in_state'] as const;

export const vaultJwtAuthBackend: ResourceType = {
  engine: 'vault',
  arguments: {
    path: { otherwise: 'jwt' },
    type: { otherwise: 'jwt', replaces: true },
    description: {},
    jwks_url: {},
    jwks_ca_pem: {},
    jwt_supported_algs: {},
    bound_issuer: {},
    default_role: {},
    namespace_in_state: { otherwise: true },
  },
  idOf: ({ path }) => path as string,
  async read(api, { id }) {
    const mount = await mountAt(api, `/v1/sys/auth/${id}`);
    if (mount === undefined) return undefined;
    const settings = await api.find<{ data: Record<string, unknown> }>(`/v1/auth/${id}/config`);
    return settings && { path: id, type: mount.type, description: mount.description, ...settings.data };
  },
  async write(api, wanted, known) {
    const path = String(wanted['path']);
    const { type, description } = wanted;
    if (known === undefined) await api.post(`/v1/sys/auth/${path}`, { type, description });
    else await api.post(`/v1/sys/auth/${path}/tune`, { description: description ?? '' });
    return {
      id: path,
      async settle() {
        await api.post(`/v1/auth/${path}/config`, Object.fromEntries(JWT_SETTINGS.map((name) => [name, wanted[name]])));
      },
    };
  },
  async remove(api, { id }) {
    await api.delete(`/v1/sys/auth/${id}`);
  },
};

async function mountAt(api: EngineApi, path: string): Promise<Mount | undefined> {
  try {
    return await api.find<Mount>(path);
  } catch (error) {
    // Vault's way to say that there is none.
    if (error instanceof EngineError && error.status === 400 && /No (secret|auth) engine/.test(error.body)) return undefined;
    throw error;
  }
}
