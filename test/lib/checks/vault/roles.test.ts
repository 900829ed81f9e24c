import type { Estate } from '../../../../lib/checks';
import { findingsOf, jobOf, readerJob, role } from '../../../support/estate-findings';

const SECRET = '{{ with secret "database/creds/a" }}{{ .Data.username }}{{ end }}';
const READ_AT = 'TaskGroups[0].Tasks[0].Templates[0].EmbeddedTmpl';
const grant = (path: string, ...capabilities: readonly string[]): string =>
  `path "${path}" { capabilities = [${capabilities.map((each) => `"${each}"`).join(', ')}] }`;
const GRANT = grant('database/creds/a', 'read');

const read = (template: string, ...policies: readonly string[]): string[] =>
  findingsOf({ jobs: [readerJob('a', 'a', [template])], roles: [role('a', policies)] });

describe('a read of a template', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    ['is granted by its path', SECRET, [GRANT], []],
    [
      'is not granted by another capability',
      SECRET,
      [grant('database/creds/a', 'list')],
      [`VAULT-POLICY-WIDE role/a policies[0] path "database/creds/a"`, `VAULT-UNGRANTED a ${READ_AT}`],
    ],
    [
      'with arguments is a write, which update and create allow',
      '{{ with secret "pki/issue/a" "common_name=a" }}{{ end }}',
      [grant('pki/issue/a', 'create', 'update')],
      [],
    ],
    [
      'with arguments is not granted by read',
      '{{ with secret "pki/issue/a" "common_name=a" }}{{ end }}',
      [grant('pki/issue/a', 'read')],
      [`VAULT-POLICY-WIDE role/a policies[0] path "pki/issue/a"`, `VAULT-UNGRANTED a ${READ_AT}`],
    ],
    ['of a certificate is a write', '{{ pkiCert "pki/issue/a" "common_name=a" }}', [grant('pki/issue/a', 'update')], []],
    ['of names is a list', '{{ range secrets "secret/metadata/a" }}{{ end }}', [grant('secret/metadata/a', 'list')], []],
    ['may leave out what consul-template puts behind the mount', '{{ secret "secret/a/b" }}', [grant('secret/data/a/b', 'read')], []],
    ['of a mount with two segments may, too', '{{ secret "team/kv/a" }}', [grant('team/kv/data/a', 'read')], []],
    ['that is computed could be any', '{{ secret (printf "x/%s" "a") }}', [grant('secret/data/a', 'read')], []],
    ['in a comment is none', '{{/* secret "database/creds/b" */}}', [], []],
    ['in the text beside actions is none', 'secret "database/creds/b"', [], []],
  ])('%s', (_, template, policies, expected) => {
    expect(read(template, ...policies)).toEqual(expected);
  });

  test('is not judged where a policy is written elsewhere, or filled in at log-in', () => {
    const jobs = [readerJob('a', 'a', [SECRET])];
    expect(findingsOf({ jobs, roles: [role('a', [], { unknownPolicies: ['shared'] })] })).toEqual([]);
    const filledIn = grant('database/creds/{{identity.entity.name}}', 'read');
    expect(read(SECRET, filledIn)).toEqual([]);
  });
});

describe('a policy', () => {
  test('may be wider where the program holds the token itself', () => {
    const wide = [GRANT, grant('database/creds/b', 'read')];
    const found = (vault: Record<string, boolean>): string[] =>
      findingsOf({ jobs: [readerJob('a', 'a', [SECRET], vault)], roles: [role('a', wide)] });
    expect(found({})).toEqual(['VAULT-POLICY-WIDE role/a policies[1] path "database/creds/b"']);
    expect(found({ Env: true })).toEqual([]);
    expect(found({ DisableFile: false })).toEqual([]);
  });

  test.each<[string, string, readonly string[]]>([
    ['of a whole engine', grant('database/*', 'read'), ['VAULT-WILDCARD']],
    ['of every team behind data', grant('secret/data/+/a', 'read'), ['VAULT-WILDCARD']],
    ['of what begins like the job', grant('secret/data/trading/a*', 'read'), []],
    ['with a deny of a whole engine', grant('secret/*', 'deny'), []],
    ['with sudo', grant('database/creds/a', 'sudo'), ['VAULT-SUDO']],
    ['below sys', grant('sys/mounts', 'read'), ['VAULT-SYS']],
    ['below sys about its own leases', grant('sys/leases/renew', 'update'), []],
  ])('%s', (_, policy, expected) => {
    const found = findingsOf({ roles: [role('a', [policy])] });
    expect(found.map((text) => text.split(' ')[0])).toEqual(expected);
  });
});

