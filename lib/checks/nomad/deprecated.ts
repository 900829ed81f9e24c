import type { ApiJson, Task } from '../../nomad';
import type { JobRule } from '../rule';

type Holder = Readonly<Record<string, unknown>>;

type Field = readonly [block: string, member: string, instead: string];

/** Fields that Nomad still takes and that do nothing, or will go. The value is what does it now. */
const OF_A_JOB: readonly Field[] = [['Periodic', 'Spec', 'Specs']];
const OF_A_TASK: readonly Field[] = [
  ['Resources', 'IOPS', 'nothing: it has no effect'],
  ['Resources', 'Networks', 'the Networks of the group'],
  ['Resources', 'DiskMB', 'EphemeralDisk of the group'],
  ['Vault', 'Policies', 'Role: policies come from the role since Nomad 1.10'],
];

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
    job.TaskGroups?.forEach((group, groupIndex) => {
      const groupAt = `TaskGroups[${String(groupIndex)}]`;
      group.Networks?.forEach((network, index) => {
        if (((network as unknown as Holder)['MBits'] ?? 0) === 0) return;
        say(`${groupAt}.Networks[${String(index)}].MBits`, { message: 'this has no effect since Nomad 0.12', fix: 'remove MBits' });
      });
      group.Tasks?.forEach((task, index) => {
        checkTask(task, `${groupAt}.Tasks[${String(index)}]`, say);
      });
    });
  },
  trips: { Type: 'batch', Periodic: { Spec: '0 2 * * *', ProhibitOverlap: true } },
  passes: { Type: 'batch', Periodic: { Specs: ['0 2 * * *'], ProhibitOverlap: true } },
};

type SayOfJob = Parameters<(typeof deprecated)['check']>[1];

function checkTask(task: ApiJson<Task>, at: string, say: SayOfJob): void {
  tell(task, OF_A_TASK, at, say);
  task.Templates?.forEach((template, index) => {
    if (((template as unknown as Holder)['VaultGrace'] ?? 0) === 0) return;
    say(`${at}.Templates[${String(index)}].VaultGrace`, { message: 'this has no effect since Nomad 0.11', fix: 'remove VaultGrace' });
  });
}

function tell(holder: object, fields: readonly Field[], at: string, say: SayOfJob): void {
  for (const [block, member, instead] of fields) {
    const value = ((holder as Holder)[block] as Holder | undefined)?.[member];
    if (value === undefined || value === 0 || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    const path = `${block}.${member}`;
    say(at === '' ? path : `${at}.${path}`, { message: 'this is of a former version of Nomad', fix: `use ${instead}` });
  }
}
