import { Duration } from '../../../lib/values';
import { environmentTemplate, fileTemplate, policyText, VaultSecret, type SecretOwner } from '../../../lib/vault';

const orders: SecretOwner = { domain: 'trading', job: 'orders' };

describe('the text of a Vault policy', () => {
  test('has one block for each path, sorted, and no wildcard', () => {
    expect(
      policyText([
        { path: 'secret/data/trading/orders/fix', capabilities: ['read'] },
        { path: 'pki/issue/edge', capabilities: ['update', 'create'] },
      ]),
    ).toBe(`path "pki/issue/edge" {
  capabilities = ["create", "update"]
}

path "secret/data/trading/orders/fix" {
  capabilities = ["read"]
}
`);
  });

  test('merges what is said twice about one path', () => {
    expect(
      policyText([
        { path: 'a', capabilities: ['update'] },
        { path: 'a', capabilities: ['read', 'update'] },
      ]),
    ).toBe('path "a" {\n  capabilities = ["read", "update"]\n}\n');
  });

  test('is empty where nothing is read', () => {
    expect(policyText([])).toBe('');
  });
});

describe('VaultSecret', () => {
  test.each([
    [VaultSecret.database('orders-rw'), 'database/creds/orders-rw', ['read'], '.Data'],
    [VaultSecret.database('orders-rw', { mount: 'db2' }), 'db2/creds/orders-rw', ['read'], '.Data'],
    [VaultSecret.kv('fix'), 'secret/data/trading/orders/fix', ['read'], '.Data.data'],
    [VaultSecret.kv('fix/session-1', { mount: 'kv' }), 'kv/data/trading/orders/fix/session-1', ['read'], '.Data.data'],
    [VaultSecret.sharedKv('smtp'), 'secret/data/trading/shared/smtp', ['read'], '.Data.data'],
  ])('%s of orders of trading is one exact path', (secret, path, capabilities, data) => {
    expect(secret.problem).toBeUndefined();
    expect(secret.requestOf(orders)).toEqual({ path, capabilities, parameters: [], data });
  });

  test('a certificate is issued with its names and life', () => {
    const secret = VaultSecret.pki('edge', {
      commonName: 'www.sec.example.co.jp',
      altNames: ['m.sec.example.co.jp', 'api.sec.example.co.jp'],
      ttl: Duration.days(7),
    });
    expect(secret.requestOf(orders)).toEqual({
      path: 'pki/issue/edge',
      capabilities: ['create', 'update'],
      parameters: ['common_name=www.sec.example.co.jp', 'alt_names=api.sec.example.co.jp,m.sec.example.co.jp', 'ttl=168h'],
      data: '.Data',
    });
  });

  test.each([
    ['a wildcard', VaultSecret.database('*'), 'database role', '"*"'],
    ['a plus', VaultSecret.kv('+'), 'KV secret', '"+"'],
    ['a way up', VaultSecret.kv('../ledger/fix'), 'KV secret', '".."'],
    ['a folder of its own', VaultSecret.database('a/b'), 'database role', '"a/b"'],
    ['nothing', VaultSecret.sharedKv(''), 'KV secret', '""'],
    ['a quote', VaultSecret.kv('a"b'), 'KV secret', '"a\\"b"'],
    ['an empty folder', VaultSecret.kv('a//b'), 'KV secret', '""'],
  ])('takes no path with %s', (_what, secret, what, value) => {
    expect(secret.problem).toMatchObject({
      code: 'VAULT-PATH',
      message: `a ${what} has plain path segments, without wildcards`,
      value,
      limit: 'letters, digits, dot, dash, underscore',
      fix: "for instance 'orders-rw'",
    });
  });

  test('takes no certificate name that is no DNS name', () => {
    expect(VaultSecret.pki('edge', { commonName: 'WWW.example.com', ttl: Duration.days(1) }).problem).toMatchObject({
      code: 'VALUE-INVALID',
      message: 'a certificate name is a lower-case DNS name',
      value: '"WWW.example.com"',
    });
  });
});

describe('templates', () => {
  test('quote each value, so that no content of a secret can add a line', () => {
    expect(environmentTemplate(VaultSecret.database('orders-rw').requestOf(orders), { DB_USER: 'username', DB_PASSWORD: 'password' })).toBe(
      '{{ with secret "database/creds/orders-rw" }}DB_PASSWORD={{ .Data.password | toJSON }}\nDB_USER={{ .Data.username | toJSON }}\n{{ end }}',
    );
  });

  test('reach fields whose names are no identifiers through index', () => {
    expect(fileTemplate(VaultSecret.kv('fix').requestOf(orders), ['session-key', 'pin'])).toBe(
      '{{ with secret "secret/data/trading/orders/fix" }}{{ index .Data.data "session-key" }}\n{{ .Data.data.pin }}\n{{ end }}',
    );
  });
});
