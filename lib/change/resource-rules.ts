import { sameJson } from '../terraform';
import { jsonOf, type Values } from './output';
import { uniteEntries } from './unite-entries';
import { cannotUnite, inPlace, type United } from './united';
import { uniteKeyPolicies, uniteVaultPolicies } from './unite-policies';

/** How two values of one resource become one. They differ. */
type Rule = (deployed: Values, wanted: Values) => United;

const wantedStands: Rule = (_deployed, wanted) => ({ values: wanted });

/** Where something is reached changes when nobody of the last release is left. */
const deployedStays: Rule = (deployed) => ({ values: deployed });

/** Settings may change; what a resource is may not. */
const sameIn =
  (...members: readonly string[]): Rule =>
  (deployed, wanted) => {
    const changed = members.filter((member) => !sameJson(deployed[member], wanted[member]));
    return changed.length === 0 ? { values: wanted } : cannotUnite(changed.join(', '), 'one resource cannot be what both releases say');
  };

const policy =
  (member: string, unite: (deployed: string, wanted: string) => string | undefined): Rule =>
  (deployed, wanted) => {
    const text = unite(String(deployed[member]), String(wanted[member]));
    return text === undefined
      ? cannotUnite(String(wanted['name']), 'a policy with wildcards, denials or a form of its own cannot be united')
      : { values: { ...wanted, [member]: text } };
  };

const RESOURCE_RULES: Readonly<Record<string, Rule>> = {
  consul_acl_auth_method: sameIn('name', 'type'),
  consul_acl_binding_rule: sameIn('auth_method', 'bind_type', 'bind_name', 'bind_vars', 'selector'),
  consul_acl_policy: policy('rules', uniteKeyPolicies),
  consul_config_entry: uniteEntries,
  consul_keys: uniteKeyValues,
  consul_node: deployedStays,
  consul_service: deployedStays,
  nomad_job: uniteJobs,
  nomad_namespace: uniteNamespaces,
  nomad_node_pool: wantedStands,
  nomad_scheduler_config: wantedStands,
  vault_jwt_auth_backend: sameIn('path', 'type'),
  vault_jwt_auth_backend_role: sameIn(
    'backend',
    'role_name',
    'role_type',
    'bound_audiences',
    'bound_claims',
    'user_claim',
    'token_policies',
  ),
  vault_mount: sameIn('path', 'type'),
  vault_pki_secret_backend_role: unitePkiRoles,
  vault_policy: policy('policy', uniteVaultPolicies),
};

/** One resource for both releases. @param isAccess whether its stack says who may do what */
export function uniteResources(type: string, deployed: Values, wanted: Values, isAccess: boolean): United {
  const { '//': _before, ...before } = deployed;
  const { '//': _after, ...after } = wanted;
  if (sameJson(before, after)) return { values: wanted };
  const rule = Object.hasOwn(RESOURCE_RULES, type) ? RESOURCE_RULES[type] : undefined;
  if (rule !== undefined) return rule(deployed, wanted);
  return isAccess ? cannotUnite(type, `there is no rule for a ${type} that changes`) : { values: wanted };
}

function uniteJobs(deployed: Values, wanted: Values): United {
  const before = jsonOf(deployed, 'jobspec');
  const after = jsonOf(wanted, 'jobspec');
  for (const member of ['Namespace', 'Type']) {
    if (before[member] === after[member]) continue;
    return inPlace({
      at: member,
      message: `${String(after['ID'])} would be another job: it is stopped before the new one starts`,
      value: String(after[member]),
      limit: `${String(before[member])}, as deployed`,
      fix: 'give the new one a name of its own, move its callers to it, and retire the old one in a later release',
    });
  }
  return { values: wanted };
}

/** Keys by their path: a job of the last release may still read one that is gone. */
function uniteKeyValues(deployed: Values, wanted: Values): United {
  const keys = ({ key }: Values): readonly Values[] => (key as readonly Values[] | undefined) ?? [];
  const paths = new Set(keys(wanted).map(({ path }) => path));
  const kept = keys(deployed).filter(({ path }) => !paths.has(path));
  return { values: kept.length === 0 ? wanted : { ...wanted, key: [...keys(wanted), ...kept] } };
}

/** What either release lets its jobs use: an absent list of enabled things enables everything. */
function uniteNamespaces(deployed: Values, wanted: Values): United {
  const before = (deployed['capabilities'] ?? {}) as Readonly<Record<string, readonly string[]>>;
  const after = (wanted['capabilities'] ?? {}) as Readonly<Record<string, readonly string[]>>;
  const lists = [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((name): [string, readonly string[]][] => {
    const [own = [], old = []] = [after[name], before[name]];
    if (name.startsWith('disabled_')) {
      const both = own.filter((item) => old.includes(item));
      return both.length === 0 ? [] : [[name, both]];
    }
    return own.length === 0 || old.length === 0 ? [] : [[name, [...own, ...old.filter((item) => !own.includes(item))]]];
  });
  const capabilities = Object.fromEntries(lists);
  return { values: sameJson(capabilities, after) ? wanted : { ...wanted, capabilities } };
}

/** Hosts of both certificates, and the longer life: the gateway renews with the request of its own release. */
function unitePkiRoles(deployed: Values, wanted: Values): United {
  const domains = ({ allowed_domains: list }: Values): readonly string[] => (list as readonly string[] | undefined) ?? [];
  const kept = domains(deployed).filter((host) => !domains(wanted).includes(host));
  const [before, after] = [Number(deployed['max_ttl']), Number(wanted['max_ttl'])];
  return {
    values: {
      ...wanted,
      ...(kept.length === 0 ? {} : { allowed_domains: [...domains(wanted), ...kept].sort() }),
      ...(before > after ? { max_ttl: deployed['max_ttl'] } : {}),
    },
  };
}
