import { jobDigest, type TaskDigest } from '../checks';
import type { Output } from '../change';
import { isPlainObject } from '../model';
import { canonicalJob } from '../nomad';
import { policyPaths, PolicyRules, type PolicyPath } from '../vault';
import { textOf } from './changed-resources';
import { jobIn, order, type Comparison } from './comparison';
import { counted } from './counted';
import type { Origin, Proof, SecretChange, SecretsSection, Unknown } from './model';

export interface ReviewedSecrets {
  readonly section: SecretsSection;
  readonly proof: Proof;
  readonly unknowns: readonly Unknown[];
}

/** What logs in, and what it gets, on one side. */
interface Grant {
  readonly engine: 'vault' | 'consul';
  readonly role: string;
  readonly namespace: string;
  readonly job: string;
  /** Policy → its paths; undefined for a policy whose text is not in the output. */
  readonly policies: ReadonlyMap<string, readonly PolicyPath[] | undefined>;
}

/** Other readers of a path that are named. */
const SHARED = 10;

const GRANTING: readonly string[] = ['vault_jwt_auth_backend_role', 'vault_policy', 'consul_acl_policy', 'consul_acl_binding_rule'];

/**
 * Which secrets and keys a job can now read: for each role whose policies or whose own words changed, path by path, by
 * Vault's own choice among paths. What cannot be decided is opened.
 */
export function reviewSecrets(comparison: Comparison): ReviewedSecrets {
  const { base, head, resources } = comparison;
  const touched = resources.some(({ type }) => GRANTING.includes(type));
  const read = { vault: onceEach(policyPaths), consul: onceEach(keyPaths) };
  const [before, after] = touched
    ? [grantsOf(base.output, read), grantsOf(head.output, read)]
    : [new Map<string, Grant>(), new Map<string, Grant>()];
  const reads = new TemplateReads(head.output);
  const readers = new Readers(after);
  const lines = new Lines(comparison);
  const rows: SecretChange[] = [];
  const unknowns: Unknown[] = [];
  for (const key of [...new Set([...before.keys(), ...after.keys()])].sort(order)) {
    const [was, is] = [before.get(key), after.get(key)];
    if (was !== undefined && is !== undefined && sameGrant(was, is)) continue;
    const grant = is ?? was;
    if (grant === undefined) continue;
    const origin = comparison.origin(head.sources?.jobs[grant.job] ?? base.sources?.jobs[grant.job] ?? grant.job);
    const ofPath = ({ path }: PathRow): Origin => lines.of(grant.job, path, origin);
    for (const row of pathChanges(was, is, grant)) {
      const others = row.change === 'added' ? readers.of(row).filter((job) => job !== grant.job) : [];
      const sharedWith = others.length === 0 ? {} : { sharedWith: others.slice(0, SHARED) };
      rows.push({ ...row, usedByTemplate: reads.use(grant, row), ...sharedWith, origin: ofPath(row) });
    }
    for (const policy of unknownPolicies(was, is)) rows.push(unknownRow(grant, policy, origin));
  }
  for (const { job, path, undecided } of rows)
    if (undecided !== undefined) unknowns.push({ section: 'secrets', subject: `${job}: ${path}`, why: undecided });
  const roles = new Set([...before.keys(), ...after.keys()]).size;
  const added = rows.filter(({ change }) => change === 'added').length;
  return {
    section: { rows },
    proof: {
      section: 'secrets',
      text: touched
        ? `${counted(added, 'new secret or key', 'new secrets and keys')} (${counted(roles, 'role or policy', 'roles and policies')} compared)`
        : '0 new secrets and keys (no role, policy or binding rule is different)',
    },
    unknowns,
  };
}

type ReadPolicy = (text: string) => readonly PolicyPath[];

/** Of a text that both sides have there is one answer, so that most policies are the same object on both. */
function onceEach(read: ReadPolicy): ReadPolicy {
  const known = new Map<string, readonly PolicyPath[]>();
  return (text) => {
    const paths = known.get(text) ?? read(text);
    known.set(text, paths);
    return paths;
  };
}

