import type { ApiJson, WorkloadIdentity } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { shownDuration } from './shown-duration';

const NAME = /^[a-zA-Z0-9-_]{1,128}$/;
const DEFAULT = 'default';

/** Identities of a task. */
export const identity: JobRule<'task'> = {
  code: 'NOMAD-IDENTITY',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/workload_id.go, WorkloadIdentity.Validate',
  sidecars: true,
  check({ task }, say) {
    if (task.Identity !== undefined) checkIdentity(task.Identity, 'Identity', say);
    task.Identities?.forEach((one, index) => {
      const at = `Identities[${String(index)}]`;
      // The default one was taken out of the list; what is left is another.
      if (one.Name === DEFAULT) say(at, { message: 'a task has one default identity', fix: 'give the others names' });
      checkIdentity(one, at, say);
    });
  },
  trips: { Identities: [{ Name: 'vault_default', Audience: ['vault.io'], ChangeMode: 'signal' }] },
  passes: { Identities: [{ Name: 'vault_default', Audience: ['vault.io'], TTL: 3_600_000_000_000 }] },
};

function checkIdentity(one: ApiJson<WorkloadIdentity>, at: string, say: Say): void {
  const {
    Name: name = DEFAULT,
    Audience: audience = [],
    ChangeSignal: signal = '',
    TTL: ttl = 0,
    Filepath: path = '',
    File: file = false,
  } = one;
  const mode: string = one.ChangeMode ?? '';
  if (!NAME.test(name)) {
    const limit = 'letters, digits, - and _, at most 128';
    say(`${at}.Name`, {
      message: 'Nomad takes no such name of an identity',
      value: show(name),
      limit,
      fix: 'write the name with these characters',
    });
  }
  if (audience.includes('')) {
    say(`${at}.Audience`, {
      message: 'an empty audience is nobody',
      value: show(audience),
      fix: 'name the audience, or remove the empty text',
    });
  }
  if (mode === 'signal' && signal === '') {
    say(`${at}.ChangeSignal`, { message: 'the task is sent a signal, and none is named', fix: 'name the signal, for instance SIGHUP' });
  } else if (mode !== '' && mode !== 'noop' && mode !== 'restart' && mode !== 'signal') {
    const limit = 'noop, restart, signal';
    say(`${at}.ChangeMode`, { message: 'Nomad knows no such change mode', value: show(mode), limit, fix: 'write one of them' });
  } else if (mode !== 'signal' && signal !== '') {
    say(`${at}.ChangeSignal`, {
      message: 'a signal that is never sent',
      value: signal,
      fix: "write ChangeMode 'signal', or remove ChangeSignal",
    });
  }
  if (ttl > 0 && name === DEFAULT) {
    say(`${at}.TTL`, {
      message: 'the default identity lives as long as its allocation',
      value: shownDuration(ttl),
      fix: 'remove TTL, or name the identity',
    });
  }
  if (ttl < 0) {
    say(`${at}.TTL`, {
      message: 'an identity that ends before it begins',
      value: shownDuration(ttl),
      limit: 'at least 0',
      fix: 'write how long it is valid',
    });
  }
  if (path !== '' && !file) {
    say(`${at}.Filepath`, { message: 'a path for a file that is not written', value: path, fix: 'write File: true, or remove Filepath' });
  }
}
