import type { ApiJson, Task } from '../../nomad';
import type { JobRule } from '../rule';

type Holder = Readonly<Record<string, unknown>>;

/** Fields that Nomad still takes and that do nothing, or will go. The value is what does it now. */
const OF_A_JOB = { 'Periodic.Spec': 'Specs' } as const;
const OF_A_TASK = {
  'Resources.IOPS': 'nothing: it has no effect',
  'Resources.Networks': 'the Networks of the group',
  'Resources.DiskMB': 'EphemeralDisk of the group',
  'Vault.Policies': 'Role: policies come from the role since Nomad 1.10',
} as const;

/** Fields of former versions. */
export const deprecated: JobRule<'job'> = {
  code: 'NOMAD-DEPRECATED',
  on: 'job',
  severity: 'note',
  inProgram: 'warning',
  protects: 'The setting does nothing, or will be refused one day; who reads the job believes in it.',
  source: 'Nomad 1.11.3, nomad/structs/structs.go (Warnings); CHANGELOG 0.9, 0.12, 1.6.2, 1.10',
  check({ job }, say) {
    tell(job, OF_A_JOB, '', say);
    for (const [groupIndex, group] of (job.TaskGroups ?? []).entries()) {
      const groupAt = `TaskGroups[${String(groupIndex)}]`;
      for (const [index, network] of (group.Networks ?? []).entries()) {
        if (((network as unknown as Holder)['MBits'] ?? 0) === 0) continue;
        say(`${groupAt}.Networks[${String(index)}].MBits`, { message: 'this has no effect since Nomad 0.12', fix: 'remove MBits' });
      }
      for (const [index, task] of (group.Tasks ?? []).entries()) checkTask(task, `${groupAt}.Tasks[${String(index)}]`, say);
    }
  },
  trips: { Type: 'batch', Periodic: { Spec: '0 2 * * *', ProhibitOverlap: true } },
  passes: { Type: 'batch', Periodic: { Specs: ['0 2 * * *'], ProhibitOverlap: true } },
};

type SayOfJob = Parameters<(typeof deprecated)['check']>[1];

function checkTask(task: ApiJson<Task>, at: string, say: SayOfJob): void {
  tell(task, OF_A_TASK, at, say);
  for (const [index, template] of (task.Templates ?? []).entries()) {
    if (((template as unknown as Holder)['VaultGrace'] ?? 0) === 0) continue;
    say(`${at}.Templates[${String(index)}].VaultGrace`, { message: 'this has no effect since Nomad 0.11', fix: 'remove VaultGrace' });
  }
}

function tell(holder: object, fields: Readonly<Record<string, string>>, at: string, say: SayOfJob): void {
  for (const path in fields) {
    const [outer = '', inner = ''] = path.split('.');
    const value = ((holder as Holder)[outer] as Holder | undefined)?.[inner];
    if (value === undefined || value === 0 || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    say(at === '' ? path : `${at}.${path}`, { message: 'this is of a former version of Nomad', fix: `use ${fields[path] ?? ''}` });
  }
}
