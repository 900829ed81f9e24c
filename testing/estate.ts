import { Testing, TerraformStack, type App } from 'cdktf';
import { Platform } from '../constructs';
import { intentionsOf } from '../lib/consul';
import { compareProblems, KumikiError, type Problem } from '../lib/problems';
import { EstateMesh, type MeshMember } from './estate-mesh';
import { unknownName } from './refuse';

/** A job as Nomad's API takes it, durations in nanoseconds: what `JSON.parse` makes of the written text. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test reads what was written; typing it first would repeat the expectation
export type JobJson = Readonly<Record<string, any>>;

/** The members of a Consul config entry as written, without kind and name. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
export type ConfigEntryJson = Readonly<Record<string, any>>;

/** One path of Vault and what may be done there. */
export interface SecretAccess {
  /** Path in Vault, `secret/data/trading/orders/fix`. */
  readonly path: string;
  /** Sorted. */
  readonly capabilities: readonly string[];
}

/** One Terraform resource. */
export interface EstateResource {
  /** Id of its stack. */
  readonly stack: string;
  /** `nomad_job.sec-orders`: unique in its stack. */
  readonly address: string;
  /** Its arguments, in Terraform's names, as Terraform will evaluate them. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  readonly values: Readonly<Record<string, any>>;
}

const ESTATES = new WeakMap<App, Estate>();

/**
 * The estate that a program describes, synthesized in memory: no file is written, and the app can still be synthesized.
 * Nothing more can be said afterwards (MESH-SEALED). Mistakes of the program throw a KumikiError with all of them.
 *
 * Works with any test runner:
 * @example
 * test('the ledger answers balances to orders and nothing else', () => {
 *   const { mesh } = estateOf(app);
 *   expect(mesh.allows('sec-orders', 'sec-ledger', 'GET', '/accounts/1/balance')).toBe(true);
 *   expect(mesh.allows('sec-orders', 'sec-ledger', 'DELETE', '/accounts/1')).toBe(false);
 * });
 * @param app an app whose stacks are all made
 */
export function estateOf(app: App): Estate {
  const known = ESTATES.get(app);
  if (known !== undefined) return known;
  const stacks = app.node.findAll().filter((construct): construct is TerraformStack => TerraformStack.isStack(construct));
  const platform = Platform.of(app);
  platform.seal();
  for (const stack of stacks) stack.prepareStack();
  const resources = stacks.sort(byId).flatMap((stack) => resourcesOf(stack.node.id, JSON.parse(Testing.synth(stack)) as StackJson));
  const members = new Map<string, MeshMember>(platform.mesh.sortedMembers().map((member) => [member.name, member]));
  const estate = new Estate(resources, members, platform.notices);
  ESTATES.set(app, estate);
  return estate;
}

/**
 * Everything that kumiki says about a program, in the order in which people read it: its mistakes, for which
 * {@link estateOf} throws, or the warnings and notes of a sound one.
 * @example expect(problemsOf(app).map(({ code }) => code)).toEqual(['MESH-NOT-GRANTED'])
 * @param app an app whose stacks are all made
 */
export function problemsOf(app: App): readonly Problem[] {
  try {
    return [...estateOf(app).notices].sort(compareProblems);
  } catch (error) {
    if (!KumikiError.isKumikiError(error)) throw error;
    return [...error.problems].sort(compareProblems);
  }
}

/** A whole estate as plain values. A name that is not there throws, with the nearest one that is. */
export class Estate {
  /** Who may call whom. */
  readonly mesh: EstateMesh;
  /** What was noticed and stops nothing: warnings and notes. */
  readonly notices: readonly Problem[];
  readonly #resources: readonly EstateResource[];
  readonly #jobs: ReadonlyMap<string, JobJson>;
  readonly #entries: ReadonlyMap<string, ConfigEntryJson>;

  /** Made by estateOf. @internal */
  constructor(resources: readonly EstateResource[], members: ReadonlyMap<string, MeshMember>, notices: readonly Problem[]) {
    this.#resources = resources;
    this.notices = notices;
    this.#jobs = new Map(
      this.resources('nomad_job').map(({ values }) => {
        const job = JSON.parse(values['jobspec'] as string) as JobJson;
        return [String(job['ID']), job];
      }),
    );
    const entries = this.resources('consul_config_entry').map(({ values }) => ({
      kind: String(values['kind']),
      name: String(values['name']),
      entry: JSON.parse(values['config_json'] as string) as ConfigEntryJson,
    }));
    this.#entries = new Map(entries.map(({ kind, name, entry }) => [`${kind}/${name}`, entry]));
    this.mesh = new EstateMesh(members, intentionsOf(entries));
  }

  /**
   * A Nomad job as it will be registered, overrides included.
   * @param id job id, `sec-orders`
   */
  job(id: string): JobJson {
    return this.#jobs.get(id) ?? unknownName('no job of this app is called', id, this.#jobs.keys());
  }

  /**
   * What a job may do in Vault: paths and capabilities of all policies that its roles give, sorted by path.
   * @param id job id; a job that reads no secret has none
   */
  secretsOf(id: string): readonly SecretAccess[] {
    this.job(id);
    const policies = new Set(
      this.resources('vault_jwt_auth_backend_role')
        .filter(({ values }) => (values['bound_claims'] as Record<string, unknown>)['nomad_job_id'] === id)
        .flatMap(({ values }) => values['token_policies'] as string[]),
    );
    return this.resources('vault_policy')
      .filter(({ values }) => policies.has(values['name'] as string))
      .flatMap(({ values }) => policyPaths(values['policy'] as string))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /**
   * The members of a Consul config entry.
   * @param kind for instance `service-intentions`; @param name name of the entry, `sec-orders`
   */
  entry(kind: string, name: string): ConfigEntryJson {
    return this.#entries.get(`${kind}/${name}`) ?? unknownName('no config entry is called', `${kind}/${name}`, this.#entries.keys());
  }

  /**
   * All Terraform resources of one type, in the order of stacks and addresses; none where none is written.
   * @param type Terraform's name, for instance `vault_policy`. @default - every type
   */
  resources(type?: string): readonly EstateResource[] {
    return type === undefined ? this.#resources : this.#resources.filter(({ address }) => address.startsWith(`${type}.`));
  }
}

function byId(a: TerraformStack, b: TerraformStack): number {
  return a.node.id < b.node.id ? -1 : 1;
}

/** The part of a `cdk.tf.json` that is read here. */
interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function resourcesOf(stack: string, terraform: StackJson): EstateResource[] {
  return Object.entries(terraform.resource ?? {})
    .flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, values]): EstateResource => ({
        stack,
        address: `${type}.${name}`,
        values: evaluated(values) as EstateResource['values'],
      })),
    )
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** Text as Terraform evaluates it where it holds no expression: doubled introducers are single again. */
function evaluated(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/([$%])\1(?=\{)/g, '$1');
  if (Array.isArray(value)) return value.map(evaluated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, evaluated(member)]));
}

/** The paths of a policy's text. */
function policyPaths(text: string): SecretAccess[] {
  return [...text.matchAll(/path\s+"(?<path>[^"]+)"\s*\{[^}]*?capabilities\s*=\s*\[(?<capabilities>[^\]]*)\]/g)].map(({ groups }) => ({
    path: groups?.['path'] ?? '',
    capabilities: [...(groups?.['capabilities'] ?? '').matchAll(/"([^"]+)"/g)].map(([, name = '']) => name).sort(),
  }));
}
