import type { DomainGraph } from 'kumiki';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Allocation } from './allocations';
import type { Layout } from './layout';
import { MeshClient } from './mesh-client';
import { declaredProbes, undeclaredProbes, type Probe } from './probes';
import { asOperator } from './servers/engines-up';
import { Standin, type CallOptions } from './standin';

export interface ProbeOptions {
  readonly calls: number;
  readonly refused: number;
  readonly seed: number;
}

export interface ProbeResults {
  /** Declared calls that were answered. */
  readonly answered: number;
  /** Undeclared calls that were refused. */
  readonly refused: number;
  /** What went otherwise, a line each. */
  readonly wrong: readonly string[];
  readonly seconds: number;
}

/** Tries declared calls from the callers' own allocations, and undeclared ones with the callers' own certificates. */
export async function probeEstate(layout: Layout, outputFolder: string, { calls, refused, seed }: ProbeOptions): Promise<ProbeResults> {
  const started = Date.now();
  const graphs = readGraphs(outputFolder);
  const { consul, nomad } = asOperator(layout);
  const all = await nomad.get<Allocation[]>('/v1/allocations?namespace=*&task_states=true');
  const running = new Map(
    all.filter(({ ClientStatus, DesiredStatus }) => ClientStatus === 'running' && DesiredStatus === 'run').map((one) => [one.JobID, one]),
  );
  const mesh = new MeshClient(consul);

  const asDeclared = (probe: Probe) => answeredAt(layout, running.get(probe.caller), probe);
  const asStranger = async ({ caller, callee, protocol, request }: Probe) => {
    const answer = await mesh.ask(caller, callee, protocol, request);
    return answer === 403 || answer === 'closed' ? undefined : `answered ${String(answer)}`;
  };
  const declared = await tried(declaredProbes(graphs, calls, seed), asDeclared, 'declared');
  const undeclared = await tried(undeclaredProbes(graphs, refused, seed), asStranger, 'undeclared');
  return {
    answered: declared.fine,
    refused: undeclared.fine,
    wrong: [...declared.wrong, ...undeclared.wrong],
    seconds: (Date.now() - started) / 1000,
  };
}

export const readGraphs = (outputFolder: string): DomainGraph[] =>
  readdirSync(join(outputFolder, 'mesh')).map((file) => JSON.parse(readFileSync(join(outputFolder, 'mesh', file), 'utf8')) as DomainGraph);

/** undefined where the call was answered. */
async function answeredAt(
  layout: Layout,
  allocation: Allocation | undefined,
  { caller, callee, protocol, request }: Probe,
): Promise<string | undefined> {
  if (allocation === undefined) return `${caller} does not run`;
  const task = Object.entries(allocation.TaskStates ?? {}).find(
    ([name, { State }]) => State === 'running' && !name.startsWith('connect-proxy-'),
  )?.[0];
  if (task === undefined) return `${caller} has no running task`;
  const { method, path, headers } = request === 'connection' ? { method: 'GET', path: '/', headers: {} } : request;
  const options: CallOptions = { method, headers, protocol: protocol as 'http' };
  const answer = await new Standin(layout, allocation, task).call(callee, path, options);
  const fine = answer.status === 200 && (answer.grpcStatus ?? '0') === '0';
  return fine ? undefined : `answered ${String(answer.status)} ${answer.grpcStatus ?? ''} ${answer.error ?? answer.body.slice(0, 120)}`;
}

const AT_A_TIME = 8;

async function tried(
  probes: readonly Probe[],
  attempt: (probe: Probe) => Promise<string | undefined>,
  kind: string,
): Promise<{ readonly fine: number; readonly wrong: string[] }> {
  const waiting = [...probes];
  const wrong: string[] = [];
  const worker = async () => {
    for (let probe = waiting.shift(); probe !== undefined; probe = waiting.shift()) {
      const what = probe.request === 'connection' ? 'tcp' : `${probe.request.method} ${probe.request.path}`;
      const reason = await attempt(probe).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      if (reason !== undefined) wrong.push(`${kind}: ${probe.caller} -> ${probe.callee} ${what}: ${reason}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return { fine: probes.length - wrong.length, wrong };
}
