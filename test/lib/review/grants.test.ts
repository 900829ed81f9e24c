import type { IdentityChange, SecretChange } from '../../../lib/review';
import { reviewOfResources } from '../../support/releases';

type Values = Readonly<Record<string, unknown>>;

const claims = { nomad_namespace: 'trading', nomad_job_id: 'orders' };
const role = (own: Values = {}): Values => ({
  backend: 'jwt-nomad',
  role_name: 'orders',
  bound_claims: claims,
  token_policies: ['orders'],
  user_claim: '/nomad_job_id',
  ...own,
});
const policy = (paths: Readonly<Record<string, readonly string[]>>): Values => ({
  name: 'orders',
  policy: Object.entries(paths)
    .map(([path, capabilities]) => `path "${path}" { capabilities = ${JSON.stringify(capabilities)} }`)
    .join('\n'),
});
const vault = (paths: Readonly<Record<string, readonly string[]>>, own: Values = {}) => ({
  vault_jwt_auth_backend_role: { orders: role(own) },
  vault_policy: { orders: policy(paths) },
});

function secrets(
  before: Readonly<Record<string, readonly string[]>>,
  after: Readonly<Record<string, readonly string[]>>,
  own: Values = {},
): readonly SecretChange[] {
  return reviewOfResources(vault(before), vault(after, own)).secrets.rows;
}

describe('what a role may do in Vault', () => {
  test('is compared path by path', () => {
    expect(secrets({ 'secret/data/a': ['read'] }, { 'secret/data/a': ['read', 'update'], 'secret/data/b': ['read'] })).toMatchObject([
      { path: 'secret/data/a', change: 'changed', effect: 'broadened', before: ['read'], after: ['read', 'update'], opened: ['update'] },
      { path: 'secret/data/b', change: 'added', effect: 'broadened', before: [], opened: ['read'] },
    ]);
  });

  test('is not more where a path was covered by a wider one before', () => {
    expect(secrets({ 'secret/data/*': ['read'] }, { 'secret/data/*': ['read'], 'secret/data/a': ['read'] })).toEqual([]);
    expect(secrets({ 'secret/+/a': ['read'] }, { 'secret/+/a': ['read'], 'secret/data/a': ['read'] })).toEqual([]);
  });

  test('is more where an exact path held a wide one back, and goes', () => {
    expect(secrets({ 'secret/*': ['read'], 'secret/x': ['deny'] }, { 'secret/*': ['read'] })).toMatchObject([
      { path: 'secret/x', effect: 'broadened', opened: ['read'] },
    ]);
  });

  test('is less where a denial comes', () => {
    expect(secrets({ 'secret/*': ['read'] }, { 'secret/*': ['read'], 'secret/x': ['deny'] })).toMatchObject([
      { path: 'secret/x', effect: 'narrowed', closed: ['read'] },
    ]);
  });

  test('is undecided, and so opened, where a new pattern meets one that does not cover it', () => {
    const [row] = secrets({ 'secret/data/+/a': ['read'] }, { 'secret/data/+/a': ['read'], 'secret/data/team/*': ['read'] });

    expect(row).toMatchObject({ path: 'secret/data/team/*', effect: 'broadened', opened: ['read'] });
    expect(row!.undecided).toBe('what another path granted here before cannot be told for every path that fits');
  });

  test('is all opened where another job logs in', () => {
    const same = { 'secret/data/a': ['read'] };

    expect(secrets(same, same, { bound_claims: { ...claims, nomad_job_id: 'quotes' } })).toMatchObject([
      { job: 'quotes', path: 'secret/data/a', effect: 'broadened', opened: ['read'] },
    ]);
  });

  test('cannot be told of a policy that is written elsewhere', () => {
    const { secrets: section, unknowns, verdict } = reviewOfResources(vault({}), vault({}, { token_policies: ['orders', 'house'] }));

    expect(section.rows).toMatchObject([{ policy: 'house', path: '*', effect: 'broadened' }]);
    expect(unknowns).toEqual([
      { section: 'secrets', subject: 'orders: *', why: 'the policy house is not in the output, so nobody can say what it grants' },
    ]);
    expect(verdict.decision).toBe('NEEDS TWO');
  });

  test('of every job of a namespace is wide', () => {
    const { why } = reviewOfResources({}, vault({ 'secret/data/a': ['read'] }, { bound_claims: { nomad_namespace: 'trading' } }));

    expect(why.map(({ rule }) => rule)).toContain('secret-wide');
  });
});

describe('Consul keys', () => {
  const keys = (rules: string) => ({
    consul_acl_policy: { keys: { name: 'keys-orders', rules } },
    consul_acl_binding_rule: {
      keys: {
        auth_method: 'nomad-workloads',
        bind_type: 'policy',
        bind_name: 'keys-orders',
        selector: '"nomad_service" not in value and value.nomad_namespace == "trading" and value.nomad_job_id == "orders"',
      },
    },
  });

  test('are read one by one or below a prefix', () => {
    const rows = reviewOfResources(
      keys('key "a" { policy = "read" }'),
      keys('key "a" { policy = "read" }\nkey_prefix "b/" { policy = "write" }'),
    ).secrets.rows;

    expect(rows).toMatchObject([{ engine: 'consul', job: 'orders', namespace: 'trading', path: 'b/*', opened: ['read', 'write'] }]);
  });
});

describe('who may log in', () => {
  const identities = (before: Values | undefined, after: Values | undefined): readonly IdentityChange[] =>
    reviewOfResources(
      before === undefined ? {} : { vault_jwt_auth_backend_role: { orders: before } },
      after === undefined ? {} : { vault_jwt_auth_backend_role: { orders: after } },
    ).identities.rows;

  test('is fewer with a further claim, and more without one', () => {
    const wide = role({ bound_claims: { nomad_namespace: 'trading' } });

    expect(identities(wide, role())).toMatchObject([{ change: 'changed', effect: 'narrowed', who: 'the job orders of trading' }]);
    expect(identities(role(), wide)).toMatchObject([{ change: 'changed', effect: 'broadened', who: 'every job of trading' }]);
  });

  test('is anybody where no claim is asked for', () => {
    expect(identities(undefined, role({ bound_claims: {} }))).toMatchObject([
      { change: 'added', effect: 'broadened', who: 'every workload' },
    ]);
  });

  test('is undecided where a selector of a binding rule changes', () => {
    const rule = (selector: string) => ({
      consul_acl_binding_rule: { orders: { auth_method: 'm', bind_type: 'service', bind_name: 'orders', selector } },
    });
    const { identities: section, verdict } = reviewOfResources(rule('value.nomad_namespace == "a"'), rule('value.nomad_namespace != ""'));

    expect(section.rows).toMatchObject([
      { effect: 'broadened', undecided: 'it cannot be shown that the new selector fits no more than the old one' },
    ]);
    expect(verdict).toMatchObject({ decision: 'NEEDS TWO', rule: 'identity-changed' });
  });
});
