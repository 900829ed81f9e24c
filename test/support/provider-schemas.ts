import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type AttributeType =
  string | readonly [kind: 'list' | 'set' | 'map', of: AttributeType] | readonly ['object', Record<string, AttributeType>];

interface Attribute {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
}

interface NestedBlock {
  readonly nesting_mode: 'single' | 'list' | 'set';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

interface Block {
  readonly attributes?: Record<string, Attribute>;
  readonly block_types?: Record<string, NestedBlock>;
}

interface Provider {
  readonly source: string;
  readonly version: string;
  readonly provider: Block;
  readonly resources: Record<string, Block>;
}

type Json = Record<string, unknown>;

/** What the providers themselves report (`terraform providers schema -json`), at the versions the bindings were generated from. */
const PROVIDERS = JSON.parse(readFileSync(join(__dirname, 'data', 'provider-schemas.json'), 'utf8')) as Record<string, Provider>;

const RESOURCES = new Map<string, Block>([
  ...Object.values(PROVIDERS).flatMap(({ resources }) => Object.entries(resources)),
  // Built into Terraform; both arguments take any value.
  ['terraform_data', { attributes: { input: { type: 'any', optional: true }, triggers_replace: { type: 'any', optional: true } } }],
]);

/** Terraform's own arguments, which no schema lists. */
const RESOURCE_META = new Set(['//', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'provisioner', 'connection']);
const PROVIDER_META = new Set(['//', 'alias', 'version']);

/** Resources that leave a secret in the state, whatever is written into them. */
const SECRET_RESOURCES =
  /^(vault_generic_secret|vault_token|vault_pki_secret_backend_cert|vault_approle_auth_backend_role_secret_id|nomad_acl_token|consul_acl_token.*)$/;
const SECRET_DATA_SOURCES = 'vault_';
/** Attributes that leave a secret in the state even when an expression fills them. */
const SECRET_ATTRIBUTES = new Set(['vault_kv_secret_v2.data_json', 'nomad_variable.items']);
/** Secrets that the schema does not mark as such. */
const SECRET_NAMES = /^(token|secret_id|login_token|bearer_token|password)$/;

/** What is wrong with a synthesized `cdk.tf.json` in the eyes of the providers' schemas and of the list of secrets that must stay out of state. */
export function schemaFindings(tfJson: unknown): string[] {
  if (!isObject(tfJson)) return ['the stack is not an object'];
  return [
    ...members(tfJson['provider']).flatMap(([name, configurations]) => providerFindings(name, configurations)),
    ...members(tfJson['resource']).flatMap(([type, resources]) =>
      members(resources).flatMap(([name, body]) => resourceFindings(type, `${type}.${name}`, body)),
    ),
    ...members(tfJson['data'])
      .filter(([type]) => type.startsWith(SECRET_DATA_SOURCES))
      .map(([type]) => `data.${type}: puts a secret into the state`),
    ...versionFindings(tfJson),
  ];
}

function versionFindings(tfJson: Json): string[] {
  const terraform = isObject(tfJson['terraform']) ? tfJson['terraform'] : {};
  return members(terraform['required_providers']).flatMap(([name, pin]) => {
    const known = PROVIDERS[name]?.version;
    const version = isObject(pin) ? pin['version'] : undefined;
    return known === undefined || version === known
      ? []
      : [`terraform.required_providers.${name}: version is ${JSON.stringify(version)}, the schemas are those of ${known}`];
  });
}

function providerFindings(name: string, configurations: unknown): string[] {
  const schema = PROVIDERS[name]?.provider;
  if (schema === undefined) return [`provider.${name}: unknown provider`];
  return asList(configurations).flatMap((configuration, index) =>
    blockFindings(schema, configuration, `provider.${name}[${String(index)}]`, PROVIDER_META),
  );
}

function resourceFindings(type: string, at: string, body: unknown): string[] {
  if (SECRET_RESOURCES.test(type)) return [`${at}: puts a secret into the state`];
  const schema = RESOURCES.get(type);
  if (schema === undefined) return [`${at}: unknown resource type`];
  const findings = blockFindings(schema, body, at, RESOURCE_META);
  if (!isObject(body)) return findings;
  for (const attribute of Object.keys(body)) {
    if (SECRET_ATTRIBUTES.has(`${type}.${attribute}`)) findings.push(`${at}.${attribute}: puts a secret into the state`);
  }
  if (type === 'consul_config_entry' && body['kind'] === 'inline-certificate')
    findings.push(`${at}.kind: inline-certificate puts a private key into the state`);
  return findings;
}

function blockFindings(schema: Block, body: unknown, at: string, meta: ReadonlySet<string> = new Set()): string[] {
  if (!isObject(body)) return [`${at}: not a block`];
  const attributes = schema.attributes ?? {};
  const blocks = schema.block_types ?? {};
  const present = Object.entries(body).filter(([key, value]) => !meta.has(key) && value !== null && value !== undefined);
  const findings = present.flatMap(([key, value]) => {
    const place = `${at}.${key}`;
    const attribute = attributes[key];
    if (attribute !== undefined) return attributeFindings(key, attribute, value, place);
    const nested = blocks[key];
    return nested === undefined ? [`${place}: unknown argument`] : nestedFindings(nested, value, place);
  });
  const written = new Set(present.map(([key]) => key));
  for (const [key, attribute] of Object.entries(attributes)) {
    if (attribute.required === true && !written.has(key)) findings.push(`${at}.${key}: required, but missing`);
  }
  for (const [key, { min_items: least = 0 }] of Object.entries(blocks)) {
    if (least > 0 && !written.has(key)) findings.push(`${at}.${key}: required block, but missing`);
  }
  return findings;
}

function attributeFindings(key: string, attribute: Attribute, value: unknown, at: string): string[] {
  if (attribute.required !== true && attribute.optional !== true) return [`${at}: read-only, but written`];
  const secret = attribute.sensitive === true || attribute.write_only === true || SECRET_NAMES.test(key);
  return [...typeFindings(attribute.type, value, at), ...(secret && !isExpression(value) ? [`${at}: a secret written as a literal`] : [])];
}

function nestedFindings(
  { nesting_mode: mode, min_items: least = 0, max_items: most, block }: NestedBlock,
  value: unknown,
  at: string,
): string[] {
  const items = asList(value);
  const findings = items.flatMap((item, index) => blockFindings(block, item, Array.isArray(value) ? `${at}[${String(index)}]` : at));
  const limit = mode === 'single' ? 1 : most;
  if (items.length < least) findings.push(`${at}: ${String(items.length)} blocks, at least ${String(least)} required`);
  if (limit !== undefined && items.length > limit) findings.push(`${at}: ${String(items.length)} blocks, at most ${String(limit)} allowed`);
  return findings;
}

function typeFindings(type: AttributeType, value: unknown, at: string): string[] {
  if (isExpression(value) || type === 'any') return []; // only Terraform knows its type
  if (typeof type === 'string')
    return typeof value === (type === 'bool' ? 'boolean' : type) ? [] : [`${at}: ${describe(value)}, must be ${type}`];
  const [kind, of] = type;
  if (kind === 'object') {
    if (!isObject(value)) return [`${at}: ${describe(value)}, must be object`];
    // cdktf writes every field of an object and null for what is not set.
    return [
      ...Object.entries(value).flatMap(([key, member]) => {
        const field = of[key];
        if (field === undefined) return [`${at}.${key}: unknown argument`];
        return member === null ? [] : typeFindings(field, member, `${at}.${key}`);
      }),
    ];
  }
  if (kind === 'map') {
    if (!isObject(value)) return [`${at}: ${describe(value)}, must be map`];
    return Object.entries(value).flatMap(([key, member]) => typeFindings(of, member, `${at}.${key}`));
  }
  if (!Array.isArray(value)) return [`${at}: ${describe(value)}, must be ${kind}`];
  return value.flatMap((member, index) => typeFindings(of, member, `${at}[${String(index)}]`));
}

/** A string that is one template and nothing else can become any type; `$${` is literal text. */
function isExpression(value: unknown): boolean {
  return typeof value === 'string' && /^\$\{.*\}$/s.test(value);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function members(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value).filter(([key]) => key !== '//') : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  return Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
}
