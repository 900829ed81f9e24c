import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';

/** Groups of a job, and tasks of a group, are told apart by their names. */
export const duplicateName: JobRule<'job'> = {
  code: 'NOMAD-DUPLICATE-NAME',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Job.Validate and TaskGroup.Validate',
  check({ job: { TaskGroups: groups = [] } }, say) {
    checkNames(groups, 'TaskGroups', 'task group', say);
    groups.forEach(({ Tasks: tasks = [] }, index) => {
      checkNames(tasks, `TaskGroups[${String(index)}].Tasks`, 'task', say);
    });
  },
  trips: { TaskGroups: [{ Name: 'orders' }, { Name: 'orders' }] },
  passes: {},
};

function checkNames(list: readonly { readonly Name?: string | undefined }[], at: string, what: string, say: Say): void {
  if (list.length < 2) return;
  const first = new Map<string, number>();
  list.forEach(({ Name: name = '' }, index) => {
    const other = first.get(name);
    if (other === undefined) first.set(name, index);
    else if (name !== '')
      say(`${at}[${String(index)}].Name`, {
        message: `this name is taken by ${at}[${String(other)}]`,
        value: show(name),
        fix: `give the ${what} another name`,
      });
  });
}