function grantsOf(output: Output, read: Readonly<Record<Grant['engine'], ReadPolicy>>): Map<string, Grant> {
  const grants = new Map<string, Grant>();
  const policies = new Map<string, readonly PolicyPath[]>();
  for (const values of valuesOf(output, 'vault_policy')) policies.set(textOf(values['name']), read.vault(textOf(values['policy'])));
  for (const values of valuesOf(output, 'vault_jwt_auth_backend_role')) {
    const claims = isPlainObject(values['bound_claims']) ? values['bound_claims'] : {};
    const names = (Array.isArray(values['token_policies']) ? (values['token_policies'] as unknown[]) : []).map(textOf);
    const [role, backend] = [textOf(values['role_name']), textOf(values['backend'])];
    grants.set(`vault ${backend}/${role}`, {
      engine: 'vault',
      role,
      namespace: claimOf(claims['nomad_namespace']),
      job: claimOf(claims['nomad_job_id']),
      policies: new Map(names.map((name) => [name, policies.get(name)])),
    });
  }
  const rules = new Map<string, readonly PolicyPath[]>();
  for (const values of valuesOf(output, 'consul_acl_policy')) rules.set(textOf(values['name']), read.consul(textOf(values['rules'])));
  for (const values of valuesOf(output, 'consul_acl_binding_rule')) {
    if (values['bind_type'] !== 'policy') continue;
    const [policy, selector] = [textOf(values['bind_name']), textOf(values['selector'])];
    grants.set(`consul ${policy} ${selector}`, {
      engine: 'consul',
      role: policy,
      namespace: /value\.nomad_namespace == "([^"]+)"/.exec(selector)?.[1] ?? '*',
      job: /value\.nomad_job_id == "([^"]+)"/.exec(selector)?.[1] ?? '*',
      policies: new Map([[policy, rules.get(policy)]]),
    });
  }
  return grants;
}

function* valuesOf({ stacks }: Output, type: string): Generator<Readonly<Record<string, unknown>>> {
  for (const { resource } of stacks.values()) yield* Object.values(resource?.[type] ?? {});
}

/** Empty, or a pattern: not one job. */
function claimOf(claim: unknown): string {
  const text = textOf(claim);
  return text === '' ? '*' : text;
}

/** `key "a" { policy = "read" }` and `key_prefix`, as paths. */
function keyPaths(rules: string): PolicyPath[] {
  return [...rules.matchAll(/\b(key|key_prefix)\s+"([^"]*)"\s*\{[^}]*?policy\s*=\s*"(\w+)"/g)].map(([, kind, key = '', policy = '']) => ({
    path: kind === 'key_prefix' ? `${key}*` : key,
    capabilities: policy === 'write' ? ['read', 'write'] : [policy],
  }));
}

function sameGrant(was: Grant, is: Grant): boolean {
  if (was.job !== is.job || was.namespace !== is.namespace || was.policies.size !== is.policies.size) return false;
  return [...was.policies].every(([name, paths]) => {
    const others = is.policies.get(name);
    return is.policies.has(name) && (paths === others || JSON.stringify(paths) === JSON.stringify(others));
  });
}

type PathRow = Omit<SecretChange, 'usedByTemplate' | 'origin'>;

