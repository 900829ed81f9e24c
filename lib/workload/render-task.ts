import type { Task, Template } from '../nomad';
import { Duration } from '../values';
import { environmentTemplate, fileTemplate, type SecretOwner, type SecretRequest } from '../vault';
import type { HardeningException } from './hardening';
import { RESTART_SPLAY, type OnChange } from './on-change';
import type { TaskProps } from './props';
import type { TaskDraft } from './task-draft';

/** Life of a workload identity; Nomad renews it in time. */
export const IDENTITY_TTL = Duration.hours(1);

/** Longest image pull, where no healthy deadline is shorter. */
const IMAGE_PULL_TIMEOUT = Duration.minutes(4);

/** Limits of a container that follow from its server and its roll-out. */
export interface ContainerLimits {
  /** Open files a container may have. */
  readonly openFiles: number;
  /** Longest image pull. @default 4 minutes */
  readonly imagePullTimeout?: Duration;
}

/** The image pull leaves a fifth of the healthy deadline to the start. */
export function imagePullTimeout(healthyDeadline: Duration): Duration {
  const most = Duration.milliseconds(Math.floor(healthyDeadline.milliseconds * 0.8));
  return most.compare(IMAGE_PULL_TIMEOUT) < 0 ? most : IMAGE_PULL_TIMEOUT;
}

/** What the rendering of a task takes from its job. */
export interface TaskContext extends ContainerLimits {
  readonly owner: SecretOwner;
  /** Vault role of the job. */
  readonly role: string;
  /** Image by default. */
  readonly image: string;
  /** Resolved defaults of the job for what the task does not say. */
  readonly defaults: Required<Pick<TaskProps, 'killSignal' | 'killTimeout' | 'logs' | 'user'>>;
  /** Init tasks in an order of their own. */
  readonly ordered: ReadonlySet<string>;
}

/** Container settings of every task: nothing more than the process needs. */
export function hardenedDockerConfig(
  image: string,
  { openFiles, imagePullTimeout: pull = IMAGE_PULL_TIMEOUT }: ContainerLimits,
  exceptions: readonly HardeningException[] = [],
): Record<string, unknown> {
  // Said twice, an exception is still one.
  const models = [...new Map(exceptions.map(({ model }) => [JSON.stringify(model), model])).values()];
  const capabilities = models.flatMap((model) => (model.type === 'capability' ? [model.capability] : [])).sort();
  const mounts = models
    .flatMap((model) => (model.type === 'bindMount' ? [{ type: 'bind', source: model.source, target: model.target, readonly: true }] : []))
    .sort((a, b) => (a.target < b.target ? -1 : 1));
  return {
    image,
    // The pull counts towards the healthy deadline (hashicorp/nomad#3121), so it ends before.
    image_pull_timeout: pull.toString(),
    // PID 1 without a handler ignores SIGTERM.
    init: true,
    readonly_rootfs: !models.some((model) => model.type === 'writableRoot'),
    privileged: false,
    cap_drop: ['all'],
    ...(capabilities.length > 0 ? { cap_add: capabilities } : {}),
    security_opt: ['no-new-privileges'],
    pids_limit: 512,
    ulimit: [{ nofile: `${String(openFiles)}:${String(openFiles)}` }],
    ...(mounts.length > 0 ? { mounts } : {}),
  };
}

/** One task of a group as Nomad takes it. */
export function renderTask(draft: TaskDraft, context: TaskContext): Task {
  const { props } = draft;
  const { defaults } = context;
  const { exceptions } = draft;
  const logs = props.logs ?? defaults.logs;
  const readsVault = draft.secretEnvs.size > 0 || draft.secretFiles.size > 0;
  const readsConsul = draft.keyFiles.size > 0;
  const root = exceptions.some(({ model }) => model.type === 'root');
  return {
    Name: draft.name,
    Driver: 'docker',
    User: root ? 'root' : (props.user ?? defaults.user),
    ...lifecycle(draft),
    Config: { ...hardenedDockerConfig(context.image, context, exceptions), ...command(draft, context) } as NonNullable<Task['Config']>,
    Env: { TMPDIR: '${NOMAD_ALLOC_DIR}/tmp', ...Object.fromEntries([...draft.env].map(([key, { value }]) => [key, value])) },
    ...(readsVault ? { Vault: { Role: context.role, Env: false, DisableFile: true, ChangeMode: 'noop' } } : {}),
    ...(readsConsul ? { Consul: {} } : {}),
    Identities: [
      ...(readsVault ? [{ Name: 'vault_default', Audience: ['vault.io'], TTL: IDENTITY_TTL }] : []),
      ...(readsConsul ? [{ Name: 'consul_default', Audience: ['consul.io'], TTL: IDENTITY_TTL }] : []),
    ],
    Templates: templates(draft, context, root ? '0:0' : (props.user ?? defaults.user)),
    VolumeMounts: [...draft.mounts].sort(byKey).map(([target, { value }]) => ({
      Volume: value.volume,
      Destination: target,
      ReadOnly: value.readOnly,
      PropagationMode: 'private' as const,
    })),
    Resources: {
      ...(props.cpu.unit === 'mhz' ? { CPU: props.cpu.amount } : { Cores: props.cpu.amount }),
      MemoryMB: props.memory.mebibytes,
      ...(props.memoryMax === undefined ? {} : { MemoryMaxMB: props.memoryMax.mebibytes }),
    },
    KillTimeout: props.killTimeout ?? defaults.killTimeout,
    KillSignal: props.killSignal ?? defaults.killSignal,
    LogConfig: { MaxFiles: logs.files, MaxFileSizeMB: logs.fileSize.mebibytes },
  };
}

