import { needsOf } from './needs';

const job = (...templates: string[]) =>
  JSON.stringify({
    TaskGroups: [{ Tasks: [{ Config: { image: 'local/standin:1' }, Templates: templates.map((EmbeddedTmpl) => ({ EmbeddedTmpl })) }] }],
  });

describe('what jobs read that no stack writes', () => {
  it('names each secret with the fields that are read of it', () => {
    const { secrets } = needsOf([
      job(
        '{{ with secret "secret/data/a/b" }}X={{ .Data.data.user | toJSON }}\n{{ index .Data.data "with-dash" }}{{ end }}{{ with secret "secret/data/c" }}{{ .Data.data.key }}{{ end }}',
      ),
    ]);

    expect([...secrets].map(([path, fields]) => [path, [...fields]])).toEqual([
      ['secret/data/a/b', ['user', 'with-dash']],
      ['secret/data/c', ['key']],
    ]);
  });

  it('tells roles of the database and of certificates from secrets', () => {
    const needs = needsOf([
      job(
        '{{ with secret "database/creds/orders-rw" }}{{ .Data.password }}{{ end }}',
        '{{ with secret "pki/issue/line" "ttl=72h" }}{{ .Data.certificate }}{{ end }}',
      ),
    ]);

    expect([...needs.databaseRoles]).toEqual(['orders-rw']);
    expect([...needs.certificateRoles]).toEqual(['line']);
    expect(needs.secrets.size).toBe(0);
  });

  it('names the keys', () => {
    expect([...needsOf([job('{{ key "trading/orders/limits" }}')]).keys]).toEqual(['trading/orders/limits']);
  });
});
