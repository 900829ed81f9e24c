import type { Affinity, ApiJson } from '../../nomad';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { injectedTasks } from './injected-tasks';
import { operandProblem, unknownOperand } from './operand';

/** What a server should be for a job, a group, a task or a device. */
export const affinity: JobRule<'job'> = {
  code: 'NOMAD-AFFINITY',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Affinity.Validate, Job.Validate and TaskGroup.Validate',
  check({ job }, say) {
    const ofSystem = job.Type === 'system';
    const look = (list: readonly ApiJson<Affinity>[] | undefined, at: string, system = ofSystem): void => {
      if (list === undefined) return;
      if (system)
        say(`${at}Affinities`, {
          message: 'a system job runs on every server, so it prefers none',
          fix: 'remove it, or write a constraint',
        });
      else checkAll(list, at, say);
    };
    look(job.Affinities, '');
    job.TaskGroups?.forEach((group, groupIndex) => {
      const groupAt = `TaskGroups[${String(groupIndex)}].`;
      look(group.Affinities, groupAt);
      group.Tasks?.forEach((task, taskIndex) => {
        const taskAt = `${groupAt}Tasks[${String(taskIndex)}].`;
        look(task.Affinities, taskAt);
        task.Resources?.Devices?.forEach((device, index) => {
          look(device.Affinities, `${taskAt}Resources.Devices[${String(index)}].`, false);
        });
      });
      for (const { service, task } of injectedTasks(group)) {
        const taskAt = `${groupAt}Services[${String(service)}].Connect.SidecarTask.`;
        task.Resources?.Devices?.forEach((device, index) => {
          look(device.Affinities, `${taskAt}Resources.Devices[${String(index)}].`, false);
        });
      }
    });
  },
  trips: { Affinities: [{ LTarget: '${node.class}', Operand: '=', RTarget: 'large', Weight: 0 }] },
  passes: { Affinities: [{ LTarget: '${node.class}', Operand: '=', RTarget: 'large', Weight: -50 }] },
};

function checkAll(list: readonly ApiJson<Affinity>[], above: string, say: Say): void {
  list.forEach(({ LTarget: attribute = '', Operand: operator, RTarget: value = '', Weight: weight = 50 }, index) => {
    const at = `${above}Affinities[${String(index)}]`;
    const problem = operandProblem(operator ?? '', value);
    if (problem === 'unknown') say(`${at}.Operand`, unknownOperand(operator ?? '', []));
    else if (problem !== undefined) say(`${at}.${problem.at}`, problem.saying);
    if (attribute === '')
      say(`${at}.LTarget`, { message: 'nothing says what is compared', fix: "write LTarget, for instance '${node.class}'" });
    if (weight !== 0 && weight >= -100 && weight <= 100) return;
    const message = weight === 0 ? 'an affinity that counts for nothing' : 'an affinity that counts for more than all';
    say(`${at}.Weight`, {
      message,
      value: String(weight),
      limit: '-100 to 100, and not 0',
      fix: 'write a weight between them, or leave it out for 50',
    });
  });
}
