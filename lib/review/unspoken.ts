import type { Values } from '../change';
import { isPlainObject, type JsonObject } from '../model';
import { sameJson } from '../terraform';
import { addressOf, pathOf, type ChangedResource } from './changed-resources';
import { order, type ChangedEntry, type Comparison } from './comparison';
import { differences } from './differences';
import type { Review } from './model';

/** A difference that no row of a section is about: it needs a person because nobody has looked at it. */
export interface Unspoken {
  /** What Terraform does with a resource is another thing than what the resource says. */
  readonly rule: 'terraform-settings' | 'other-change';
  readonly subject: string;
  readonly text: string;
  /** Construct path. */
  readonly path: string;
}

/** What Terraform itself reads in a resource of any type. A provisioner is a program that runs where the change is applied. */
const OF_TERRAFORM: readonly string[] = ['connection', 'count', 'for_each', 'lifecycle', 'provider', 'provisioner'];

/** A comment, the order of two resources, and how long Terraform waits change nothing. */
const IDLE: readonly string[] = ['//', 'depends_on', 'timeouts'];

/** Arguments that sections read, of types of which they do not compare all of them. What is not listed is not looked at there. */
const SPOKEN: Readonly<Record<string, readonly string[]>> = {
  nomad_job: ['jobspec'],
  consul_config_entry: ['config_json', 'kind', 'name'],
  consul_acl_binding_rule: ['auth_method', 'bind_name', 'bind_type', 'bind_vars', 'description', 'selector'],
  consul_acl_policy: ['description', 'name', 'rules'],
  consul_service: ['address', 'name', 'port'],
  consul_node: ['address', 'name'],
  vault_policy: ['name', 'policy'],
  vault_jwt_auth_backend_role: [
    ...['backend', 'bound_audiences', 'bound_claims', 'bound_claims_type', 'bound_subject', 'claim_mappings', 'role_name', 'role_type'],
    ...['token_policies', 'user_claim', 'user_claim_json_pointer'],
  ],
};

/** Entries that a section compares as a whole; of the others it reads parts. */
const COMPARED: readonly string[] = ['service-intentions'];

/** Everything that differs and that the sections pass over, by address. Linear in what differs. */
export function unspoken(
  comparison: Comparison,
  { calls, exposure, behaviour }: Pick<Review, 'calls' | 'exposure' | 'behaviour'>,
): Unspoken[] {
  const told = new Set([
    ...calls.rows.map(({ to }) => to),
    ...exposure.rows.map(({ at }) => at),
    ...behaviour.rows.map(({ subject }) => subject),
  ]);
  return [...comparison.resources.flatMap(ofResource), ...comparison.entries.flatMap((entry) => ofEntry(entry, told))].sort((a, b) =>
    order(`${a.subject} ${a.rule}`, `${b.subject} ${b.rule}`),
  );
}

function ofResource(resource: ChangedResource): Unspoken[] {
  const { type, stack, before = {}, after } = resource;
  if (after === undefined) return [];
  const said = { subject: `${stack}/${addressOf(resource)}`, path: pathOf(resource) };
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !sameArgument(before, after, name))
    .sort(order);
  const ofTerraform = changed.filter((name) => OF_TERRAFORM.includes(name));
  const spoken = resource.change === 'changed' ? SPOKEN[type] : undefined;
  const others = spoken === undefined ? [] : changed.filter((name) => ![...OF_TERRAFORM, ...IDLE, ...spoken].includes(name));
  return [
    ...(ofTerraform.length === 0
      ? []
      : [
          {
            ...said,
            rule: 'terraform-settings' as const,
            text: `${said.subject} tells Terraform something else: ${ofTerraform.join(', ')}`,
          },
        ]),
    ...(others.length === 0 ? [] : [{ ...said, rule: 'other-change' as const, text: `${said.subject} is changed: ${others.join(', ')}` }]),
  ];
}

function sameArgument(before: Values, after: Values, name: string): boolean {
  const [was, is] = [before[name], after[name]];
  return was === is || (isObject(was) && isObject(is) && sameJson(was, is));
}

function isObject(value: unknown): boolean {
  return Array.isArray(value) || isPlainObject(value);
}

/** @param told destinations, gateways and entries that rows are about */
function ofEntry({ kind, name, change, before, after, stack, path }: ChangedEntry, told: ReadonlySet<string>): Unspoken[] {
  if (change !== 'changed' || COMPARED.includes(kind)) return [];
  if ([name, `${kind} ${name}`, ...gatewaysOf(after)].some((subject) => told.has(subject))) return [];
  const fields = differences(before, after).map((difference) => difference.path);
  if (fields.length === 0) return [];
  return [
    {
      rule: 'other-change',
      subject: `${stack}/${kind}/${name}`,
      text: `${kind} ${name} is changed: ${fields.slice(0, FIELDS).join(', ')}`,
      path,
    },
  ];
}

const FIELDS = 3;

/** The gateways of a route: its rows are told at them. */
function gatewaysOf(entry: JsonObject | undefined): string[] {
  const parents = entry?.['Parents'];
  return Array.isArray(parents) ? parents.map((parent) => (isPlainObject(parent) ? String(parent['Name']) : '')) : [];
}
