import { isDeepStrictEqual } from 'node:util';
import { sameSet, type ResourceType } from './resource-type';
import type { Arguments } from './synthesized';

interface AuthMethod {
  readonly Type: string;
  readonly DisplayName?: string;
  readonly Description?: string;
  readonly TokenLocality?: string;
  readonly Config: Record<string, unknown>;
}

export const consulAclAuthMethod: ResourceType = {
  engine: 'consul',
  arguments: { name: {}, type: { replaces: true }, display_name: {}, description: {}, token_locality: {}, config_json: {} },
  idOf: ({ name }) => name as string,
  async read(api, { id }) {
    const found = await api.find<AuthMethod>(`/v1/acl/auth-method/${id}`);
    if (found === undefined) return undefined;
    return {
      name: id,
      type: found.Type,
      display_name: found.DisplayName,
      description: found.Description,
      token_locality: found.TokenLocality,
      // The provider compares this text byte by byte.
      config_json: goJson(found.Config),
    };
  },
  async write(api, given, known) {
    const { name, type, display_name: DisplayName, description, token_locality: TokenLocality, config_json: config } = given;
    await api.put(`/v1/acl/auth-method${known === undefined ? '' : `/${known.id}`}`, {
      Name: name,
      Type: type,
      DisplayName,
      Description: description,
      TokenLocality,
      Config: JSON.parse(config as string),
    });
    return { id: name as string };
  },
  async remove(api, { id }) {
    await api.delete(`/v1/acl/auth-method/${id}`);
  },
};

/** JSON as Go writes a map: sorted keys, and three characters escaped. */
function goJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}

interface Policy {
  readonly ID: string;
  readonly Name: string;
  readonly Description: string;
  readonly Rules: string;
  readonly Datacenters?: string[] | null;
}

export const consulAclPolicy: ResourceType = {
  engine: 'consul',
  arguments: { name: {}, description: {}, rules: {}, datacenters: { same: sameSet } },
  idOf: () => undefined,
  locate: async (api, { name }) => (await api.find<Policy>(`/v1/acl/policy/name/${String(name)}`))?.ID,
  async read(api, { id }) {
    const found = await api.find<Policy>(`/v1/acl/policy/${id}`);
    return found && { name: found.Name, description: found.Description, rules: found.Rules, datacenters: found.Datacenters };
  },
  async write(api, { name, description, rules, datacenters }, known) {
    const { ID } = await api.put<Policy>(`/v1/acl/policy${known === undefined ? '' : `/${known.id}`}`, {
      ID: known?.id,
      Name: name,
      Description: description,
      Rules: rules,
      Datacenters: datacenters,
    });
    return { id: ID };
  },
  async remove(api, { id }) {
    await api.delete(`/v1/acl/policy/${id}`);
  },
};

interface BindingRule {
  readonly ID: string;
  readonly AuthMethod: string;
  readonly Description: string;
  readonly Selector: string;
  readonly BindType: string;
  readonly BindName: string;
  readonly BindVars?: { readonly name?: string } | null;
}

export const consulAclBindingRule: ResourceType = {
  engine: 'consul',
  arguments: {
    auth_method: { replaces: true },
    bind_type: { replaces: true },
    bind_name: {},
    bind_vars: { keys: ['name'] },
    selector: {},
    description: {},
  },
  idOf: () => undefined,
  // A rule has no name: it is the one that binds the same to the same.
  async locate(api, wanted) {
    const rules = await api.get<BindingRule[]>(`/v1/acl/binding-rules?authmethod=${String(wanted['auth_method'])}`);
    return rules.find((rule) => isDeepStrictEqual(argumentsOf(rule), { bind_vars: undefined, ...wanted }))?.ID;
  },
  async read(api, { id }) {
    const found = await api.find<BindingRule>(`/v1/acl/binding-rule/${id}`);
    return found && argumentsOf(found);
  },
  async write(api, given, known) {
    const { ID } = await api.put<BindingRule>(`/v1/acl/binding-rule${known === undefined ? '' : `/${known.id}`}`, {
      ID: known?.id,
      AuthMethod: given['auth_method'],
      BindType: given['bind_type'],
      BindName: given['bind_name'],
      BindVars: given['bind_vars'],
      Selector: given['selector'],
      Description: given['description'],
    });
    return { id: ID };
  },
  async remove(api, { id }) {
    await api.delete(`/v1/acl/binding-rule/${id}`);
  },
};

function argumentsOf(rule: BindingRule): Arguments {
  return {
    auth_method: rule.AuthMethod,
    bind_type: rule.BindType,
    bind_name: rule.BindName,
    bind_vars: rule.BindVars,
    selector: rule.Selector,
    description: rule.Description,
  };
}
