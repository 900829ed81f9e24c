import { versionRank } from '../../model';
import type { CheckFacts } from '../facts';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

/** Nomad 2.0.5 began to look at it. */
const COUNTS_CORES = versionRank('2.0.5');

/** What a task asks of its server. */
export const resources: JobRule<'task'> = {
  code: 'NOMAD-RESOURCES',
  on: 'task',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Resources.Validate; hashicorp/nomad#10511',
  sidecars: true,
  check({ task, facts }, say) {
    if (task.Resources === undefined) return;
    const { CPU: cpu = 0, Cores: cores = 0, MemoryMB: memory = 0, MemoryMaxMB: memoryMax = 0, SecretsMB: secrets = 0 } = task.Resources;
    checkCpu(cpu, cores, facts, say);
    const at = (field: string, value: number, message: string, limit: string, fix: string): void =>
      say(`Resources.${field}`, { message, value: `${String(value)} MiB`, limit, fix });
    if (memory < 10) at('MemoryMB', memory, 'too little memory for any task', 'at least 10 MiB', 'ask for the memory the task needs');
    // 0 and -1 stand for no limit of its own, and for none at all.
    if (memoryMax !== 0 && memoryMax !== -1 && memoryMax < memory) {
      const limit = `at least MemoryMB, ${String(memory)} MiB`;
      at('MemoryMaxMB', memoryMax, 'the task may use less memory than is kept for it', limit, 'raise MemoryMaxMB, or lower MemoryMB');
    }
    if (secrets > memory) {
      const limit = `at most MemoryMB, ${String(memory)} MiB`;
      at('SecretsMB', secrets, 'the folder of secrets is larger than the memory of the task', limit, 'lower SecretsMB, or raise MemoryMB');
    }
    if (secrets < 0) at('SecretsMB', secrets, 'a folder of secrets smaller than nothing', 'at least 0', 'remove SecretsMB');
  },
  trips: { Resources: { CPU: 500, MemoryMB: 256, MemoryMaxMB: 128 } },
  passes: { Resources: { CPU: 500, MemoryMB: 256, MemoryMaxMB: 512 } },
};

function checkCpu(cpu: number, cores: number, { engines }: CheckFacts, say: Say): void {
  if (cores < 0 && versionRank(engines.nomad) >= COUNTS_CORES) {
    say('Resources.Cores', {
      message: 'fewer cores than none',
      value: String(cores),
      limit: 'at least 0',
      fix: 'write how many cores the task needs',
    });
  }
  if (cores > 0 && cpu > 0) {
    say('Resources.Cores', {
      message: 'a task has either whole cores or a share of them in MHz',
      value: `Cores ${String(cores)}, CPU ${String(cpu)}`,
      limit: 'one of the two',
      fix: 'remove Resources.CPU, or Resources.Cores',
    });
  }
  if (cpu < 1 && cores === 0) {
    say('Resources.CPU', {
      message: 'a task without any CPU',
      value: `${String(cpu)} MHz`,
      limit: 'at least 1 MHz',
      fix: 'ask for the CPU the task needs',
    });
  }
}
