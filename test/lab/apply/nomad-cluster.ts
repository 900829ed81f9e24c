import { EngineError, type EngineApi } from '../engine-api';
import { until } from '../until';
import type { ResourceType } from './resource-type';

interface Namespace {
  readonly Description: string;
  readonly Meta: Record<string, string> | null;
  readonly Capabilities: Record<(typeof CAPABILITIES)[number][1], string[] | null> | null;
}

const CAPABILITIES = [
  ['enabled_task_drivers', 'EnabledTaskDrivers'],
  ['disabled_task_drivers', 'DisabledTaskDrivers'],
  ['enabled_network_modes', 'EnabledNetworkModes'],
  ['disabled_network_modes', 'DisabledNetworkModes'],
] as const;

export const nomadNamespace: ResourceType = {
  engine: 'nomad',
  arguments: {
    name: {},
    description: {},
    meta: {},
    capabilities: { keys: CAPABILITIES.map(([argument]) => argument) },
  },
  idOf: ({ name }) => name as string,
  async read(api, { id }) {
    const found = await api.find<Namespace>(`/v1/namespace/${id}`);
    if (found === undefined) return undefined;
    const { Description: description, Meta: meta, Capabilities: capabilities } = found;
    return { name: id, description, meta, capabilities: capabilities === null ? null : argumentsOf(capabilities) };
  },
  async write(api, { name, description, meta, capabilities }) {
    const given = capabilities as Record<string, string[]> | undefined;
    const Capabilities = given && Object.fromEntries(CAPABILITIES.map(([argument, field]) => [field, given[argument]]));
    await api.put('/v1/namespace', { Name: name, Description: description, Meta: meta, Capabilities });
    return { id: name as string };
  },
  remove: (api, { id }) => removeWhenFree(api, `namespace ${id}`, `/v1/namespace/${id}`),
};

/** The four lists, without those that are not set. */
function argumentsOf(capabilities: NonNullable<Namespace['Capabilities']>): Record<string, string[]> {
  return Object.fromEntries(
    CAPABILITIES.flatMap(([argument, field]): [string, string[]][] => {
      const list = capabilities[field] ?? [];
      return list.length === 0 ? [] : [[argument, list]];
    }),
  );
}

interface NodePool {
  readonly Description: string;
  readonly Meta: Record<string, string> | null;
}

export const nomadNodePool: ResourceType = {
  engine: 'nomad',
  arguments: { name: {}, description: {}, meta: {} },
  idOf: ({ name }) => name as string,
  async read(api, { id }) {
    const found = await api.find<NodePool>(`/v1/node/pool/${id}`);
    return found && { name: id, description: found.Description, meta: found.Meta };
  },
  async write(api, { name, description, meta }) {
    await api.put('/v1/node/pools', { Name: name, Description: description, Meta: meta });
    return { id: name as string };
  },
  remove: (api, { id }) => removeWhenFree(api, `node pool ${id}`, `/v1/node/pool/${id}`),
};

/** As long as the provider asks again while jobs or allocations are still ending. */
const FREE_WITHIN_SECONDS = 50;

async function removeWhenFree(api: EngineApi, what: string, path: string): Promise<void> {
  const answer = await until(
    `${what} has no running jobs`,
    async () => {
      const { status, text } = await api.raw('DELETE', path);
      if (text.includes('has non-terminal')) throw new EngineError('DELETE', path, status, text);
      return { status, text };
    },
    { timeoutSeconds: FREE_WITHIN_SECONDS },
  );
  if (answer.status >= 300) throw new EngineError('DELETE', path, answer.status, answer.text);
}

interface SchedulerAnswer {
  readonly SchedulerConfig: {
    readonly SchedulerAlgorithm: string;
    readonly MemoryOversubscriptionEnabled: boolean;
    readonly PreemptionConfig: Record<(typeof PREEMPTION)[number][1], boolean>;
  };
}

const PREEMPTION = [
  ['system_scheduler_enabled', 'SystemSchedulerEnabled'],
  ['sysbatch_scheduler_enabled', 'SysBatchSchedulerEnabled'],
  ['batch_scheduler_enabled', 'BatchSchedulerEnabled'],
  ['service_scheduler_enabled', 'ServiceSchedulerEnabled'],
] as const;

export const nomadSchedulerConfig: ResourceType = {
  engine: 'nomad',
  arguments: {
    scheduler_algorithm: { otherwise: 'binpack' },
    memory_oversubscription_enabled: { otherwise: false },
    preemption_config: { keys: PREEMPTION.map(([argument]) => argument), computed: true },
  },
  idOf: () => 'scheduler',
  async read(api) {
    const { SchedulerConfig: found } = await api.get<SchedulerAnswer>('/v1/operator/scheduler/configuration');
    return {
      scheduler_algorithm: found.SchedulerAlgorithm,
      memory_oversubscription_enabled: found.MemoryOversubscriptionEnabled,
      preemption_config: Object.fromEntries(PREEMPTION.map(([argument, field]) => [argument, found.PreemptionConfig[field]])),
    };
  },
  async write(api, wanted) {
    const preemption = (wanted['preemption_config'] ?? {}) as Record<string, boolean>;
    await api.put('/v1/operator/scheduler/configuration', {
      SchedulerAlgorithm: wanted['scheduler_algorithm'],
      MemoryOversubscriptionEnabled: wanted['memory_oversubscription_enabled'],
      PreemptionConfig: Object.fromEntries(PREEMPTION.map(([argument, field]) => [field, preemption[argument] ?? false])),
    });
    return { id: 'scheduler' };
  },
  // A cluster always has one; the provider leaves it as it is, too.
  remove: () => Promise.resolve(),
};
