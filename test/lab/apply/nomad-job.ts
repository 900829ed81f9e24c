import { isDeepStrictEqual } from 'node:util';
import type { EngineApi } from '../engine-api';
import { until } from '../until';
import { deployed } from './deployment';
import { lostOnTheWay } from './lost-on-the-way';
import type { ResourceType } from './resource-type';
import type { Arguments } from './synthesized';

interface Job {
  readonly ID: string;
  readonly Namespace: string;
  readonly Version: number;
}

export const nomadJob: ResourceType = {
  engine: 'nomad',
  arguments: {
    jobspec: { same: sameSpec },
    json: { forApplier: true },
    detach: { forApplier: true },
    deregister_on_destroy: { forApplier: true },
    purge_on_destroy: { forApplier: true },
    timeouts: { forApplier: true, keys: ['create', 'update'] },
  },

  idOf: (given) => idOf(specOf(given)),

  async read(api, { id }) {
    const job = await api.find<Job>(path(id));
    if (job === undefined) return undefined;
    // The text that was submitted, and not the job that Nomad made of it: so a roll-out that Nomad has reverted shows.
    const submission = await api.find<{ Source: string }>(path(id, '/submission', `version=${String(job.Version)}`));
    return { jobspec: submission?.Source };
  },

  async write(api, wanted, known, say) {
    const spec = specOf(wanted);
    const registered = await api.put<{ EvalID: string; Warnings: string }>(`/v1/jobs?namespace=${spec.Namespace}`, {
      Job: spec,
      Submission: { Source: wanted['jobspec'], Format: 'json' },
    });
    if (registered.Warnings !== '') say(`${spec.ID}: ${registered.Warnings.trim()}`);
    const id = idOf(spec);
    const timeouts = (wanted['timeouts'] ?? {}) as Record<string, string>;
    const timeout = seconds(timeouts[known === undefined ? 'create' : 'update'] ?? '5m');
    return {
      id,
      async settle() {
        const lost = lostOnTheWay(spec, await api.get<Job>(path(id)));
        if (lost.length > 0) throw new Error(`Nomad keeps ${spec.ID} otherwise than it was sent:\n${lost.join('\n')}`);
        if (wanted['detach'] === false && registered.EvalID !== '')
          await deployed(api, { jobId: spec.ID, namespace: spec.Namespace, evaluation: registered.EvalID, timeout, say });
      },
    };
  },

  async remove(api, { id, arguments: last }) {
    if (last['deregister_on_destroy'] === false) return;
    const purge = last['purge_on_destroy'] === true;
    await stop(api, id);
    const children = await childrenOf(api, id);
    for (const child of children) if (child.running) await stop(api, child.id);
    if (purge) for (const gone of [...children.map((child) => child.id), id]) await api.delete(path(gone, '', 'purge=true'));
  },
};

/** Compared as Nomad reads it: order of keys and blanks do not count. */
function sameSpec(wanted: unknown, found: unknown): boolean {
  return typeof found === 'string' && isDeepStrictEqual(JSON.parse(wanted as string), JSON.parse(found));
}

function specOf(wanted: Arguments): Job & Record<string, unknown> {
  if (wanted['json'] !== true) throw new Error('the lab reads job specifications in JSON alone: json = true');
  return { Namespace: 'default', ...JSON.parse(wanted['jobspec'] as string) };
}

/** `<namespace>/<job>`, because Nomad's own id is unique in its namespace only. */
function idOf({ Namespace, ID }: Job): string {
  return `${Namespace}/${ID}`;
}

function path(id: string, below = '', query = ''): string {
  const [namespace = '', ...rest] = id.split('/');
  return `/v1/job/${encodeURIComponent(rest.join('/'))}${below}?namespace=${namespace}${query === '' ? '' : `&${query}`}`;
}

/**
 * Deregisters and waits until nothing of it runs: the network of an allocation is taken down by a living client only. A
 * purge comes after that, because Nomad then knows no allocations to wait for.
 */
async function stop(api: EngineApi, id: string): Promise<void> {
  await api.delete(path(id));
  await until(
    `the allocations of ${id} have ended`,
    async () => {
      const allocations = await api.get<Allocation[]>(path(id, '/allocations', 'all=true'));
      return allocations.every(({ ClientStatus }) => ENDED.has(ClientStatus));
    },
    STOPPING,
  );
}

/** A group may go on serving for minutes after it left the mesh, its sidecar after it, and its tasks have their kill timeouts. */
const STOPPING = { timeoutSeconds: 600, everyMs: 1000 };

interface Allocation {
  readonly ClientStatus: string;
}

const ENDED = new Set(['complete', 'failed', 'lost']);

/** Runs of a periodic or parameterized job, which go on when the job itself is stopped. */
async function childrenOf(api: EngineApi, id: string): Promise<{ readonly id: string; readonly running: boolean }[]> {
  const [namespace = '', job = ''] = id.split('/');
  const jobs = await api.get<{ ID: string; ParentID: string; Status: string }[]>(
    `/v1/jobs?namespace=${namespace}&prefix=${encodeURIComponent(`${job}/`)}`,
  );
  return jobs
    .filter(({ ParentID }) => ParentID === job)
    .map(({ ID, Status }) => ({ id: `${namespace}/${ID}`, running: Status !== 'dead' }));
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** Terraform's spelling of a time: `1h30m`. */
export function seconds(duration: string): number {
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  if (parts.map(([part]) => part).join('') !== duration || duration === '') throw new Error(`"${duration}" is not a duration`);
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
}
