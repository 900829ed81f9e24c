import type { JobRule } from '../rule';
import { AT_APPLY } from './at-apply';

const MAX_BYTES = 1000;

/** What Nomad's pages say about a job. */
export const ui: JobRule<'job'> = {
  code: 'NOMAD-UI',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate',
  check({ job: { UI: pages, VersionTag: tag } }, say) {
    const look = (at: string, description = ''): void => {
      // A character has one byte or more.
      if (description.length <= MAX_BYTES / 4) return;
      const bytes = new TextEncoder().encode(description).length;
      if (bytes <= MAX_BYTES) return;
      const limit = `at most ${String(MAX_BYTES)} bytes`;
      say(at, { message: 'a description longer than Nomad keeps', value: `${String(bytes)} bytes`, limit, fix: 'shorten it' });
    };
    look('UI.Description', pages?.Description);
    look('VersionTag.Description', tag?.Description);
  },
  trips: { UI: { Description: 'long '.repeat(201) } },
  passes: { UI: { Description: 'long '.repeat(200) } },
};
