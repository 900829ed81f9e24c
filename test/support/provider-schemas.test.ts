import { schemaFindings } from './provider-schemas';

const job = { jobspec: '{}', json: true, detach: false, timeouts: { create: '20m' } };
const resource = (type: string, body: unknown) => ({ resource: { [type]: { it: body } } });

describe('schemaFindings', () => {
  test('finds nothing in what the providers accept', () => {
    expect(
      schemaFindings({
        '//': { metadata: {} },
        terraform: { required_providers: { nomad: { source: 'nomad', version: '2.5.2' } }, backend: { s3: {} } },
        provider: { nomad: [{ address: 'https://nomad.internal:4646', alias: 'east' }], vault: [{ token: '${var.vault_token}' }] },
        resource: {
          nomad_job: { orders: { ...job, '//': {}, depends_on: ['vault_policy.orders'], lifecycle: { prevent_destroy: true } } },
          nomad_acl_role: { reader: { name: 'reader', policy: [{ name: 'read' }, { name: 'list' }] } },
          consul_config_entry: { orders: { kind: 'service-defaults', name: 'orders', config_json: '{}' } },
          vault_policy: { orders: { name: 'orders', policy: 'path "x" { capabilities = ["read"] }' } },
          terraform_data: { note: { input: { any: ['value'] } } },
        },
        output: { x: { value: '${nomad_job.orders.id}' } },
      }),
    ).toEqual([]);
  });

  test('accepts an expression where a list, a number or a boolean belongs, and null where nothing does', () => {
    expect(schemaFindings(resource('nomad_job', { ...job, json: '${var.json}', hcl2: null, detach: null }))).toEqual([]);
    expect(schemaFindings(resource('consul_acl_policy', { name: 'x', rules: 'y', datacenters: '${var.all}' }))).toEqual([]);
  });

  test.each([
    ['an unknown resource type', resource('nomad_jobs', {}), 'nomad_jobs.it: unknown resource type'],
    ['an unknown argument', resource('nomad_job', { ...job, jobSpec: 'x' }), 'nomad_job.it.jobSpec: unknown argument'],
    ['a missing argument', resource('nomad_job', { json: true }), 'nomad_job.it.jobspec: required, but missing'],
    ['a read-only argument', resource('nomad_job', { ...job, status: 'running' }), 'nomad_job.it.status: read-only, but written'],
    ['a boolean as text', resource('nomad_job', { ...job, json: 'true' }), 'nomad_job.it.json: a string, must be bool'],
    ['a template that is only text', resource('nomad_job', { ...job, json: '$${x}' }), 'nomad_job.it.json: a string, must be bool'],
    [
      'a list as text',
      resource('consul_acl_policy', { name: 'x', rules: 'y', datacenters: 'dc1' }),
      'consul_acl_policy.it.datacenters: a string, must be set',
    ],
    [
      'a wrong list member',
      resource('consul_acl_policy', { name: 'x', rules: 'y', datacenters: [1] }),
      'consul_acl_policy.it.datacenters[0]: a number, must be string',
    ],
    [
      'a wrong map value',
      resource('vault_audit', { type: 'file', options: { a: 1 } }),
      'vault_audit.it.options.a: a number, must be string',
    ],
    ['a list for a map', resource('vault_audit', { type: 'file', options: [] }), 'vault_audit.it.options: a list, must be map'],
    [
      'an unknown argument in a block',
      resource('nomad_job', { ...job, timeouts: { delete: '5m' } }),
      'nomad_job.it.timeouts.delete: unknown argument',
    ],
    ['a value for a block', resource('nomad_job', { ...job, timeouts: '5m' }), 'nomad_job.it.timeouts: not a block'],
    ['a required block left out', resource('nomad_acl_role', { name: 'x' }), 'nomad_acl_role.it.policy: required block, but missing'],
    ['too few blocks', resource('nomad_acl_role', { name: 'x', policy: [] }), 'nomad_acl_role.it.policy: 0 blocks, at least 1 required'],
    ['too many blocks', resource('nomad_job', { ...job, hcl2: [{}, {}] }), 'nomad_job.it.hcl2: 2 blocks, at most 1 allowed'],
    [
      'a missing argument of a block',
      resource('nomad_acl_role', { name: 'x', policy: [{}] }),
      'nomad_acl_role.it.policy[0].name: required, but missing',
    ],
    ['an unknown provider', { provider: { aws: [{}] } }, 'provider.aws: unknown provider'],
    ['an unknown argument of a provider', { provider: { consul: [{ adress: 'x' }] } }, 'provider.consul[0].adress: unknown argument'],
    [
      'another version of a provider',
      { terraform: { required_providers: { nomad: { version: '2.6.1' } } } },
      'terraform.required_providers.nomad: version is "2.6.1", the schemas are those of 2.5.2',
    ],
  ])('reports %s', (_what, tfJson, finding) => {
    expect(schemaFindings(tfJson)).toEqual([finding]);
  });

  test.each([
    [
      'a KV secret',
      resource('vault_kv_secret_v2', { mount: 'kv', name: 'x', data_json: '${var.x}' }),
      'vault_kv_secret_v2.it.data_json: puts a secret into the state',
    ],
    [
      'a Nomad variable',
      resource('nomad_variable', { path: 'x', items: '${var.x}' }),
      'nomad_variable.it.items: puts a secret into the state',
    ],
    ['a generic secret', resource('vault_generic_secret', {}), 'vault_generic_secret.it: puts a secret into the state'],
    ['a Vault token', resource('vault_token', {}), 'vault_token.it: puts a secret into the state'],
    [
      'an issued certificate',
      resource('vault_pki_secret_backend_cert', {}),
      'vault_pki_secret_backend_cert.it: puts a secret into the state',
    ],
    [
      'an AppRole secret id',
      resource('vault_approle_auth_backend_role_secret_id', {}),
      'vault_approle_auth_backend_role_secret_id.it: puts a secret into the state',
    ],
    ['a Nomad token', resource('nomad_acl_token', {}), 'nomad_acl_token.it: puts a secret into the state'],
    [
      'a Consul token',
      resource('consul_acl_token_policy_attachment', {}),
      'consul_acl_token_policy_attachment.it: puts a secret into the state',
    ],
    [
      'a certificate in a config entry',
      resource('consul_config_entry', { kind: 'inline-certificate', name: 'x' }),
      'consul_config_entry.it.kind: inline-certificate puts a private key into the state',
    ],
    ['a provider token', { provider: { consul: [{ token: 'abc' }] } }, 'provider.consul[0].token: a secret written as a literal'],
    [
      'a provider secret id',
      { provider: { nomad: [{ address: 'x', secret_id: 'abc' }] } },
      'provider.nomad[0].secret_id: a secret written as a literal',
    ],
    [
      'a literal client secret',
      resource('vault_jwt_auth_backend', { oidc_client_secret: 'abc' }),
      'vault_jwt_auth_backend.it.oidc_client_secret: a secret written as a literal',
    ],
    ['a read from Vault', { data: { vault_kv_secret_v2: { x: {} } } }, 'data.vault_kv_secret_v2: puts a secret into the state'],
  ])('keeps %s out of the state', (_what, tfJson, finding) => {
    expect(schemaFindings(tfJson)).toEqual([finding]);
  });
});
