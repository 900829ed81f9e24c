import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout';
import { asOperator } from './servers/engines-up';

/** What one identity of CI shows to the engines. */
export interface Tokens {
  readonly nomad: string;
  readonly consul: string;
  readonly vault: string;
}

/** Who applies a stack: the platform team its own, a privileged identity the access stacks, a team its own domain. */
export type Identity = { readonly is: 'platform' } | { readonly is: 'access' } | { readonly is: 'team'; readonly domain: string };

/** Stack `platform`, stacks `<domain>-access`, stacks `<domain>`. */
export function identityFor(stack: string): Identity {
  if (stack === 'platform') return { is: 'platform' };
  if (stack.endsWith('-access')) return { is: 'access' };
  return { is: 'team', domain: stack };
}

interface Rules {
  /** undefined: a management token. Only such a one may write namespaces, in Nomad. */
  readonly nomad: string | undefined;
  readonly consul: string;
  readonly vault: string;
}

/** The least with which each identity can apply its stacks. */
function rulesOf(identity: Identity): Rules {
  switch (identity.is) {
    case 'platform':
      return {
        nomad: 'node_pool "*" { policy = "write" }\noperator { policy = "write" }',
        // "acl" is in Consul what "may do everything" is elsewhere: who writes auth methods can give himself any token.
        consul: 'acl = "write"\noperator = "write"\nmesh = "write"\nservice_prefix "" { policy = "write" intentions = "write" }',
        vault: [
          'path "sys/mounts/*" { capabilities = ["create", "read", "update", "delete", "sudo"] }',
          'path "sys/mounts" { capabilities = ["read"] }',
          'path "sys/auth/*" { capabilities = ["create", "read", "update", "delete", "sudo"] }',
          'path "sys/auth" { capabilities = ["read"] }',
          'path "auth/+/config" { capabilities = ["create", "read", "update"] }',
          // The provider makes a child token for each run.
          'path "auth/token/create" { capabilities = ["update"] }',
        ].join('\n'),
      };
    case 'access':
      return {
        nomad: undefined,
        consul:
          'acl = "write"\nmesh = "write"\noperator = "read"\nservice_prefix "" { policy = "write" intentions = "write" }\nnode_prefix "" { policy = "write" }',
        vault: [
          'path "auth/+/role/*" { capabilities = ["create", "read", "update", "delete"] }',
          // Those of jobs: with all it could write its own.
          'path "sys/policies/acl/nomad-*" { capabilities = ["create", "read", "update", "delete"] }',
          'path "pki/roles/*" { capabilities = ["create", "read", "update", "delete"] }',
          'path "auth/token/create" { capabilities = ["update"] }',
        ].join('\n'),
      };
    case 'team':
      return {
        // Not the policy "write": it also opens a shell in a task, and reads its files.
        nomad: `namespace "${identity.domain}" { capabilities = ["list-jobs", "parse-job", "read-job", "submit-job"] }\nhost_volume "*" { policy = "write" }`,
        consul: `key_prefix "${identity.domain}/" { policy = "write" }`,
        vault: 'path "auth/token/create" { capabilities = ["update"] }',
      };
  }
}

const making = new Map<string, Promise<Tokens>>();

/** The tokens of an identity, made at first use by the operator of the lab. */
export function tokensFor(layout: Layout, identity: Identity): Promise<Tokens> {
  const name = identity.is === 'team' ? `team-${identity.domain}` : identity.is;
  const known = making.get(name);
  if (known !== undefined) return known;
  const made = make(layout, identity, name);
  making.set(name, made);
  return made;
}

async function make(layout: Layout, identity: Identity, name: string): Promise<Tokens> {
  const file = join(layout.folder, `tokens-${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Tokens;
  const rules = rulesOf(identity);
  const { consul, nomad, vault } = asOperator(layout);
  const ci = `ci-${name}`;

  if (rules.nomad !== undefined) await nomad.put(`/v1/acl/policy/${ci}`, { Name: ci, Rules: rules.nomad });
  const nomadToken = await nomad.put<{ SecretID: string }>('/v1/acl/token', {
    Name: ci,
    ...(rules.nomad === undefined ? { Type: 'management' } : { Type: 'client', Policies: [ci] }),
  });
  if ((await consul.find(`/v1/acl/policy/name/${ci}`)) === undefined) await consul.put('/v1/acl/policy', { Name: ci, Rules: rules.consul });
  const consulToken = await consul.put<{ SecretID: string }>('/v1/acl/token', { Description: ci, Policies: [{ Name: ci }] });
  await vault.put(`/v1/sys/policies/acl/${ci}`, { policy: rules.vault });
  const vaultToken = await vault.post<{ auth: { client_token: string } }>('/v1/auth/token/create', {
    display_name: ci,
    policies: [ci],
    period: '24h',
  });

  const tokens: Tokens = { nomad: nomadToken.SecretID, consul: consulToken.SecretID, vault: vaultToken.auth.client_token };
  writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 });
  return tokens;
}
