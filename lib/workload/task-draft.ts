import type { ConsulKey } from '../consul';
import type { CallSite, Finding, SourcedFinding } from '../problems';
import { environmentForm, show, type Value } from '../values';
import type { VaultSecret } from '../vault';
import type { HardeningException } from './hardening';
import type { OnChange } from './on-change';
import { wrongArgument } from './prop-checks';
import type { TaskProps } from './props';
import { SparseMap } from './sparse-map';

/** What a task of a group is for. Init tasks end before the main task starts; companions run beside it. */
export type TaskRole = 'main' | 'init' | 'companion';

interface Said<T> {
  readonly value: T;
  readonly site: CallSite;
}

/** Environment variables from one secret: variable → field. */
export interface SecretEnv {
  readonly secret: VaultSecret;
  readonly fields: Map<string, string>;
  readonly onChange: OnChange;
}

/** Fields of one secret as one file. */
export interface SecretFile {
  readonly secret: VaultSecret;
  readonly fields: readonly string[];
  readonly onChange: OnChange;
}

/** A file that stands in the job: canaried and reverted with it. */
export interface ConfigFile {
  readonly content: string;
}

/** A Consul key as a file. */
export interface KeyFile {
  readonly key: ConsulKey;
  readonly onChange: OnChange;
}

/** A mounted volume. */
export interface Mount {
  readonly volume: string;
  readonly readOnly: boolean;
}

/**
 * What was said about one task, as plain data. Every statement is idempotent; another statement about the same thing is
 * a conflict that names both lines. Nothing depends on the order.
 */
export class TaskDraft {
  readonly name: string;
  readonly role: TaskRole;
  readonly props: TaskProps;
  /** Init tasks this one waits for. */
  readonly after: readonly string[];
  readonly site: CallSite;
  readonly env = new SparseMap<Said<string>>();
  readonly secretEnvs = new SparseMap<Said<SecretEnv>>();
  readonly secretFiles = new SparseMap<Said<SecretFile>>();
  readonly configFiles = new SparseMap<Said<ConfigFile>>();
  readonly keyFiles = new SparseMap<Said<KeyFile>>();
  readonly mounts = new SparseMap<Said<Mount>>();
  /** Exceptions from the hardened defaults, those of the props and those verbs add. */
  readonly exceptions: HardeningException[];
  readonly findings: SourcedFinding[] = [];

  constructor(name: string, role: TaskRole, props: TaskProps, after: readonly string[], site: CallSite) {
    this.name = name;
    this.role = role;
    this.props = props;
    this.after = after;
    this.site = site;
    this.exceptions = [...(props.exceptions ?? [])];
    for (const [key, value] of Object.entries(props.env ?? {})) this.addEnv(key, value, site);
  }

  addEnv(key: string, value: unknown, site: CallSite): void {
    if (typeof value !== 'string') {
      this.findings.push({
        code: 'VALUE-TYPE',
        at: `env.${key}`,
        message: 'an environment variable is text',
        value: show(value),
        fix: `write ${show(String(value))}`,
        source: site.text,
      });
      return;
    }
    if (!isVariable(key)) {
      this.findings.push({ ...variableFinding(key), source: site.text });
      return;
    }
    this.#say(this.env, key, value, site, `env.${key}`, (said) => said);
  }

