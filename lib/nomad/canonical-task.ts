import type { ApiJson } from './api-json';
import { canonicalizeService } from './canonical-service';
import { canonicalizeResources, canonicalizeVolumeMounts, fillLogConfig, SECOND } from './canonical-resources';
import { dropEmpty, fill, fillWeights, type Draft, type GroupDraft, type JobDraft, type TaskDraft } from './job-draft';
import type { ChangeScript, TaskArtifact, TaskCSIPluginConfig, Template, Vault } from './job.generated';

const TEMPLATE: Draft<ApiJson<Template>> = {
  SourcePath: '',
  DestPath: '',
  EmbeddedTmpl: '',
  ChangeMode: 'restart',
  Once: false,
  Splay: 5 * SECOND,
  Perms: '0644',
  LeftDelim: '{{',
  RightDelim: '}}',
  Envvars: false,
  ErrMissingKey: false,
};
const CHANGE_SCRIPT: Draft<ApiJson<ChangeScript>> = { Command: '', Timeout: 5 * SECOND, FailOnError: false };
const VAULT: Draft<ApiJson<Vault>> = {
  Namespace: '',
  Env: true,
  DisableFile: false,
  ChangeMode: 'restart',
  ChangeSignal: 'SIGHUP',
  AllowTokenExpiration: false,
};
const CSI_PLUGIN: Draft<ApiJson<TaskCSIPluginConfig>> = { MountDir: '/csi', StagePublishBaseDir: '/local/csi', HealthTimeout: 30 * SECOND };

/** The audience of the identity that every task has. */
const NOMAD_AUDIENCE = 'nomadproject.io';

/** @param group with its own policies filled in */
export function canonicalizeTask(task: TaskDraft, group: GroupDraft, job: JobDraft): void {
  dropEmpty(task, ['Meta', 'Config', 'Env', 'Constraints', 'Affinities', 'Identities']);
  fillWeights(task.Affinities);
  task.Resources = canonicalizeResources(task.Resources ?? {});
  if (task.KillTimeout === undefined || task.KillTimeout === 0) task.KillTimeout = 5 * SECOND;
  task.LogConfig = fillLogConfig(task.LogConfig ?? {});
  for (const artifact of task.Artifacts ?? []) canonicalizeArtifact(artifact);
  if (task.Vault !== undefined) canonicalizeVault(task.Vault, job);
  if (task.Consul !== undefined && (task.Consul.Cluster ?? '') === '') task.Consul.Cluster = 'default';
  for (const template of task.Templates ?? []) canonicalizeTemplate(template);
  for (const secret of task.Secrets ?? []) dropEmpty(secret, ['Config', 'Env']);
  canonicalizeVolumeMounts(task);
  if (task.CSIPluginConfig !== undefined) canonicalizeCsiPlugin(task.CSIPluginConfig);
  task.RestartPolicy = { ...group.RestartPolicy, ...task.RestartPolicy };
  for (const policy of task.ScalingPolicies ?? []) {
    fill(policy, { Enabled: true, Min: 0, Max: -1 });
    if (policy.Type === undefined || (policy.Type as string) === '') policy.Type = 'horizontal';
  }
  canonicalizeIdentities(task);
  for (const service of task.Services ?? []) canonicalizeService(service, task, group, job);
}

function canonicalizeArtifact(artifact: Draft<ApiJson<TaskArtifact>>): void {
  fill(artifact, { GetterMode: 'any', GetterInsecure: false, GetterSource: '' });
  dropEmpty(artifact, ['GetterOptions', 'GetterHeaders']);
  if (artifact.RelativeDest !== undefined) return;
  artifact.RelativeDest = artifact.GetterMode === 'file' ? fileIn('local', artifact.GetterSource ?? '') : 'local/';
}

/** The last part of a source, in a folder. */
function fileIn(folder: string, source: string): string {
  const trimmed = source.replace(/\/+$/, '');
  return trimmed === '' ? folder : `${folder}/${trimmed.slice(trimmed.lastIndexOf('/') + 1)}`;
}

function canonicalizeVault(vault: Draft<ApiJson<Vault>>, job: JobDraft): void {
  fill(vault, VAULT);
  if ((vault.Cluster ?? '') === '') vault.Cluster = 'default';
  if (vault.Namespace === '' && job.VaultNamespace !== undefined) vault.Namespace = job.VaultNamespace;
  if ((vault.ChangeMode as string) === '') vault.ChangeMode = 'restart';
  vault.ChangeSignal = vault.ChangeSignal?.toUpperCase();
}

function canonicalizeTemplate(template: Draft<ApiJson<Template>>): void {
  fill(template, TEMPLATE);
  template.ChangeSignal = template.ChangeSignal?.toUpperCase() ?? (template.ChangeMode === 'signal' ? 'SIGHUP' : '');
  if (template.ChangeScript !== undefined) fill(template.ChangeScript, CHANGE_SCRIPT);
}

function canonicalizeCsiPlugin(plugin: Draft<ApiJson<TaskCSIPluginConfig>>): void {
  if (plugin.MountDir === '') delete plugin.MountDir;
  if (plugin.StagePublishBaseDir === '') delete plugin.StagePublishBaseDir;
  if (plugin.HealthTimeout === 0) delete plugin.HealthTimeout;
  fill(plugin, CSI_PLUGIN);
}

/** The identity called default, or by no name, is the task's own one, wherever it stands; the last one wins. */
function canonicalizeIdentities(task: TaskDraft): void {
  let own = -1;
  for (const [index, identity] of (task.Identities ?? []).entries()) {
    canonicalizeIdentity(identity);
    if (identity.Name === 'default') own = index;
  }
  if (own >= 0) {
    task.Identity = task.Identities?.[own];
    task.Identities = task.Identities?.toSpliced(own, 1);
  } else if (task.Identity !== undefined) {
    canonicalizeIdentity(task.Identity);
  } else {
    task.Identity = { Name: 'default', Audience: [NOMAD_AUDIENCE] };
  }
}

function canonicalizeIdentity(identity: NonNullable<TaskDraft['Identity']>): void {
  if ((identity.Name ?? '') === '') identity.Name = 'default';
  if (identity.Name === 'default') identity.Audience = [NOMAD_AUDIENCE];
  dropEmpty(identity, ['Audience']);
  if (identity.ChangeSignal !== undefined) identity.ChangeSignal = identity.ChangeSignal.toUpperCase();
}