test('what a template reads whose text is elsewhere, or cannot be read, could be anything', () => {
  const wide = [role('a', [GRANT])];
  const of = (template: Record<string, string>): string[] =>
    findingsOf({
      jobs: [jobOf('a', { Tasks: [{ Name: 'main', Vault: { Role: 'a', Env: false, DisableFile: true }, Templates: [template] }] })],
      roles: wide,
    });
  expect(of({ EmbeddedTmpl: 'nothing' })).toEqual(['VAULT-POLICY-WIDE role/a policies[0] path "database/creds/a"']);
  expect(of({ SourcePath: 'local/db.tpl' })).toEqual([]);
  expect(of({ EmbeddedTmpl: '{{ with secret ' })).toEqual([]);
});

describe('a path of a KV engine', () => {
  const MOUNTS: Estate['mounts'] = [
    { path: 'secret', type: 'kv', version: 2 },
    { path: 'old', type: 'kv', version: 1 },
    { path: 'team/kv', type: 'kv', version: 2 },
  ];
  const codes = (policy: string, mounts: Estate['mounts']): string[] =>
    findingsOf({ roles: [role('a', [policy])], mounts }).map((text) => text.split(' ')[0] ?? '');

  test.each<[string, string, readonly string[]]>([
    ['without data at version 2', grant('secret/trading/a', 'read'), ['VAULT-KV-DATA']],
    ['without data at version 1', grant('old/trading/a', 'read'), []],
    ['without data at a mount of two segments', grant('team/kv/trading/a', 'read'), ['VAULT-KV-DATA']],
    ['with metadata', grant('secret/metadata/trading/a', 'list'), []],
    ['with a deny that misses data', grant('secret/trading/a', 'deny'), ['VAULT-DENY-IDLE']],
  ])('%s', (_, policy, expected) => {
    expect(codes(policy, MOUNTS)).toEqual(expected);
  });

  test('is known by its neighbours where no mounts are known', () => {
    const neighbour = grant('secret/data/trading/b', 'read');
    expect(codes(`${neighbour} ${grant('secret/trading/a', 'read')}`, undefined)).toEqual(['VAULT-KV-DATA']);
    expect(codes(grant('secret/trading/a', 'read'), undefined)).toEqual([]);
  });
});

describe('a role', () => {
  const JOBS = [readerJob('a', 'a', [SECRET])];

  test.each<[string, Parameters<typeof role>[2], readonly string[]]>([
    ['of the job', {}, []],
    ['of every namespace', { namespace: undefined }, ['VAULT-ROLE-UNBOUND role/a bound_claims.nomad_namespace']],
    ['of two jobs', { jobId: 'a,b' }, ['VAULT-ROLE-UNBOUND role/a bound_claims.nomad_job_id']],
    ['of another namespace', { namespace: 'settlement' }, ['VAULT-ROLE-REFUSED a TaskGroups[0].Tasks[0].Vault.Role']],
    ['of another job', { jobId: 'b' }, ['VAULT-ROLE-REFUSED a TaskGroups[0].Tasks[0].Vault.Role']],
  ])('%s', (_, more, expected) => {
    expect(findingsOf({ jobs: JOBS, roles: [role('a', [GRANT], more)] })).toEqual(expected);
  });

  test('for people is bound to no job', () => {
    expect(findingsOf({ roles: [role('operators', [], { namespace: undefined, jobId: undefined })] })).toEqual([]);
  });

  test('that is not there is missed where roles are known', () => {
    const jobs = [readerJob('a', 'b', [])];
    expect(findingsOf({ jobs })).toEqual([]);
    expect(findingsOf({ jobs, roles: [role('c', [])] })).toEqual(['VAULT-ROLE-MISSING a TaskGroups[0].Tasks[0].Vault.Role']);
  });

  test('of a job that is not here is unused where the whole program is known', () => {
    const domains: Estate['domains'] = [{ version: 1, domain: 'trading', owner: 'trading-team', namespace: 'trading', members: [] }];
    expect(findingsOf({ roles: [role('a', [])] })).toEqual([]);
    expect(findingsOf({ roles: [role('a', [])], domains })).toEqual(['VAULT-ROLE-UNUSED role/a']);
    expect(findingsOf({ jobs: [jobOf('a', {})], roles: [role('a', [])] })).toEqual(['VAULT-ROLE-UNUSED role/a']);
  });
});
