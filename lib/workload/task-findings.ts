import type { CallSite, Finding, SourcedFinding } from '../problems';
import { show, type ContainerImage, type Duration } from '../values';
import type { GroupDraft } from './group-draft';
import { orderedInitTasks, SIDECAR_LOGS_MIB } from './render-group';
import type { ResolvedWorkload } from './render-job';
import type { TaskDraft } from './task-draft';

/** What the findings of a task take from its job and its platform. */
export interface TaskSurroundings {
  /** Short name of the workload: its image in the release. */
  readonly id: string;
  readonly site: CallSite;
  readonly settings: ResolvedWorkload;
  readonly group: GroupDraft;
  readonly releases: { readonly source: string; readonly image: (name: string) => ContainerImage | undefined };
  readonly registries: readonly string[] | undefined;
  readonly memoryOversubscription: boolean;
  /** Longest kill timeout the clients keep. */
  readonly maxKillTimeout: Duration;
}

/** Nomad refuses a disk that the logs could fill. */
export function diskFindings(group: GroupDraft, { disk, logs }: ResolvedWorkload, hasSidecar: boolean): Finding[] {
  const perTask = [...group.tasks.values()].map(({ props }) => (props.logs ?? logs).totalMib);
  const needed = perTask.reduce((sum, mib) => sum + mib, 0) + (hasSidecar ? SIDECAR_LOGS_MIB : 0);
  if (disk === undefined || disk.mebibytes > needed) return [];
  return [
    {
      code: 'NOMAD-RULE',
      at: 'disk',
      message: 'the logs of all tasks could fill the disk',
      value: disk.toString(),
      limit: `more than ${String(needed)} MiB`,
      fix: 'raise disk, or lower logs',
    },
  ];
}

/** What is wrong with one task, beside its values. */
export function taskFindings(task: TaskDraft, around: TaskSurroundings): SourcedFinding[] {
  const { id, settings, releases, registries } = around;
  const findings: SourcedFinding[] = [];
  const site = task.role === 'main' ? around.site : task.site;
  const at = (prop: string): string => (task.role === 'main' ? prop : `${task.name}.${prop}`);
  const image = task.props.image ?? settings.image ?? releases.image(id);
  if (image === undefined) {
    findings.push({
      code: 'IMAGE-MISSING',
      at: at('image'),
      message: `${releases.source} has no image for ${id}`,
      fix: `let CI write "${id}": "<registry>/…@sha256:…" into ${releases.source}, or give image`,
      source: site.text,
    });
  } else if (image.problem !== undefined && task.props.image === undefined && settings.image === undefined) {
    findings.push({ ...image.problem, at: `${releases.source}: ${id}`, source: site.text });
  } else if (registries !== undefined && !registries.some((registry) => image.reference.startsWith(registry))) {
    findings.push({
      code: 'VALUE-INVALID',
      at: at('image'),
      message: 'the image comes from a registry the platform does not name',
      value: show(image.reference),
      limit: registries.join(', '),
      fix: 'push it to a registry of the platform',
      source: site.text,
    });
  }
  const kill = task.props.killTimeout ?? settings.killTimeout;
  if (kill.compare(around.maxKillTimeout) > 0) {
    findings.push({
      code: 'NOMAD-RULE',
      at: at('killTimeout'),
      message: 'the clients cut a kill timeout off at their own cap',
      value: kill.toString(),
      limit: around.maxKillTimeout.toString(),
      fix: 'lower killTimeout, or raise max_kill_timeout of the clients and the facts',
      source: site.text,
    });
  }
  if (task.role === 'init' && task.props.command === undefined && orderedInitTasks(around.group).has(task.name)) {
    findings.push({
      code: 'PROP-MISSING',
      at: at('command'),
      message: 'an init task in an order is started by a shell, which has to know what to run',
      fix: 'give command: the path of the program in the image',
      source: site.text,
    });
  }
  const capability = task.exceptions.find(({ model }) => model.type === 'capability');
  if (capability !== undefined && !task.exceptions.some(({ model }) => model.type === 'root')) {
    findings.push({
      code: 'NOMAD-RULE',
      at: at('exceptions'),
      message: 'a capability reaches only a process of root: for another user Linux clears it at the start',
      value: capability.model.type === 'capability' ? capability.model.capability : '',
      fix: "add HardeningException.root('reason'), or leave the capability out",
      source: site.text,
    });
  }
  const { memory, memoryMax } = task.props;
  if (memoryMax !== undefined && memoryMax.compare(memory) < 0) {
    findings.push({
      code: 'VALUE-INVALID',
      at: at('memoryMax'),
      message: 'memoryMax is below memory',
      value: memoryMax.toString(),
      limit: `at least ${memory.toString()}`,
      fix: 'raise memoryMax, or leave it out',
      source: site.text,
    });
  }
  if (memoryMax !== undefined && !around.memoryOversubscription) {
    findings.push({
      code: 'NOMAD-RULE',
      at: at('memoryMax'),
      message: 'the cluster has no memory oversubscription, so Nomad would ignore memoryMax',
      value: memoryMax.toString(),
      fix: 'leave it out, or set memoryOversubscription in the platform facts',
      source: site.text,
    });
  }
  const user = task.props.user ?? settings.user;
  if (!/^[1-9]\d{0,9}(:[1-9]\d{0,9})?$/.test(user)) {
    findings.push({
      code: 'VALUE-INVALID',
      at: at('user'),
      message: 'a user is numeric and not root',
      value: show(user),
      limit: 'uid:gid, each at least 1',
      fix: "for instance '10001:10001', or exceptions: [HardeningException.root('reason')]",
      source: site.text,
    });
  }
  return findings;
}
