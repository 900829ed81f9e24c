import type { ApiJson, Secret } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

const NAME = /^[a-zA-Z0-9_]{1,128}$/;
const BUILT_IN = new Set(['nomad', 'vault']);

/** Secrets that a task interpolates. */
export const secret: JobRule<'task'> = {
  code: 'NOMAD-SECRET',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Secret.Validate and Task.Validate',
  check({ task }, say) {
    const secrets = task.Secrets ?? [];
    secrets.forEach((one, index) => {
      const at = `Secrets[${String(index)}]`;
      const { Name: name = '', Provider: provider = '' } = one;
      checkSecret(one, at, say);
      if (secrets.findIndex(({ Name = '' }) => Name === name) < index) {
        say(`${at}.Name`, { message: 'two secrets of one name', value: name, fix: 'give one of them another name' });
      }
      if (provider === 'vault' && task.Vault === undefined) {
        say(`${at}.Provider`, { message: 'a secret of Vault in a task without a Vault token', value: name, fix: 'add Vault to the task' });
      }
    });
  },
  trips: { Secrets: [{ Name: 'db', Provider: 'vault', Path: 'secret/data/orders' }] },
  passes: { Vault: { Role: 'sec-orders' }, Secrets: [{ Name: 'db', Provider: 'vault', Path: 'secret/data/orders' }] },
};

function checkSecret(
  { Name: name = '', Provider: provider = '', Path: path = '', Env: env, Config: config }: ApiJson<Secret>,
  at: string,
  say: Say,
): void {
  if (!NAME.test(name)) {
    const limit = 'letters, digits and _, 1 to 128';
    say(`${at}.Name`, {
      message: 'Nomad takes no such name of a secret',
      value: show(name),
      limit,
      fix: 'write the name with these characters',
    });
  }
  if (provider === '')
    say(`${at}.Provider`, { message: 'a secret that nobody provides', limit: 'nomad, vault, or a plugin', fix: 'name the provider' });
  if (path === '') say(`${at}.Path`, { message: 'a secret without a path', fix: 'write where the provider finds it' });
  if (BUILT_IN.has(provider)) {
    if (holds(env)) {
      say(`${at}.Env`, { message: 'only plugins have an environment', value: provider, fix: 'remove Env' });
    }
  } else if (holds(config)) {
    say(`${at}.Config`, { message: 'a plugin has an environment and no Config', value: provider, fix: 'write it as Env' });
  }
}

function holds(map: object | undefined): boolean {
  return map !== undefined && Object.keys(map).length > 0;
}
