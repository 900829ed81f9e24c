import { randomBytes } from 'node:crypto';
import { EngineError } from './engine-api';
import { ENGINES_ADDRESS, type Layout } from './layout';
import type { Needs } from './needs';
import { DATABASE_PORT } from './servers/simulators';
import { asOperator } from './servers/engines-up';

// What the operators of the firm do by hand and no program says: the root of the certificates, and the values of secrets
// and keys. Repeating it changes no value that is there.

/** Makes the root certificate, and the certificate roles that jobs name and no stack makes. */
export async function prepareCertificates(layout: Layout, roles: Iterable<string>): Promise<void> {
  const { vault } = asOperator(layout);
  await vault.post('/v1/sys/mounts/pki/tune', { max_lease_ttl: '87600h' });
  const issuers = await vault.raw('GET', '/v1/pki/issuers?list=true');
  if (issuers.status === 404) await vault.post('/v1/pki/root/generate/internal', { common_name: 'kumiki lab', ttl: '87600h' });
  for (const role of roles) {
    if ((await vault.find(`/v1/pki/roles/${role}`)) !== undefined) continue;
    await vault.post(`/v1/pki/roles/${role}`, { allow_any_name: true, enforce_hostnames: false, max_ttl: '720h' });
  }
}

/** Gives every secret, database role and key that jobs read a first value. */
export async function seed(layout: Layout, needs: Needs): Promise<void> {
  const { consul, vault } = asOperator(layout);
  for (const [path, fields] of needs.secrets) {
    if ((await vault.find(`/v1/${path}`)) !== undefined) continue;
    const data = Object.fromEntries([...fields].map((field) => [field, randomBytes(12).toString('hex')]));
    await vault.post(`/v1/${path}`, { data });
  }
  if (needs.databaseRoles.size > 0) {
    await vault.post('/v1/database/config/simulator', {
      plugin_name: 'redis-database-plugin',
      allowed_roles: '*',
      host: ENGINES_ADDRESS,
      port: DATABASE_PORT,
      username: 'vault',
      password: 'of-the-simulator',
      tls: false,
    });
  }
  for (const role of needs.databaseRoles)
    await vault.post(`/v1/database/roles/${role}`, {
      db_name: 'simulator',
      creation_statements: ['["+@read"]'],
      default_ttl: '1h',
      max_ttl: '24h',
    });
  for (const key of needs.keys) {
    const { status } = await consul.raw('GET', `/v1/kv/${key}`);
    if (status === 404) await consul.put(`/v1/kv/${key}`, {});
    else if (status !== 200) throw new EngineError('GET', key, status, '');
  }
}
