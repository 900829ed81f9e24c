import type { EngineApi } from '../engine-api';
import { sameSet, sameText, type ResourceType } from './resource-type';
import type { Arguments } from './synthesized';

interface Answer {
  readonly data: Arguments;
}

export const vaultPolicy: ResourceType = {
  engine: 'vault',
  arguments: { name: {}, policy: {} },
  idOf: ({ name }) => name as string,
  async read(api, { id }) {
    const found = await api.find<Answer>(`/v1/sys/policies/acl/${id}`);
    return found && { name: id, policy: found.data['policy'] };
  },
  async write(api, { name, policy }) {
    await api.put(`/v1/sys/policies/acl/${String(name)}`, { policy });
    return { id: name as string };
  },
  async remove(api, { id }) {
    await api.delete(`/v1/sys/policies/acl/${id}`);
  },
};

export const vaultJwtAuthBackendRole: ResourceType = {
  engine: 'vault',
  arguments: {
    backend: { otherwise: 'jwt' },
    role_name: {},
    role_type: { replaces: true },
    bound_audiences: { same: sameSet },
    bound_claims: { same: sameClaims },
    bound_claims_type: { computed: true },
    claim_mappings: {},
    user_claim: {},
    user_claim_json_pointer: { otherwise: false },
    clock_skew_leeway: { otherwise: 0 },
    expiration_leeway: { otherwise: 0 },
    not_before_leeway: { otherwise: 0 },
    verbose_oidc_logging: { otherwise: false },
    token_bound_cidrs: { same: sameSet },
    token_explicit_max_ttl: {},
    token_max_ttl: {},
    token_no_default_policy: {},
    token_num_uses: {},
    token_period: {},
    token_policies: { same: sameSet },
    token_ttl: {},
    token_type: { otherwise: 'default' },
  },
  ...logical(({ backend, role_name: name }) => `auth/${String(backend)}/role/${String(name)}`, ['backend', 'role_name']),
};

/** The program writes one text for each claim, alternatives with commas between; Vault gives lists back. */
function sameClaims(wanted: unknown, found: unknown): boolean {
  const joined = (claims: unknown) =>
    Object.fromEntries(Object.entries((claims ?? {}) as Arguments).map(([claim, value]) => [claim, [value].flat().join(',')]));
  const [a, b] = [joined(wanted), joined(found)];
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([claim, text]) => b[claim] === text);
}

export const vaultPkiSecretBackendRole: ResourceType = {
  engine: 'vault',
  arguments: {
    backend: {},
    name: {},
    issuer_ref: { computed: true },
    ttl: { computed: true, same: sameText },
    max_ttl: { computed: true, same: sameText },
    key_type: { otherwise: 'rsa' },
    key_bits: { otherwise: 2048 },
    key_usage: { computed: true },
    ext_key_usage: {},
    allowed_domains: {},
    allowed_domains_template: { otherwise: false },
    allow_any_name: { otherwise: false },
    allow_bare_domains: { otherwise: false },
    allow_glob_domains: { otherwise: false },
    allow_ip_sans: { otherwise: true },
    allow_localhost: { otherwise: true },
    allow_subdomains: { otherwise: false },
    allow_wildcard_certificates: { otherwise: true },
    basic_constraints_valid_for_non_ca: { otherwise: false },
    client_flag: { otherwise: true },
    code_signing_flag: { otherwise: false },
    email_protection_flag: { otherwise: false },
    enforce_hostnames: { otherwise: true },
    generate_lease: { otherwise: false },
    no_store: { otherwise: false },
    require_cn: { otherwise: true },
    server_flag: { otherwise: true },
    use_csr_common_name: { otherwise: true },
    use_csr_sans: { otherwise: true },
  },
  ...logical(({ backend, name }) => `${String(backend)}/roles/${String(name)}`, ['backend', 'name']),
};

/** What Vault keeps below one path, and is read and written as a whole. `named` are the arguments that make up the path. */
function logical(pathOf: (given: Arguments) => string, named: readonly string[]): Pick<ResourceType, 'idOf' | 'read' | 'write' | 'remove'> {
  return {
    idOf: pathOf,
    async read(api: EngineApi, { id, arguments: last }) {
      const found = await api.find<Answer>(`/v1/${id}`);
      return found && { ...found.data, ...Object.fromEntries(named.map((name) => [name, last[name]])) };
    },
    async write(api, wanted, known) {
      const path = pathOf(wanted);
      const content = Object.entries({ ...cleared(known?.arguments ?? {}), ...wanted }).filter(([name]) => !named.includes(name));
      await api.put(`/v1/${path}`, Object.fromEntries(content));
      return { id: path };
    },
    async remove(api, { id }) {
      await api.delete(`/v1/${id}`);
    },
  };
}

/** The same arguments, each with nothing in it: Vault keeps what it is not told about. */
function cleared(last: Arguments): Arguments {
  const empty = (value: unknown) => {
    if (Array.isArray(value)) return [];
    return { string: '', number: 0, boolean: false, object: {} }[typeof value as string];
  };
  return Object.fromEntries(Object.entries(last).map(([name, value]) => [name, empty(value)]));
}
