import type { DomainGraph } from 'kumiki';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type Allocation } from './allocations';
import type { EngineApi } from './engine-api';
import type { Layout } from './layout';
import { MeshClient } from './mesh-client';
import { declaredProbes, undeclaredProbes, type Probe } from './probes';
import { asOperator } from './servers/engines-up';
import { Standin, type CallOptions } from './standin';
import { tried } from './tried';
import type { Patience } from './until';

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
  /** What went right only when it was tried again, a line each with what came first. */
  readonly late: readonly string[];
  readonly seconds: number;
}

/** Tries declared calls from the callers' own allocations, and undeclared ones with the callers' own certificates. */
export async function probeEstate(layout: Layout, outputFolder: string, { calls, refused, seed }: ProbeOptions): Promise<ProbeResults> {
  const started = Date.now();
  const graphs = readGraphs(outputFolder);
  const { consul, nomad } = asOperator(layout);
  let running = await runningJobs(nomad);
  let mesh = new MeshClient(consul);

  const asDeclared = async (probe: Probe) => {
    const reason = await answeredAt(layout, running.get(probe.caller), probe);
    return reason === undefined ? undefined : { reason };
  };
  const asStranger = async ({ caller, callee, protocol, request }: Probe) => {
    const answer = await mesh.ask(caller, callee, protocol, request);
    if (answer === 403 || answer === 'closed') return undefined;
    // Whatever status it is, no intention stood before it: the stranger was let in, whatever is said later.
    return { reason: `answered ${String(answer)}`, isFinal: typeof answer === 'number' };
  };
  // Allocations, certificates and addresses may be others by then.
  const beforeAgain = async () => {
    running = await runningJobs(nomad);
    mesh = new MeshClient(consul);
  };
  const declared = await tried(declaredProbes(graphs, calls, seed), asDeclared, { lineOf: lineOf('declared'), beforeAgain });
  const undeclared = await tried(undeclaredProbes(graphs, refused, seed), asStranger, { lineOf: lineOf('undeclared'), beforeAgain });
  return {
    answered: declared.fine,
    refused: undeclared.fine,
    wrong: [...declared.wrong, ...undeclared.wrong],
    late: [...declared.late, ...undeclared.late],
    seconds: (Date.now() - started) / 1000,
  };
}

/** An allocation of each job that runs. */
async function runningJobs(nomad: EngineApi): Promise<ReadonlyMap<string, Allocation>> {
  const all = await nomad.get<Allocation[]>('/v1/allocations?namespace=*&task_states=true');
  return new Map(all.filter(isRunning).map((one) => [one.JobID, one]));
}

const lineOf =
  (kind: string) =>
  ({ caller, callee, request }: Probe): string =>
    `${kind}: ${caller} -> ${callee} ${request === 'connection' ? 'tcp' : `${request.method} ${request.path}`}`;

export const readGraphs = (outputFolder: string): DomainGraph[] =>
  readdirSync(join(outputFolder, 'mesh')).map((file) => JSON.parse(readFileSync(join(outputFolder, 'mesh', file), 'utf8')) as DomainGraph);

/** A container that does not run is looked for again in another allocation. */
const SHORT: Patience = { timeoutSeconds: 5 };

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
  const answer = await new Standin(layout, allocation, task, undefined, SHORT).call(callee, path, options);
  const fine = answer.status === 200 && (answer.grpcStatus ?? '0') === '0';
  return fine ? undefined : `answered ${String(answer.status)} ${answer.grpcStatus ?? ''} ${answer.error ?? answer.body.slice(0, 120)}`;
}
