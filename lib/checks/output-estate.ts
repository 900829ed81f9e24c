import type { Output } from '../change';
import { isApiConfigEntry } from '../consul';
import { isPlainObject, type JsonObject } from '../model';
import { jsonText, literalText } from '../terraform';
import type { Estate, EstateEntry, EstateKeyReader, EstateKeyWriter, EstateMount, EstateRole } from './estate';
import type { CheckFacts } from './facts';
import type { JobDigest } from './job-digest';

/** A job of an output. */
export interface OutputJob {
  /** Construct path; the Terraform address where the output does not say it. */
  readonly path: string;
  readonly stack: string;
  /** `nomad_job.sec-orders` */
  readonly address: string;
  /** The job itself, in API JSON; undefined where its text is HCL, or holds what only Terraform knows. */
  readonly json: JsonObject | undefined;
}

/** Who is behind what: job id or Consul service name → construct path. */
interface Owners {
  readonly entries: Readonly<Record<string, string>>;
  readonly jobs: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, string>;
}

type Values = Readonly<Record<string, unknown>>;

interface Resource {
  readonly path: string;
  readonly stack: string;
  readonly address: string;
  readonly values: Values;
}

/** Every job of an output, by stack and address. @param owners job id → construct path, where the synth wrote it down */
export function outputJobs(output: Pick<Output, 'stacks'>, owners: Readonly<Record<string, string>> = {}): OutputJob[] {
  return resources(output, 'nomad_job').map(({ path, stack, address, values }) => {
    const json = jsonIn(values['jobspec']);
    const id = json?.['ID'];
    return { path: (typeof id === 'string' ? owners[id] : undefined) ?? path, stack, address, json };
  });
}

/**
 * The rest of an output as the rules look at it. What was written for a job or a service is told at the construct that it is
 * for, as a synth tells it.
 * @param jobs digests of its jobs; @param owned construct path → that of whom it is for, where the synth wrote it down
 * @param json reads a text of Terraform; a caller that has read most of them already need not read them again
 */
export function outputEstate(
  output: Output,
  jobs: readonly JobDigest[],
  facts: CheckFacts,
  owned: Readonly<Record<string, string>> = {},
  json: (text: unknown) => JsonObject | undefined = jsonIn,
): Estate {
  const owners: Owners = {
    entries: owned,
    jobs: new Map(jobs.map(({ id, path }) => [id, path])),
    services: new Map([...output.graphs.values()].flatMap(({ members }) => members.map(({ service, path }) => [service, path]))),
  };
  return {
    facts,
    domains: [...output.graphs.values()],
    jobs,
    entries: entriesOf(output, owners, json),
    roles: rolesOf(output, owners),
    keyReaders: keyReadersOf(output, owners),
    keyWriters: keyWritersOf(output),
    mounts: mountsOf(output),
  };
}

function entriesOf(output: Output, { services, entries }: Owners, json: (text: unknown) => JsonObject | undefined): EstateEntry[] {
  return resources(output, 'consul_config_entry').flatMap(({ path, values }) => {
    const entry = json(values['config_json']);
    if (entry === undefined) return [];
    const name = textOf(values['name']);
    return [{ path: entries[path] ?? services.get(name) ?? path, kind: textOf(values['kind']), name, entry }];
  });
}

/** Config entries that are JSON and have not the form of their kind: rules cannot look at them. */
export function malformedEntries(output: Pick<Output, 'stacks'>, { engines }: CheckFacts): Pick<OutputJob, 'stack' | 'address'>[] {
  return resources(output, 'consul_config_entry').filter(({ values }) => {
    const entry = jsonIn(values['config_json']);
    return entry !== undefined && !isApiConfigEntry(textOf(values['kind']), entry, engines);
  });
}

