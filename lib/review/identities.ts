import type { Values } from '../change';
import { isPlainObject } from '../model';
import { sameJson } from '../terraform';
import { textOf, type ChangedResource } from './changed-resources';
import type { Comparison } from './comparison';
import { counted } from './counted';
import type { Effect, IdentitiesSection, IdentityChange, Proof, Unknown } from './model';

export interface ReviewedIdentities {
  readonly section: IdentitiesSection;
  readonly proof: Proof;
  readonly unknowns: readonly Unknown[];
}

/** Who can log in as whom: Consul's binding rules, and the claims that Vault's roles ask for. */
export function reviewIdentities({ resources, originOf }: Comparison): ReviewedIdentities {
  const rows = resources.flatMap((resource): IdentityChange[] => {
    const row =
      resource.type === 'consul_acl_binding_rule'
        ? bindingRule(resource)
        : resource.type === 'vault_jwt_auth_backend_role'
          ? vaultRole(resource)
          : undefined;
    return row === undefined ? [] : [{ ...row, origin: originOf(resource) }];
  });
  const compared = resources.filter(({ type }) => type === 'consul_acl_binding_rule' || type === 'vault_jwt_auth_backend_role').length;
  return {
    section: { rows },
    proof: {
      section: 'identities',
      text: `${counted(rows.length, 'change')} of who may log in as whom (${counted(compared, 'rule or role differs', 'rules and roles differ')})`,
    },
    unknowns: rows.flatMap(({ name, undecided }) =>
      undecided === undefined ? [] : [{ section: 'identities' as const, subject: name, why: undecided }],
    ),
  };
}

type Row = Omit<IdentityChange, 'origin'>;

function bindingRule({ change, name, before, after }: ChangedResource): Row | undefined {
  const values = after ?? before ?? {};
  const row = { change, engine: 'consul' as const, name, who: selectedBy(values), becomes: boundTo(values) };
  if (change === 'added') return { ...row, effect: 'broadened', text: `${row.who} becomes ${row.becomes} in Consul` };
  if (change === 'removed') return { ...row, effect: 'narrowed', text: `${row.who} is no longer ${row.becomes} in Consul` };
  const members = ['auth_method', 'bind_type', 'bind_name', 'bind_vars', 'selector'];
  const changed = members.filter((member) => !sameJson(before?.[member], after?.[member]));
  if (changed.length === 0) return undefined;
  return {
    ...row,
    effect: 'broadened',
    text: `${selectedBy(before ?? {})} was ${boundTo(before ?? {})}, now ${row.who} is ${row.becomes}`,
    ...(changed.includes('selector') ? { undecided: 'it cannot be shown that the new selector fits no more than the old one' } : {}),
  };
}

/** Whom a selector of kumiki's form fits; another one as it is. */
function selectedBy(values: Values): string {
  const selector = textOf(values['selector']);
  const job = /value\.nomad_job_id == "([^"]+)"/.exec(selector)?.[1];
  const namespace = /value\.nomad_namespace == "([^"]+)"/.exec(selector)?.[1];
  if (selector === '') return 'every workload';
  if (job === undefined || namespace === undefined || selector.includes(' or ')) return selector;
  const task = /value\.nomad_task == "([^"]+)"/.exec(selector)?.[1];
  const tasks = selector.includes('"nomad_service" not in value');
  return `${task === undefined ? (tasks ? 'tasks of ' : 'the job ') : `the task ${task} of `}${job} of ${namespace}`;
}

function boundTo(values: Values): string {
  const vars = values['bind_vars'];
  const name = isPlainObject(vars) ? ` of ${textOf(vars['name'])}` : '';
  return `${textOf(values['bind_type'])} ${textOf(values['bind_name'])}${name}`;
}

/** Members by which a role knows who may log in. What its policies grant is told with the secrets. */
const CLAIMS = [
  'role_type',
  'bound_audiences',
  'bound_claims',
  'bound_claims_type',
  'bound_subject',
  'user_claim',
  'user_claim_json_pointer',
  'claim_mappings',
];

function vaultRole({ change, name, before, after }: ChangedResource): Row | undefined {
  const values = after ?? before ?? {};
  const row = {
    change,
    engine: 'vault' as const,
    name: textOf(values['role_name']) || name,
    who: claimed(values),
    becomes: `policies ${policiesOf(values)}`,
  };
  if (change === 'added') return { ...row, effect: 'broadened', text: `${row.who} may log in to Vault with role ${row.name}` };
  if (change === 'removed') return { ...row, effect: 'narrowed', text: `nobody logs in to Vault with role ${row.name} any more` };
  const changed = [...CLAIMS, 'token_policies', 'backend'].filter((member) => !sameJson(before?.[member], after?.[member]));
  if (changed.length === 0) return undefined;
  const effect = claimsEffect(before ?? {}, after ?? {}, changed);
  return { ...row, effect, text: `${claimed(before ?? {})} could log in, now ${row.who} can: ${changed.join(', ')}` };
}

/** Only a claim that is asked for in addition narrows. */
function claimsEffect(before: Values, after: Values, changed: readonly string[]): Effect {
  if (changed.length > 1 || changed[0] !== 'bound_claims')
    return changed.every((one) => one === 'token_policies') ? 'neutral' : 'broadened';
  const [old, now] = [before['bound_claims'], after['bound_claims']].map((claims) => (isPlainObject(claims) ? claims : {}));
  return Object.entries(old ?? {}).every(([claim, value]) => sameJson(now?.[claim], value)) ? 'narrowed' : 'broadened';
}

function claimed(values: Values): string {
  const claims = isPlainObject(values['bound_claims']) ? values['bound_claims'] : {};
  const [job, namespace] = [textOf(claims['nomad_job_id']), textOf(claims['nomad_namespace'])];
  if (job === '' && namespace === '') return 'every workload';
  return `${job === '' ? 'every job' : `the job ${job}`} of ${namespace === '' ? 'every namespace' : namespace}`;
}

function policiesOf(values: Values): string {
  const policies = values['token_policies'];
  return Array.isArray(policies) ? policies.map(textOf).join(', ') : 'none';
}
