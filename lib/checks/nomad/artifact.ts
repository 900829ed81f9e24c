import type { ApiJson, TaskArtifact } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { checksumProblem } from './checksum';
import { escapesAllocation } from './escapes-allocation';

const MODES: readonly string[] = ['', 'any', 'file', 'dir'];

/** What a task downloads before it starts. */
export const artifact: JobRule<'task'> = {
  code: 'NOMAD-ARTIFACT',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, TaskArtifact.Validate',
  check({ task }, say) {
    task.Artifacts?.forEach((one, index) => {
      checkArtifact(one, `Artifacts[${String(index)}]`, say);
    });
  },
  trips: { Artifacts: [{ GetterSource: '', RelativeDest: 'local/' }] },
  passes: { Artifacts: [{ GetterSource: 'https://files.internal/rates.csv', RelativeDest: 'local/', GetterMode: 'file' }] },
};

function checkArtifact(one: ApiJson<TaskArtifact>, at: string, say: Say): void {
  const { GetterSource: source = '', RelativeDest: destination = '', GetterOptions: options } = one;
  const mode: string = one.GetterMode ?? 'any';
  if (source === '') {
    say(`${at}.GetterSource`, { message: 'an artifact without a source', fix: 'write where it is downloaded from' });
  }
  if (!MODES.includes(mode)) {
    say(`${at}.GetterMode`, {
      message: 'Nomad knows no such mode of an artifact',
      value: show(mode),
      limit: 'any, file, dir',
      fix: 'write one of them',
    });
  }
  if (escapesAllocation(['task'], destination)) {
    say(`${at}.RelativeDest`, {
      message: 'the download lies outside of the allocation',
      value: destination,
      fix: 'write a path below local/',
    });
  }
  const problem = checksumProblem(options?.['checksum']);
  if (problem !== undefined) {
    say(`${at}.GetterOptions.checksum`, {
      message: problem,
      value: show(options?.['checksum']),
      limit: 'md5, sha1, sha256 or sha512, a colon, and the digest in hexadecimal',
      fix: "write for instance 'sha256:…'",
    });
  }
}
