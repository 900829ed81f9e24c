import { jobDigest, type CheckFacts, type Estate, type EstateEntry, type EstateKeyReader, type EstateRole } from '../../lib/checks';
import type { Output } from '../../lib/change';
import { canonicalJob } from '../../lib/nomad';
import { resourcesIn } from './output';

/** The estate of a synthesized output. */
export function estateOf(output: Output, facts: CheckFacts): Estate {
  const resources = [...resourcesIn(output)].map(([address, values]) => ({ path: address, type: address.split(/[/.]/)[1] ?? '', values }));
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const policies = new Map(of('vault_policy').map(({ values }) => [String(values['name']), plain(String(values['policy']))]));
  const rules = new Map(of('consul_acl_policy').map(({ values }) => [String(values['name']), plain(String(values['rules']))]));
  return {
    facts,
    domains: [...output.graphs.values()],
    jobs: of('nomad_job').map(({ path, values }) => jobDigest(path, canonicalJob(JSON.parse(plain(String(values['jobspec'])))))),
    entries: of('consul_config_entry').map(({ path, values }): EstateEntry => ({
      path,
      kind: String(values['kind']),
      name: String(values['name']),
      entry: JSON.parse(plain(String(values['config_json']))),
    })),
    roles: of('vault_jwt_auth_backend_role').map(({ path, values }): EstateRole => {
      const names: string[] = values['token_policies'] ?? [];
      return {
        path,
        name: String(values['role_name']),
        namespace: values['bound_claims']?.nomad_namespace,
        jobId: values['bound_claims']?.nomad_job_id,
        policies: names.flatMap((name) => policies.get(name) ?? []),
        unknownPolicies: names.filter((name) => !policies.has(name)),
      };
    }),
    keyReaders: of('consul_acl_binding_rule').flatMap(({ path, values }): EstateKeyReader[] => {
      const text = values['bind_type'] === 'policy' ? rules.get(String(values['bind_name'])) : undefined;
      const jobId = /nomad_job_id == "([^"]+)"/.exec(String(values['selector']))?.[1];
      if (text === undefined || jobId === undefined) return [];
      return [
        {
          path,
          jobId,
          keys: [...text.matchAll(/key "([^"]+)"/g)].map(([, key = '']) => key),
          prefixes: [...text.matchAll(/key_prefix "([^"]*)"/g)].map(([, key = '']) => key),
        },
      ];
    }),
    keyWriters: [
      ...of('consul_keys').flatMap(({ path, values }) => values['key'].map((key: { path: string }) => ({ path, key: key.path }))),
      ...of('consul_key_prefix').map(({ path, values }) => ({ path, key: String(values['path_prefix']), prefix: true as const })),
    ],
    mounts: of('vault_mount').map(({ values }) => ({
      path: String(values['path']),
      type: String(values['type']),
      ...(values['options']?.version === undefined ? {} : { version: Number(values['options'].version) as 1 | 2 }),
    })),
  };
}

/** Terraform's escapes taken back. */
function plain(text: string): string {
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
}
