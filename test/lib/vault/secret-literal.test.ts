import { secretLiteralsIn } from '../../../lib/vault';

/** Joined here, so that no scanner of this repository takes a test for a leak. */
const joined = (...parts: string[]): string => parts.join('');

/** What Consul's agents are trusted by: public, and as random to look at as a key. */
const CERTIFICATE = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBiTCCAS+gAwIBAgIUGZuQe/DqW+vuemd+3LMF8V3gO14wCgYIKoZIzj0EAwIw',
  'GjEYMBYGA1UEAwwPQ29uc3VsIEFnZW50IENBMB4XDTI2MTEyNzIyMzYzNloXDTM2',
  'MTEyNDIyMzYzNlowGjEYMBYGA1UEAwwPQ29uc3VsIEFnZW50IENBMFkwEwYHKoZI',
  'zj0CAQYIKoZIzj0DAQcDQgAEmqIth7ZucP+vkbJAlc3aFHZnFvyvWNE/nn56KMrs',
  'eZZo6RayzlQFR04NNi5MaCZpAxefIxuWbajeTa5NqLRmb6NTMFEwHQYDVR0OBBYE',
  'FOVzoEjMSUllelIY1li7N4J4WFieMB8GA1UdIwQYMBaAFOVzoEjMSUllelIY1li7',
  'N4J4WFieMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhANGfVOww',
  'a+y2HhEyjtB+QhrQOzQpqKGlYrapiKRiVbJlAiBTP0+fpOqjKdMIUlA3SdcRCkf1',
  'oD4ofxYe/2G9W7LbaA==',
  '-----END CERTIFICATE-----',
].join('\n');

describe('a literal looks like a secret', () => {
  test.each([
    ['a private key', undefined, joined('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIE')],
    ['a private key', undefined, joined('-----BEGIN ', 'PRIVATE KEY-----\nMIIE')],
    ['a Vault token', undefined, joined('hvs.', 'CAESIJ0a1b2c3d4e5f6g7h8i9')],
    ['a JSON web token', undefined, joined('eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0.', 'dozjgNryP4J3jVmNHl0w5N')],
    ['an AWS access key', undefined, joined('AKIA', 'IOSFODNN7EXAMPLE')],
    ['a GitHub token', undefined, joined('ghp_', 'abcdefghijklmnopqrstuvwxyz0123456789')],
    ['a GitLab token', undefined, joined('glpat-', 'abcdefghij0123456789')],
    ['a Slack token', undefined, joined('xoxb-', '123456789012-abcdef')],
    ['a password in a URL', undefined, 'postgres://orders:Tr0ub4dor@db.internal:5432/orders'],
    ['a password in a URL', undefined, 'see amqps://app:s3cret@mq.internal for more'],
    ['the secret that DB_PASSWORD names', 'DB_PASSWORD', 'Tr0ub4dor&3'],
    ['the secret that db_password names', 'db_password', 'hunter2hunter2!'],
    ['the secret that API_KEY names', 'API_KEY', 'A1b2C3'],
    ['the secret that session.secret names', 'session.secret', 'X9-77'],
    ['the secret that FIX_TOKEN names', 'FIX_TOKEN', '8f14e45fceea'],
    ['a generated key', undefined, 'k8Jd02mZqP4vX7nB1cR5tY9wL3eH6gAs'],
    ['a generated key', 'SALT', 'prefix k8Jd02mZqP4vX7nB1cR5tY9wL3eH6gAs suffix'],
  ])('as %s', (what, name, value) => {
    expect(secretLiteralsIn('env.X', name, value)).toEqual([
      {
        code: 'SECRET-LITERAL',
        at: 'env.X',
        message: `this looks like ${what}; as a literal it would stand in the code, the plan, the state and Nomad's raft`,
        value: `… (${String(value.length)} characters)`,
        fix: "put it into Vault and read it: addSecretEnv(VaultSecret.kv('…'), { NAME: 'field' })",
      },
    ]);
  });

  test('and is shown by its first letters only', () => {
    const value = joined('hvs.', 'CAESIJ0a1b2c3d4e5f6g7h8i9');
    const found = secretLiteralsIn('env.X', undefined, value);
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain(value.slice(4));
  });
});