function pathChanges(was: Grant | undefined, is: Grant | undefined, grant: Grant): PathRow[] {
  const [before, after] = [pathsOf(was), pathsOf(is)];
  const [old, now] = [new PolicyRules(before), new PolicyRules(after)];
  // Somebody else logs in: nothing that was granted was granted to them.
  const moved = was !== undefined && is !== undefined && (was.job !== is.job || was.namespace !== is.namespace);
  const paths = [...new Set([...before, ...after].map(({ path }) => path))].sort(order);
  return paths.flatMap((path): PathRow[] => {
    const [had, has] = [effective(path, before, old), effective(path, after, now)];
    const opened = (moved ? [...has.capabilities] : [...has.capabilities].filter((one) => !had.capabilities.has(one))).filter(
      (one) => one !== 'deny',
    );
    const closed = [...had.capabilities].filter((one) => one !== 'deny' && !has.capabilities.has(one));
    if (opened.length === 0 && closed.length === 0) return [];
    const list = (set: ReadonlySet<string>): string[] => [...set].filter((one) => one !== 'deny').sort(order);
    const undecided =
      opened.length > 0 && had.overlaps ? 'what another path granted here before cannot be told for every path that fits' : undefined;
    return [
      {
        change: list(had.capabilities).length === 0 ? 'added' : list(has.capabilities).length === 0 ? 'removed' : 'changed',
        effect: opened.length > 0 ? 'broadened' : 'narrowed',
        engine: grant.engine,
        namespace: grant.namespace,
        job: grant.job,
        role: grant.role,
        policy: policyOf(path, is) ?? policyOf(path, was) ?? grant.role,
        path,
        before: list(had.capabilities),
        after: list(has.capabilities),
        opened: opened.sort(order),
        closed: closed.sort(order),
        ...(undecided === undefined ? {} : { undecided }),
      },
    ];
  });
}

function pathsOf(grant: Grant | undefined): PolicyPath[] {
  return [...(grant?.policies.values() ?? [])].flatMap((paths) => [...(paths ?? [])]);
}

/**
 * What holds at a path of a policy. For one with wildcards: what its own words say, or a wider path that covers it whole;
 * `overlaps` where some of what fits it may be granted by a path that does not cover it.
 */
function effective(
  path: string,
  paths: readonly PolicyPath[],
  rules: PolicyRules,
): { readonly capabilities: ReadonlySet<string>; readonly overlaps: boolean } {
  if (!path.includes('+') && !path.endsWith('*')) return { capabilities: rules.capabilitiesAt(path), overlaps: false };
  const own = paths.filter((one) => one.path === path).flatMap(({ capabilities }) => capabilities);
  if (own.length > 0) return { capabilities: new Set(own.includes('deny') ? ['deny'] : own), overlaps: false };
  const covering = paths.filter((one) => covers(one.path, path));
  const overlaps = paths.some((one) => !covering.includes(one) && mayMeet(one.path, path));
  const shared =
    covering.length === 0
      ? []
      : covering.map(({ capabilities }) => capabilities).reduce((all, next) => all.filter((one) => next.includes(one)));
  return { capabilities: new Set(overlaps ? [] : shared), overlaps };
}

/** Whether everything that fits the second fits the first. */
function covers(wide: string, path: string): boolean {
  if (wide.endsWith('*') && !wide.includes('+')) return path.startsWith(wide.slice(0, -1));
  const [a, b] = [wide.split('/'), path.split('/')];
  if (a.length !== b.length || wide.endsWith('*') || path.endsWith('*')) return false;
  return a.every((segment, index) => segment === '+' || segment === b[index]);
}

/** Whether something may fit both. */
function mayMeet(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => path.split('/'));
  for (let index = 0; ; index++) {
    const [left, right] = [a?.[index], b?.[index]];
    if (left === undefined || right === undefined) return left === right;
    if (left.endsWith('*') || right.endsWith('*')) {
      const [x, y] = [left.replace(/\*$/, ''), right.replace(/\*$/, '')];
      return left === '+' || right === '+' || x.startsWith(y) || y.startsWith(x);
    }
    if (left !== '+' && right !== '+' && left !== right) return false;
  }
}

function policyOf(path: string, grant: Grant | undefined): string | undefined {
  return [...(grant?.policies ?? [])].find(([, paths]) => paths?.some((one) => one.path === path) === true)?.[0];
}

/** Policies that are written elsewhere and were not granted before. */
function unknownPolicies(was: Grant | undefined, is: Grant | undefined): string[] {
  return [...(is?.policies ?? [])].filter(([name, paths]) => paths === undefined && was?.policies.has(name) !== true).map(([name]) => name);
}