function rolesOf(output: Output, { jobs }: Owners): EstateRole[] {
  const policies = new Map(
    resources(output, 'vault_policy').map(({ values }) => [textOf(values['name']), textOf(values['policy'])] as const),
  );
  return resources(output, 'vault_jwt_auth_backend_role').map(({ path, values }) => {
    const claims = isPlainObject(values['bound_claims']) ? values['bound_claims'] : {};
    const names = listOf(values['token_policies']).map(textOf);
    const unknown = names.filter((name) => !policies.has(name));
    const jobId = claimOf(claims['nomad_job_id']);
    return {
      path: jobs.get(jobId ?? '') ?? path,
      name: textOf(values['role_name']),
      namespace: claimOf(claims['nomad_namespace']),
      jobId,
      policies: names.flatMap((name) => policies.get(name) ?? []),
      ...(unknown.length === 0 ? {} : { unknownPolicies: unknown }),
    };
  });
}

/** A policy says which keys, a binding rule says who gets it. */
function keyReadersOf(output: Output, { jobs }: Owners): EstateKeyReader[] {
  const rules = new Map(
    resources(output, 'consul_acl_policy').map((policy) => [textOf(policy.values['name']), textOf(policy.values['rules'])] as const),
  );
  return resources(output, 'consul_acl_binding_rule').flatMap(({ path, values }) => {
    const text = values['bind_type'] === 'policy' ? rules.get(textOf(values['bind_name'])) : undefined;
    const jobId = /value\.nomad_job_id == "([^"]+)"/.exec(textOf(values['selector']))?.[1];
    if (text === undefined || jobId === undefined) return [];
    const prefixes = namesIn(text, /\bkey_prefix\s+"([^"]*)"/g);
    return [
      { path: jobs.get(jobId) ?? path, jobId, keys: namesIn(text, /\bkey\s+"([^"]*)"/g), ...(prefixes.length === 0 ? {} : { prefixes }) },
    ];
  });
}

function keyWritersOf(output: Output): EstateKeyWriter[] {
  const single = resources(output, 'consul_keys').flatMap(({ path, values }) =>
    listOf(values['key'])
      .filter((key) => isPlainObject(key) && key['value'] !== undefined)
      .map((key): EstateKeyWriter => ({ path, key: textOf((key as Values)['path']) })),
  );
  const prefixes = resources(output, 'consul_key_prefix').map(({ path, values }): EstateKeyWriter => ({
    path,
    key: textOf(values['path_prefix']),
    prefix: true,
  }));
  return [...single, ...prefixes];
}

function mountsOf(output: Output): EstateMount[] {
  return resources(output, 'vault_mount').map(({ values }) => {
    const type = textOf(values['type']);
    const options = isPlainObject(values['options']) ? values['options'] : {};
    const path = textOf(values['path']).replace(/\/$/, '');
    if (type === 'kv-v2') return { path, type: 'kv', version: 2 };
    return { path, type, ...(type === 'kv' ? { version: options['version'] === '2' ? (2 as const) : (1 as const) } : {}) };
  });
}

function resources({ stacks }: Pick<Output, 'stacks'>, type: string): Resource[] {
  return [...stacks].flatMap(([stack, { resource }]) =>
    Object.entries(resource?.[type] ?? {}).map(([name, values]) => {
      const address = `${type}.${name}`;
      return { path: pathOf(values) ?? `${stack}/${address}`, stack, address, values };
    }),
  );
}

/** Path of the construct that people wrote: the resource itself is a part of it. */
function pathOf(values: Values): string | undefined {
  const comment = values['//'];
  const metadata = isPlainObject(comment) ? comment['metadata'] : undefined;
  const path = isPlainObject(metadata) ? metadata['path'] : undefined;
  return typeof path === 'string' ? path.replace(/\/Resource$/, '').replace(/\/job$/, '') : undefined;
}

/** JSON in a text of Terraform. */
function jsonIn(text: unknown): JsonObject | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const json = jsonText(text);
    return isPlainObject(json) ? (json as JsonObject) : undefined;
  } catch {
    return undefined; // HCL, or a reference to another resource
  }
}

/** A text as Terraform reads it. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? literalText(value) : '';
}

function claimOf(value: unknown): string | undefined {
  return typeof value === 'string' ? literalText(value) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}
