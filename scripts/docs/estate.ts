// What a program synthesized, in the words of the engines: jobs, config entries, roles, policies.
import { readableJson } from '../../lib/report';
import type { Output } from './program';
import { table } from './source';

type Json = Readonly<Record<string, unknown>>;

interface Resource {
  readonly stack: string;
  readonly type: string;
  readonly id: string;
  readonly attributes: Json;
}

/** The synthesized files of one program. */
export class Estate {
  readonly #output: Output;
  readonly #resources: readonly Resource[];

  constructor(output: Output) {
    this.#output = output;
    this.#resources = [...output.files].flatMap(([name, text]) => {
      const stack = /^stacks\/(.+)\/cdk\.tf\.json$/.exec(name)?.[1];
      return stack === undefined ? [] : resourcesOf(stack, JSON.parse(text) as Json);
    });
  }

  /** The job as Nomad gets it, or a part of it: `TaskGroups[0].Services`. */
  job(id: string, part: string | undefined): string {
    const { attributes } = this.#find('nomad_job', id);
    return json(pick(JSON.parse(unescaped(String(attributes['jobspec']))), part));
  }

  /** Content of a config entry, `service-intentions/sec-orders`. */
  entry(key: string): string {
    const { attributes } = this.#find('consul_config_entry', key.replace('/', '_').replace('*', 'any'));
    return json(JSON.parse(unescaped(String(attributes['config_json']))));
  }

  /** A resource as it stands in the plan, `vault_jwt_auth_backend_role.sec-orders`. */
  resource(address: string, without: readonly string[] = []): string {
    const [type = '', id = ''] = address.split('.');
    const attributes = Object.entries(this.#find(type, id).attributes).filter(([key]) => key !== '//' && !without.includes(key));
    return json(JSON.parse(unescaped(JSON.stringify(Object.fromEntries(attributes)))));
  }

  /** Text of a policy, of Vault or of Consul. */
  policy(id: string): string {
    const vault = this.#resources.find((resource) => resource.type === 'vault_policy' && resource.id === id);
    const text = vault === undefined ? this.#find('consul_acl_policy', id).attributes['rules'] : vault.attributes['policy'];
    return fence('hcl', unescaped(String(text)).trimEnd());
  }

  /** Addresses of all resources by stack; of one stack, where one is named. The platform's own only when it is the one. */
  addresses(only: string | undefined): string {
    const stacks = [...new Set(this.#resources.map(({ stack }) => stack))].sort(byReach);
    const shown = stacks.filter((stack) => (only === undefined ? stack !== 'platform' : stack === only));
    const lines = shown.map((stack) => {
      const addresses = this.#resources.filter((resource) => resource.stack === stack).map(({ type, id }) => `  ${type}.${id}`);
      return [`${stack}:`, ...addresses].join('\n');
    });
    return fence('text', lines.join('\n\n'));
  }

  /** A file of the output, as it is. */
  file(name: string): string {
    const text = this.#output.files.get(name);
    if (text === undefined) throw new Error(`no file ${name} in ${[...this.#output.files.keys()].join(', ')}`);
    return name.endsWith('.json') ? json(JSON.parse(text)) : fence('text', text.trimEnd());
  }

  /** Names of all files of the output. */
  fileNames(): string {
    return fence('text', [...this.#output.files.keys()].map((name) => `cdktf.out/${name}`).join('\n'));
  }

  /** What the program says on standard error. */
  messages(): string {
    return fence('text', this.#output.messages);
  }

  /** Stacks and the stacks they wait for. */
  dependencies(): string {
    const { stacks } = JSON.parse(this.#output.files.get('manifest.json') ?? '{}') as {
      stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>>;
    };
    return table(
      ['stack', 'waits for'],
      Object.entries(stacks).map(([name, { dependencies }]) => [`\`${name}\``, dependencies.map((other) => `\`${other}\``).join(', ')]),
    );
  }

  #find(type: string, id: string): Resource {
    const found = this.#resources.find((resource) => resource.type === type && resource.id === id);
    if (found !== undefined) return found;
    const known = this.#resources.map((resource) => `${resource.type}.${resource.id}`);
    throw new Error(`no ${type}.${id}; there are ${known.join(', ')}; ${this.#output.messages}`);
  }
}

function resourcesOf(stack: string, terraform: Json): Resource[] {
  const types = Object.entries((terraform['resource'] ?? {}) as Readonly<Record<string, Readonly<Record<string, Json>>>>);
  return types.flatMap(([type, byId]) => Object.entries(byId).map(([id, attributes]) => ({ stack, type, id, attributes })));
}

/** Access stacks go before the stacks they are for. */
function byReach(a: string, b: string): number {
  const rank = (stack: string): string =>
    stack === 'platform' ? '' : `${stack.replace(/-access$/, '')} ${stack.endsWith('-access') ? '0' : '1'}`;
  return rank(a) < rank(b) ? -1 : 1;
}

/** As Terraform reads it. */
const unescaped = (text: string): string => text.replaceAll('$${', '${').replaceAll('%%{', '%{');

function pick(value: unknown, part: string | undefined): unknown {
  if (part === undefined) return value;
  const keys = part.split(/[.[\]]+/).filter((key) => key !== '');
  return keys.reduce<unknown>((current, key) => {
    const next = (current as Readonly<Record<string, unknown>> | undefined)?.[key];
    if (next === undefined) throw new Error(`no ${key} of ${part}`);
    return next;
  }, value);
}

const json = (value: unknown): string => fence('json', readableJson(value));

export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