function unknownRow(grant: Grant, policy: string, origin: Origin): SecretChange {
  return {
    change: 'added',
    effect: 'broadened',
    engine: grant.engine,
    namespace: grant.namespace,
    job: grant.job,
    role: grant.role,
    policy,
    path: '*',
    before: [],
    after: [],
    opened: [],
    closed: [],
    usedByTemplate: 'unknown',
    undecided: `the policy ${policy} is not in the output, so nobody can say what it grants`,
    origin,
  };
}

/** Jobs by the paths that their policies name, read when somebody asks. */
class Readers {
  readonly #grants: ReadonlyMap<string, Grant>;
  #jobs: Map<string, Set<string>> | undefined;

  constructor(grants: ReadonlyMap<string, Grant>) {
    this.#grants = grants;
  }

  of({ engine, path }: Pick<PathRow, 'engine' | 'path'>): string[] {
    this.#jobs ??= this.#read();
    return [...(this.#jobs.get(`${engine} ${path}`) ?? [])].sort(order);
  }

  #read(): Map<string, Set<string>> {
    const jobs = new Map<string, Set<string>>();
    for (const grant of this.#grants.values()) {
      for (const { path } of pathsOf(grant)) {
        const key = `${grant.engine} ${path}`;
        jobs.set(key, (jobs.get(key) ?? new Set()).add(grant.job));
      }
    }
    return jobs;
  }
}

/** Lines of the program that say a read. */
class Lines {
  readonly #known = new Map<string, Omit<Origin, 'path'>>();

  constructor({ base, head }: Comparison) {
    for (const { job, path, source } of base.sources?.reads ?? []) this.#known.set(`${job} ${path}`, { source, inBase: true });
    for (const { job, path, source } of head.sources?.reads ?? []) this.#known.set(`${job} ${path}`, { source });
  }

  /** That of the job where no read is known. */
  of(job: string, path: string, ofJob: Origin): Origin {
    const line = this.#known.get(`${job} ${path}`);
    return line === undefined ? ofJob : { path: ofJob.path, ...line };
  }
}

/** What templates of the jobs read; each job is looked at when it is asked about. */
class TemplateReads {
  readonly #output: Output;
  #jobs: ReadonlyMap<string, Readonly<Record<string, unknown>>> | undefined;
  readonly #digests = new Map<string, readonly TaskDigest[] | undefined>();

  constructor(output: Output) {
    this.#output = output;
  }

  use({ engine, job }: Grant, { path, change }: PathRow): SecretChange['usedByTemplate'] {
    if (job === '*') return 'unknown';
    const tasks = this.#tasks(job);
    if (tasks === undefined) return change === 'removed' ? 'no' : 'unknown';
    const asked = tasks.flatMap(({ reads }) => reads).filter(({ kind }) => kind.startsWith('key') === (engine === 'consul'));
    if (asked.some((read) => read.path !== undefined && covers(path, read.path))) return 'yes';
    const open =
      tasks.some(({ holdsVaultToken }) => engine === 'vault' && holdsVaultToken) || asked.some((read) => read.path === undefined);
    return open ? 'unknown' : 'no';
  }

  #tasks(job: string): readonly TaskDigest[] | undefined {
    if (this.#digests.has(job)) return this.#digests.get(job);
    this.#jobs ??= new Map(
      [...this.#output.stacks.values()].flatMap(({ resource }) =>
        Object.entries(resource?.['nomad_job'] ?? {}).map(([name, values]) => [name, values] as const),
      ),
    );
    // kumiki calls a job's resource as the job; another program's is looked for by its text.
    const values =
      this.#jobs.get(job) ??
      [...this.#jobs.values()].find(({ jobspec }) => typeof jobspec === 'string' && jobspec.includes(`"ID":"${job}"`));
    const written = jobIn(values);
    const tasks = written === undefined ? undefined : (jobDigest(job, canonicalJob(written)).tasks ?? []);
    this.#digests.set(job, tasks);
    return tasks;
  }
}
