import { complete, differences } from './resource-type';
import { assertKnown, typeOf } from './resource-types';
import { stackOf } from './synthesized';

function stackWith(resource: object) {
  const provider = { consul: [{ address: 'http://consul' }], vault: [{ address: 'http://vault' }] };
  return stackOf({ name: 'fx', dependencies: [], folder: '/nowhere' }, { provider, resource });
}

/** What a plan would show when the engine has `found`. */
function changed(address: string, wanted: object, found: object): string[] {
  const type = typeOf(address);
  return differences(type, complete(type, wanted as never), found as never).map(({ argument }) => argument);
}

test('everything the lab does not know is named at once, before anything is applied', () => {
  const stack = stackWith({
    consul_lock: { l: {} },
    vault_mount: { m: { path: 'p', type: 'kv', seal_wrap: true } },
    consul_acl_binding_rule: { r: { auth_method: 'a', bind_vars: { name: 'n', more: 1 }, depends_on: ['vault_mount.other'] } },
    nomad_namespace: { n: { name: 'n' } },
  });
  expect(() => {
    assertKnown(stack);
  }).toThrow(
    [
      'fx is refused:',
      'consul_lock.l: the lab knows no resource type consul_lock',
      'vault_mount.m: the lab knows no argument seal_wrap of vault_mount',
      'consul_acl_binding_rule.r: the lab knows no argument bind_vars.more of consul_acl_binding_rule',
      'consul_acl_binding_rule.r: depends_on names vault_mount.other, which is not in fx',
      'nomad_namespace.n: fx has no provider nomad',
    ].join('\n'),
  );
});

test('an argument that has left the program is a change', () => {
  expect(changed('nomad_namespace.n', { name: 'n' }, { name: 'n', description: 'old' })).toEqual(['description']);
});

test('what an engine says for nothing is nothing', () => {
  const found = { name: 'n', description: '', meta: null, capabilities: {} };
  expect(changed('nomad_namespace.n', { name: 'n' }, found)).toEqual([]);
});

test('what the provider writes of itself is looked at, and what the engine chooses is not', () => {
  const wanted = { backend: 'pki', name: 'r', key_type: 'ec', key_bits: 256 };
  const told = complete(typeOf('vault_pki_secret_backend_role.r'), wanted);
  expect(changed('vault_pki_secret_backend_role.r', wanted, { ...told, ttl: 0, issuer_ref: 'default' })).toEqual([]);
  expect(changed('vault_pki_secret_backend_role.r', wanted, { ...told, allow_ip_sans: false })).toEqual(['allow_ip_sans']);
});

test('times of a role are text for the provider and numbers for Vault', () => {
  const told = complete(typeOf('vault_pki_secret_backend_role.r'), {});
  expect(changed('vault_pki_secret_backend_role.r', { max_ttl: '3600' }, { ...told, max_ttl: 3600 })).toEqual([]);
  expect(changed('vault_pki_secret_backend_role.r', { max_ttl: '3600' }, { ...told, max_ttl: 3601 })).toEqual(['max_ttl']);
});

test('the order of a set does not count, that of a list does', () => {
  const role = complete(typeOf('vault_jwt_auth_backend_role.r'), {});
  expect(
    changed('vault_jwt_auth_backend_role.r', { ...role, token_policies: ['a', 'b'] }, { ...role, token_policies: ['b', 'a'] }),
  ).toEqual([]);
  const mount = complete(typeOf('vault_jwt_auth_backend.j'), {});
  expect(
    changed('vault_jwt_auth_backend.j', { ...mount, jwt_supported_algs: ['a', 'b'] }, { ...mount, jwt_supported_algs: ['b', 'a'] }),
  ).toEqual(['jwt_supported_algs']);
});

test('claims are one text for the provider and lists for Vault', () => {
  const role = complete(typeOf('vault_jwt_auth_backend_role.r'), {});
  const wanted = { ...role, bound_claims: { job: 'a', space: 'x,y' } };
  expect(changed('vault_jwt_auth_backend_role.r', wanted, { ...role, bound_claims: { job: ['a'], space: ['x', 'y'] } })).toEqual([]);
  expect(changed('vault_jwt_auth_backend_role.r', wanted, { ...role, bound_claims: { job: ['a'] } })).toEqual(['bound_claims']);
});

test('a job is compared by what was submitted, however it is spelt', () => {
  const wanted = { json: true, detach: false, jobspec: '{"ID":"a","Count":1}' };
  expect(changed('nomad_job.a', wanted, { jobspec: '{ "Count": 1, "ID": "a" }' })).toEqual([]);
  expect(changed('nomad_job.a', wanted, { jobspec: '{"ID":"a","Count":2}' })).toEqual(['jobspec']);
  expect(changed('nomad_job.a', wanted, {})).toEqual(['jobspec']);
});

test('keys are compared by path, value, flags and what becomes of them', () => {
  const key = [
    { path: 'b', value: '2', delete: true },
    { path: 'a', value: '1', delete: true },
  ];
  expect(changed('consul_keys.k', { key }, { key: [...key].reverse().map((one) => ({ ...one, flags: 0 })) })).toEqual([]);
  expect(changed('consul_keys.k', { key }, { key: [{ ...key[0], value: '' }, key[1]] })).toEqual(['key']);
});
