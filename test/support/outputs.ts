import { expand } from '../../lib/change';
import type { Release } from '../../lib/review';
import { releaseFrom } from './releases';

/** What a hand-made output says of one domain. */
export interface DomainOutput {
  readonly owner?: string;
  /** Image of its one job; another one replaces its instances. */
  readonly image?: string;
  /** Whether new instances run beside the old ones first. */
  readonly canary?: boolean;
  /** Services that may call it. */
  readonly callers?: readonly string[];
}

/** Files of an output with a platform and these domains, as a synth writes it: path → content. */
export function outputOf(domains: Readonly<Record<string, DomainOutput>>): Readonly<Record<string, string>> {
  const ids = Object.keys(domains).sort();
  const stacks: Readonly<Record<string, { readonly resource: object; readonly after: readonly string[] }>> = {
    platform: { resource: { nomad_node_pool: { general: { name: 'general' } } }, after: [] },
    ...Object.fromEntries(
      ids.flatMap((id) => [
        [`${id}-access`, { resource: access(id, domains[id]!), after: ['platform'] }],
        [id, { resource: { nomad_job: { [id]: { jobspec: JSON.stringify(job(id, domains[id]!)) } } }, after: [`${id}-access`] }],
      ]),
    ),
  };
  const manifest = Object.fromEntries(
    Object.entries(stacks).map(([id, { after }]) => [id, { synthesizedStackPath: `stacks/${id}/cdk.tf.json`, dependencies: after }]),
  );
  return {
    'manifest.json': JSON.stringify({ stacks: manifest }),
    'checks/platform.json': JSON.stringify({
      version: 1,
      engines: { nomad: '1.11.3', consul: '1.22.1', vault: '1.21.0', envoy: '1.35.3' },
      timeZone: 'Asia/Tokyo',
      market: { opens: 540, closes: 930 },
    }),
    ...Object.fromEntries(Object.entries(stacks).map(([id, { resource }]) => [`stacks/${id}/cdk.tf.json`, JSON.stringify({ resource })])),
    ...Object.fromEntries(ids.map((id) => [`mesh/${id}.json`, JSON.stringify(graph(id, domains[id]!))])),
  };
}

/** The output that both can run in, as `synth --expand` writes it. */
export function expandedOf(
  base: Readonly<Record<string, string>>,
  head: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const [before, after]: Release[] = [releaseFrom(base), releaseFrom(head)];
  const { stacks, graphs } = expand(before!.output, after!.output);
  const entries = (files: Readonly<Record<string, string>>) => JSON.parse(files['manifest.json']!).stacks;
  return {
    ...head,
    'manifest.json': JSON.stringify({ stacks: { ...entries(base), ...entries(head) } }),
    ...Object.fromEntries([...stacks].map(([id, stack]) => [`stacks/${id}/cdk.tf.json`, JSON.stringify(stack)])),
    ...Object.fromEntries([...graphs].map(([id, one]) => [`mesh/${id}.json`, JSON.stringify(one)])),
  };
}

function access(id: string, { callers = [] }: DomainOutput): object {
  const Sources = callers.map((Name) => ({ Name, Type: 'consul', Action: 'allow', Precedence: 9 }));
  return {
    consul_config_entry: {
      [`intentions_${id}`]: {
        kind: 'service-intentions',
        name: `sec-${id}`,
        config_json: JSON.stringify({ Sources: [...Sources, { Name: '*', Type: 'consul', Action: 'deny', Precedence: 8 }] }),
      },
    },
  };
}

function job(id: string, { image = '1', canary = false }: DomainOutput): object {
  return {
    ID: `sec-${id}`,
    Namespace: id,
    Type: 'service',
    TaskGroups: [
      {
        Name: id,
        Count: 2,
        Update: { MaxParallel: 1, HealthyDeadline: 300_000_000_000, ProgressDeadline: 600_000_000_000, Canary: canary ? 1 : 0 },
        Tasks: [
          { Name: 'app', Driver: 'docker', Config: { image: `registry.internal/${id}:${image}` }, Resources: { CPU: 500, MemoryMB: 256 } },
        ],
      },
    ],
  };
}

function graph(id: string, { owner = `${id}-team` }: DomainOutput): object {
  return { version: 1, domain: id, owner, namespace: id, members: [{ service: `sec-${id}`, kind: 'service', path: `${id}/${id}` }] };
}