describe('a literal is harmless', () => {
  test.each<[string | undefined, string]>([
    ['LEDGER_URL', 'http://127.0.0.1:13482'],
    ['DATABASE_URL', 'postgres://orders@db.internal:5432/orders'],
    ['DATABASE_URL', 'postgres://${DB_USER}:${DB_PASSWORD}@db.internal/orders'],
    ['DATABASE_URL', 'postgres://{{ .user }}:{{ .password }}@db.internal/orders'],
    ['DB_PASSWORD', '${DB_PASSWORD_FROM_VAULT}'],
    ['DB_PASSWORD', '{{ .Data.password }}'],
    ['DB_PASSWORD', ''],
    ['PWD', '/app'],
    ['DB_PASSWORD_FILE', '/secrets/db/password'],
    ['DB_PASSWORD', '/secrets/db/password'],
    ['DB_PASSWORD', 'secrets/db/password'],
    ['TOKEN', 'true'],
    ['TOKEN', '3600'],
    ['API_KEY', 'none'],
    ['API_KEY', 'orders-api-key'],
    ['CREDENTIALS', 'workload-identity'],
    ['TOKEN_TTL', '1h30m'],
    ['SECRET_ENGINE', 'KV2'],
    ['PASSWORD_POLICY', 'Min12Mixed'],
    ['TOKENIZER', 'Cl100kBase'],
    ['KEYSPACE', 'Orders2'],
    ['JAVA_OPTS', '-Xmx512m -XX:+UseG1GC -Dcom.sun.management.jmxremote.port=9999'],
    ['IMAGE', `registry.internal/sec/orders@sha256:${'0123456789abcdef'.repeat(4)}`],
    ['COMMIT', '9eb2841f686750732fff9ffcf858fdb6a5cc0000'],
    ['MD5', 'D41D8CD98F00B204E9800998ECF8427E'],
    ['UUID', '123E4567-e89b-12d3-a456-426614174000'],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['CLASSPATH', '/app/lib/OrdersService2.jar:/app/lib/LedgerClient3.jar'],
    ['TOPICS', 'trading.orders.v1,trading.fills.v1,settlement.entries.v2'],
    ['CRON', '30 18 * * 1-5'],
    ['GREETING', '約定が成立しました。ご確認ください。'],
    ['MOTTO', 'the quick brown fox jumps over the lazy dog and returns'],
    [undefined, '--config=/local/flags.json'],
    [undefined, '--public-key=/local/public.pem'],
    [undefined, joined('-----BEGIN ', 'CERTIFICATE-----\nMIIB')],
    [undefined, joined('-----BEGIN PUBLIC ', 'KEY-----\nMIIB')],
    [undefined, '{"dryRun":false,"limits":{"perAccount":1000000}}'],
    [undefined, 'until nc -w 1 127.0.0.1 "$port" </dev/null; do i=$((i+1)); sleep 0.1; done'],
    [undefined, 'AbstractSingletonProxyFactoryBean'],
  ])('%s = %j', (name, value) => {
    expect(secretLiteralsIn('env.X', name, value)).toEqual([]);
  });
});

describe('a certificate', () => {
  it('is no secret, alone or in a text', () => {
    expect(secretLiteralsIn('env.CA', 'CA', CERTIFICATE)).toEqual([]);
    expect(secretLiteralsIn('env.CA', undefined, JSON.stringify({ ca: CERTIFICATE }))).toEqual([]);
    expect(secretLiteralsIn('env.CA', undefined, `# who signs\n${CERTIFICATE}\n${CERTIFICATE}\n`)).toEqual([]);
  });

  it.each([
    ['a private key', joined('-----BEGIN ', 'PRIVATE KEY-----\nMIIE\n-----END ', 'PRIVATE KEY-----')],
    ['a generated key', 'k8Jd02mZqP4vX7nB1cR5tY9wL3eH6gAs'],
    ['the secret that password names', 'password = Tr0ub4dor&3'],
  ])('hides nothing that stands beside it: %s', (what, other) => {
    for (const text of [`${CERTIFICATE}\n${other}`, `${other}\n${CERTIFICATE}`, `ca = ${CERTIFICATE}\n${other}`])
      expect(secretLiteralsIn('env.X', undefined, text)[0]?.message).toContain(what);
  });
});