  addSecretEnv(secret: VaultSecret, fields: Readonly<Record<string, string>>, onChange: OnChange, site: CallSite): void {
    if (
      !this.#usable(
        'addSecretEnv',
        [
          [secret, 'VaultSecret'],
          [onChange, 'OnChange'],
        ],
        site,
      )
    )
      return;
    const wrongNames = Object.keys(fields).filter((name) => !isVariable(name));
    for (const name of wrongNames) this.findings.push({ ...variableFinding(name), source: site.text });
    if (Object.keys(fields).length === 0) {
      this.findings.push({
        code: 'PROP-MISSING',
        at: `addSecretEnv(${secret.label})`,
        message: 'no field of the secret is named',
        fix: "write { VARIABLE: 'field' }",
        source: site.text,
      });
      return;
    }
    if (onChange.change.mode === 'signal') {
      this.findings.push({
        code: 'NOMAD-RULE',
        at: `addSecretEnv(${secret.label})`,
        message: 'a running process cannot see new environment variables, so a signal is of no use',
        value: onChange.change.signal,
        fix: 'use OnChange.restart(), or addSecretFile with a signal',
        source: site.text,
      });
    }
    const known = this.secretEnvs.get(secret.label);
    if (known === undefined) {
      this.secretEnvs.set(secret.label, { value: { secret, fields: new Map(Object.entries(fields)), onChange }, site });
      return;
    }
    if (changeText(known.value.onChange) !== changeText(onChange))
      this.#conflict(`addSecretEnv(${secret.label})`, changeText(known.value.onChange), changeText(onChange), known.site, site);
    for (const [variable, field] of Object.entries(fields)) {
      const before = known.value.fields.get(variable);
      if (before !== undefined && before !== field)
        this.#conflict(`addSecretEnv(${secret.label}).${variable}`, before, field, known.site, site);
      known.value.fields.set(variable, field);
    }
  }

  addSecretFile(file: string, value: SecretFile, site: CallSite): void {
    if (
      !this.#usable(
        'addSecretFile',
        [
          [value.secret, 'VaultSecret'],
          [value.onChange, 'OnChange'],
        ],
        site,
      )
    )
      return;
    if (!Array.isArray(value.fields) || value.fields.length === 0) {
      this.findings.push({
        code: 'PROP-MISSING',
        at: `addSecretFile(${file})`,
        message: 'no field of the secret is named',
        fix: "write fields: ['field']",
        source: site.text,
      });
      return;
    }
    if (!this.#checkFile('addSecretFile', file, site)) return;
    this.#say(
      this.secretFiles,
      file,
      value,
      site,
      `addSecretFile(${file})`,
      (said) => `${said.secret.label}#${said.fields.join(',')} ${changeText(said.onChange)}`,
    );
  }

  addConfigFile(file: string, content: string, site: CallSite): void {
    if (!this.#checkFile('addConfigFile', file, site)) return;
    this.#say(this.configFiles, file, { content }, site, `addConfigFile(${file})`, (said) => said.content);
  }

  readConfig(file: string, value: KeyFile, site: CallSite): void {
    if (
      !this.#usable(
        'readConfig',
        [
          [value.key, 'ConsulKey'],
          [value.onChange, 'OnChange'],
        ],
        site,
      )
    )
      return;
    if (!this.#checkFile('readConfig', file, site)) return;
    this.#say(this.keyFiles, file, value, site, `readConfig(${file})`, (said) => `${said.key.label} ${changeText(said.onChange)}`);
  }

  addMount(target: string, mount: Mount, site: CallSite): void {
    if (!/^\/[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(target)) {
      this.findings.push({
        code: 'VALUE-INVALID',
        at: 'addVolume',
        message: 'a volume is mounted at an absolute path',
        value: show(target),
        fix: "for instance '/data'",
        source: site.text,
      });
      return;
    }
    this.#say(this.mounts, target, mount, site, `addVolume(${target})`, (said) => `${said.volume}${said.readOnly ? ' read-only' : ''}`);
  }

  /** Forgets what was said, once the job is made. */
  forget(): void {
    for (const said of [this.env, this.secretEnvs, this.secretFiles, this.configFiles, this.keyFiles, this.mounts]) said.clear();
  }

  /** Two statements that would write one file or set one variable. */
  clashes(): SourcedFinding[] {
    const files: [string, string, CallSite][] = [
      ...[...this.secretFiles].map(([file, { site }]): [string, string, CallSite] => [`secrets/${file}`, `addSecretFile(${file})`, site]),
      ...[...this.configFiles].map(([file, { site }]): [string, string, CallSite] => [`local/${file}`, `addConfigFile(${file})`, site]),
      ...[...this.keyFiles].map(([file, { site }]): [string, string, CallSite] => [`local/${file}`, `readConfig(${file})`, site]),
    ];
    const variables: [string, string, CallSite][] = [
      ...[...this.env].map(([name, { site }]): [string, string, CallSite] => [name, `addEnv(${name})`, site]),
      ...[...this.secretEnvs.values()].flatMap(({ value, site }) =>
        [...value.fields.keys()].map((name): [string, string, CallSite] => [name, `addSecretEnv(${value.secret.label})`, site]),
      ),
    ];
    return [...twice(files), ...twice(variables)];
  }

  /** Whether the values of a verb are what they should be; what is wrong with them is kept. */
  #usable(verb: string, values: readonly (readonly [value: unknown, className: string])[], site: CallSite): boolean {
    let usable = true;
    for (const [value, className] of values) {
      const wrong = wrongArgument(verb, value, className);
      const problem = wrong ?? (value as Value).problem;
      if (problem !== undefined) this.findings.push({ ...problem, at: verb, source: site.text });
      usable &&= wrong === undefined;
    }
    return usable;
  }

  #checkFile(verb: string, file: string, site: CallSite): boolean {
    if (/^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/.test(file)) return true;
    this.findings.push({
      code: 'VALUE-INVALID',
      at: verb,
      message: 'a file is named relative to its folder, without ..',
      value: show(file),
      fix: "for instance 'limits.json'",
      source: site.text,
    });
    return false;
  }

  #say<T>(map: SparseMap<Said<T>>, key: string, value: T, site: CallSite, at: string, textOf: (value: T) => string): void {
    const known = map.get(key);
    if (known === undefined) map.set(key, { value, site });
    else if (textOf(known.value) !== textOf(value)) this.#conflict(at, textOf(known.value), textOf(value), known.site, site);
  }

  #conflict(at: string, before: string, after: string, first: CallSite, second: CallSite): void {
    this.findings.push(conflictFinding(at, [before, first], [after, second]));
  }
}

