import type { ConsulKey } from '../lib/consul';
import { CallSite } from '../lib/problems';
import { stableJson, type Json } from '../lib/terraform';
import type { VaultSecret } from '../lib/vault';
import { wrongArgument, type GroupDraft, type OnChange, type TaskDraft, type Volume } from '../lib/workload';
import type { Platform } from './platform';

/** What a statement about a task has to know of its job. */
export interface TaskHost {
  readonly path: string;
  readonly platform: Platform;
  readonly group: GroupDraft;
}

/** What happens when a secret changes while the task runs. */
export interface SecretEnvOptions {
  /** Restart or nothing: a running process cannot see new variables. */
  readonly onChange: OnChange;
}

/** A secret as a file. */
export interface SecretFileOptions {
  /** Name of the file in the task's secrets folder, for instance `fix/session.key`. */
  readonly file: string;
  /** Fields of the secret, one a line. */
  readonly fields: readonly [string, ...string[]];
  /** It has to be said: Nomad's own default would restart every instance at once. */
  readonly onChange: OnChange;
}

/** A Consul key as a file. */
export interface ReadConfigOptions {
  /** Name of the file in the task's local folder, for instance `limits.json`. */
  readonly file: string;
  /** It has to be said: Nomad's own default would restart every instance at once. */
  readonly onChange: OnChange;
}

/** Content of a configuration file: text as it is, anything else as JSON with sorted keys. */
export type ConfigContent = string | { readonly [key: string]: Json | undefined } | readonly Json[];

/** One task of a workload: the main one, an init task or a companion. All have the same verbs. */
export class WorkloadTask {
  readonly #host: TaskHost;
  readonly #draft: TaskDraft;

  /** @internal */
  constructor(host: TaskHost, draft: TaskDraft) {
    this.#host = host;
    this.#draft = draft;
  }

  /** Name of the task in the job. */
  get name(): string {
    return this.#draft.name;
  }

  /** Sets an environment variable. `${NOMAD_…}` is filled in by Nomad. No secrets (SECRET-LITERAL). */
  addEnv(name: string, value: string): void {
    this.#draft.addEnv(name, value, this.#open('addEnv'));
  }

  /** Environment variables from a secret. @param fields variable → field of the secret */
  addSecretEnv(secret: VaultSecret, fields: Readonly<Record<string, string>>, options: SecretEnvOptions): void {
    this.#draft.addSecretEnv(secret, plain(fields), plain(options).onChange, this.#open('addSecretEnv'));
  }

  /** A secret as a file that only the task's user reads; gives its path inside the task. */
  addSecretFile(secret: VaultSecret, options: SecretFileOptions): string {
    const { file, fields, onChange } = plain(options);
    this.#draft.addSecretFile(file, { secret, fields, onChange }, this.#open('addSecretFile'));
    return `/secrets/${file}`;
  }

  /** A file that stands in the job, canaried and reverted with it; gives its path inside the task. */
  addConfigFile(file: string, content: ConfigContent): string {
    const site = this.#open('addConfigFile');
    if ((content as unknown) === undefined || typeof content === 'function') {
      this.#draft.findings.push({
        code: 'VALUE-TYPE',
        at: `addConfigFile(${file})`,
        message: 'there is no content',
        value: typeof content,
        fix: 'give text, or what becomes JSON',
        source: site.text,
      });
      return `/local/${file}`;
    }
    this.#draft.addConfigFile(file, typeof content === 'string' ? content : `${stableJson(content)}\n`, site);
    return `/local/${file}`;
  }

  /** A Consul key as a file, kept up to date; gives its path inside the task. */
  readConfig(key: ConsulKey, options: ReadConfigOptions): string {
    const { file, onChange } = plain(options);
    this.#draft.readConfig(file, { key, onChange }, this.#open('readConfig'));
    return `/local/${file}`;
  }

  /** Mounts a volume of the job. @param name name of the volume in the job; @param target absolute path in the task */
  addVolume(name: string, volume: Volume, target: string): void {
    const site = this.#open('addVolume');
    const wrong = wrongArgument(`addVolume(${name})`, volume, 'Volume');
    if (wrong !== undefined) {
      this.#draft.findings.push({ ...wrong, source: site.text });
      return;
    }
    if (volume.problem !== undefined) this.#draft.findings.push({ ...volume.problem, at: `addVolume(${name})`, source: site.text });
    this.#host.group.addVolume(name, volume, site);
    this.#draft.addMount(target, { volume: name, readOnly: volume.model.readOnly }, site);
  }

  #open(verb: string): CallSite {
    this.#host.platform.assertOpen(this.#host.path, verb);
    return CallSite.here();
  }
}

/** Options that plain JavaScript left out: what is missing is said where it is used. */
function plain<T extends object>(options: T | undefined): T {
  return options ?? ({} as T);
}
