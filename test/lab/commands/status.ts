import { EngineApi } from '../engine-api';
import { CONSUL, NOMAD, SERVERS, VAULT, type Layout } from '../layout';
import { asOperator } from '../servers/engines-up';
import { insideOf, initOf } from '../servers/namespaces';
import { runInside } from './run-inside';

interface Allocation {
  readonly JobID: string;
  readonly Namespace: string;
  readonly NodeName: string;
  readonly ClientStatus: string;
  readonly DesiredStatus: string;
  readonly DeploymentStatus?: { readonly Healthy?: boolean | null } | null;
}

/** What of the lab is up, and the allocations that are not as they should be. */
export async function status(layout: Layout): Promise<void> {
  if (insideOf() === undefined) {
    if (initOf(layout) === undefined) {
      process.stdout.write(`the lab '${layout.name}' is not up\n`);
      process.exitCode = 1;
      return;
    }
    await runInside(layout, ['status']);
    return;
  }
  const answers = async (name: string, base: string, path: string) => {
    const state = await new EngineApi(base).raw('GET', path).then(
      ({ status: code }) => (code === 200 ? 'up' : `answers ${String(code)}`),
      () => 'down',
    );
    process.stdout.write(`${name.padEnd(16)} ${state}\n`);
    return state === 'up';
  };
  const engines = [
    await answers('consul', CONSUL, '/v1/status/leader'),
    await answers('vault', VAULT, '/v1/sys/health'),
    await answers('nomad', NOMAD, '/v1/status/leader'),
  ];
  if (!engines.every(Boolean)) {
    process.exitCode = 1;
    return;
  }
  const { nomad } = asOperator(layout);
  const nodes = await nomad.get<{ Name: string; Status: string; NodePool: string }[]>('/v1/nodes');
  for (const server of SERVERS) {
    const node = nodes.find(({ Name }) => Name === server.name);
    process.stdout.write(`${server.name.padEnd(16)} ${node?.Status ?? 'unknown to Nomad'}, pool ${server.pool}, ${server.address}\n`);
  }
  const allocations = await nomad.get<Allocation[]>('/v1/allocations?namespace=*');
  const wanted = allocations.filter(({ DesiredStatus }) => DesiredStatus === 'run');
  const running = wanted.filter(({ ClientStatus }) => ClientStatus === 'running');
  process.stdout.write(`${String(running.length)} of ${String(wanted.length)} wanted allocations run\n`);
  for (const one of wanted.filter((other) => other.ClientStatus !== 'running' && other.ClientStatus !== 'complete'))
    process.stdout.write(`  ${one.Namespace}/${one.JobID} on ${one.NodeName}: ${one.ClientStatus}\n`);
}
