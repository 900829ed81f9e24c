import type { ApiJson } from './api-json';
import type { NetworkResource, Task } from './job.generated';

/** Networks of a task alone, as jobs had them before groups did. Nobody writes them any more, and Nomad still reads them. */
export function taskNetworks({ Resources }: ApiJson<Task>): readonly ApiJson<NetworkResource>[] {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- read, not written
  return Resources?.Networks ?? [];
}
