import { jobDigest } from '../../../lib/checks';
import type { JsonObject } from '../../../lib/model';
import { canonicalJob } from '../../../lib/nomad';

function footprint(group: JsonObject): readonly [cpu: number, memory: number, cores: number] {
  const [digest] = jobDigest('a', canonicalJob({ ID: 'a', TaskGroups: [group] })).groups ?? [];
  const { cpu = -1, memory = -1, cores = -1 } = digest?.footprint ?? {};
  return [cpu, memory, cores];
}

const task = (CPU: number, MemoryMB: number, more: JsonObject = {}): JsonObject => ({ Name: 't', Resources: { CPU, MemoryMB }, ...more });
const hook = (Hook: string, Sidecar = false): JsonObject => ({ Lifecycle: { Hook, Sidecar } });
const sidecar = (SidecarTask?: JsonObject): JsonObject => ({
  Services: [{ Name: 'a', Connect: { SidecarService: {}, ...(SidecarTask === undefined ? {} : { SidecarTask }) } }],
});

describe('what an instance takes of its server', () => {
  test.each<[string, JsonObject, readonly [number, number, number]]>([
    ['is the sum of what runs together', { Tasks: [task(100, 10), task(200, 20)] }, [300, 30, 0]],
    ['is Nomad’s own where a task says nothing', { Tasks: [{ Name: 't' }] }, [100, 300, 0]],
    ['is not more for what is over before', { Tasks: [task(300, 10), task(200, 20, hook('prestart'))] }, [300, 20, 0]],
    ['is more for what starts before and stays', { Tasks: [task(300, 10), task(200, 20, hook('prestart', true))] }, [500, 30, 0]],
    ['is more for what starts after', { Tasks: [task(300, 10), task(200, 20, hook('poststart'))] }, [500, 30, 0]],
    ['is what runs at the end where that is most', { Tasks: [task(100, 10), task(400, 5, hook('poststop'))] }, [400, 10, 0]],
    ['has 250 MHz and 128 MiB for each sidecar', { Tasks: [task(100, 10)], ...sidecar() }, [350, 138, 0]],
    ['has what the sidecar says', { Tasks: [task(100, 10)], ...sidecar({ Resources: { CPU: 50, MemoryMB: 64 } }) }, [150, 74, 0]],
    ['has cores apart from MHz', { Tasks: [{ Name: 't', Resources: { Cores: 2, MemoryMB: 10 } }, task(100, 10)] }, [100, 20, 2]],
    ['has the memory of secrets', { Tasks: [task(100, 10, { Resources: { CPU: 100, MemoryMB: 10, SecretsMB: 5 } })] }, [100, 15, 0]],
    [
      'has no second sidecar where a server has filled it in',
      { Tasks: [task(100, 10), task(250, 128, { Kind: 'connect-proxy:a', ...hook('prestart', true) })], ...sidecar() },
      [350, 138, 0],
    ],
  ])('%s', (_, group, expected) => {
    expect(footprint(group)).toEqual(expected);
  });
});