function twice(said: readonly (readonly [place: string, verb: string, site: CallSite])[]): SourcedFinding[] {
  const first = new Map<string, readonly [string, CallSite]>();
  const findings: SourcedFinding[] = [];
  for (const [place, verb, site] of said) {
    const known = first.get(place);
    if (known === undefined) first.set(place, [verb, site]);
    else findings.push(conflictFinding(place, known, [verb, site]));
  }
  return findings;
}

function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !name.startsWith('NOMAD_');
}

function variableFinding(name: string): Finding {
  return {
    code: 'NAME-INVALID',
    at: `env.${name}`,
    message: 'an environment variable has letters, digits and underscores, and NOMAD_ belongs to Nomad',
    value: show(name),
    fix: `for instance ${environmentForm(name.replace(/^NOMAD_/, '')).toUpperCase()}`,
  };
}

/** Finding for two values at one place; the same whichever was said first. */
export function conflictFinding(at: string, a: readonly [string, CallSite], b: readonly [string, CallSite]): SourcedFinding {
  const said = [a, b]
    .map(([value, site]) => ({ value, line: site.text ?? '' }))
    .sort((x, y) => (x.line < y.line ? -1 : x.line > y.line ? 1 : x.value < y.value ? -1 : 1));
  return {
    code: 'VALUE-CONFLICT',
    at,
    message: 'two different values are given for one thing',
    value: said.map(({ value, line }) => `${show(value)} in ${line}`).join(' and '),
    limit: 'one value',
    fix: 'remove one of the two lines',
    source: said[0]?.line,
  };
}

function changeText({ change }: OnChange): string {
  return change.mode === 'restart' ? `restart ${change.splay?.toString() ?? ''}` : change.mode === 'signal' ? change.signal : 'ignore';
}