function lifecycle({ role }: TaskDraft): Pick<Task, 'Lifecycle'> {
  if (role === 'main') return {};
  return { Lifecycle: role === 'init' ? { Hook: 'prestart', Sidecar: false } : { Hook: 'poststart', Sidecar: true } };
}

/** Nomad starts all init tasks at once; those with an order wait for a mark that their forerunners leave. */
function command(draft: TaskDraft, { ordered }: TaskContext): Record<string, unknown> {
  const { command: own, args = [] } = draft.props;
  if (!ordered.has(draft.name)) return { ...(own === undefined ? {} : { command: own }), ...(args.length > 0 ? { args: [...args] } : {}) };
  const marks = '"${NOMAD_ALLOC_DIR}"/data/.init';
  const wait = [...draft.after]
    .sort()
    .map((name) => `until [ -e ${marks}-${name} ]; do sleep 0.2; done; `)
    .join('');
  return {
    entrypoint: ['/bin/sh', '-c', `${wait}"$@" && touch ${marks}-${draft.name}`, 'sh'],
    args: [...(own === undefined ? [] : [own]), ...args],
  };
}

function templates(draft: TaskDraft, { owner }: TaskContext, user: string): Template[] {
  const list: Template[] = [];
  // Nomad writes files as root; the process reads its own, and nobody else does.
  const [uid, gid] = user.split(':').map(Number);
  const readable = uid !== undefined && Number.isInteger(uid) ? { Perms: '0400', Uid: uid, Gid: gid ?? uid } : { Perms: '0444' };
  for (const { value } of draft.secretEnvs.values()) {
    const request = value.secret.requestOf(owner);
    list.push({
      DestPath: environmentFile(request),
      Envvars: true,
      EmbeddedTmpl: environmentTemplate(request, Object.fromEntries(value.fields)),
      ...change(value.onChange),
      Perms: '0400',
      ErrMissingKey: true,
    });
  }
  for (const [file, { value }] of draft.secretFiles) {
    list.push({
      DestPath: `secrets/${file}`,
      EmbeddedTmpl: fileTemplate(value.secret.requestOf(owner), value.fields),
      ...change(value.onChange),
      ...readable,
      ErrMissingKey: true,
    });
  }
  for (const [file, { value }] of draft.configFiles)
    list.push({ DestPath: `local/${file}`, EmbeddedTmpl: literalTemplate(value.content), ChangeMode: 'noop', Perms: '0444' });
  for (const [file, { value }] of draft.keyFiles) {
    const key = value.key.pathFor({ domain: owner.domain, job: owner.job });
    list.push({
      DestPath: `local/${file}`,
      EmbeddedTmpl: `{{ key ${JSON.stringify(key)} }}`,
      ...change(value.onChange),
      Perms: '0444',
      ErrMissingKey: true,
    });
  }
  return list.sort((a, b) => ((a.DestPath ?? '') < (b.DestPath ?? '') ? -1 : 1));
}

function change({ change: wanted }: OnChange): Pick<Template, 'ChangeMode' | 'ChangeSignal' | 'Splay'> {
  switch (wanted.mode) {
    case 'restart':
      return { ChangeMode: 'restart', Splay: wanted.splay ?? RESTART_SPLAY };
    case 'signal':
      return { ChangeMode: 'signal', ChangeSignal: wanted.signal };
    case 'noop':
      return { ChangeMode: 'noop' };
  }
}

/** Text that Nomad's template engine renders to itself. Nomad refuses a template without a text, so nothing is said in one. */
export function literalTemplate(text: string): string {
  if (text === '') return '{{ "" }}';
  return text.replaceAll('{{', '{{ "{{" }}');
}

/** Injective, because a path has no `..` and its own slashes stay. */
export const environmentFile = (request: SecretRequest): string =>
  `secrets/env/${[request.path, ...request.parameters.map((word) => word.replaceAll(/[^A-Za-z0-9.=_-]/g, '_'))].join('/')}.env`;
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
