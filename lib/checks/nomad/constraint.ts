import { versionRank } from '../../model';
import type { ApiJson, Constraint } from '../../nomad';
import { show } from '../../values';
import type { JobRule, Say } from '../rule';
import { AT_APPLY } from './at-apply';
import { injectedTasks } from './injected-tasks';
import { operandProblem, unknownOperand } from './operand';

/** Nomad 1.11.2 looks at the name of the attribute. */
const ATTRIBUTES_ARE_CHECKED = versionRank('1.11.2');
const ATTRIBUTES = ['${node.unique.id}', '${node.datacenter}', '${node.unique.name}', '${node.class}', '${node.pool}'];
const ATTRIBUTE_PREFIXES = ['${attr.', '${device.', '${meta.'];

/** Operands that only constraints have. */
const OF_CONSTRAINTS = ['distinct_hosts', 'distinct_property', 'is_set', 'is_not_set'];
const DISTINCT = ['distinct_hosts', 'distinct_property'];

/** What a server has to be for a job, a group, a task or a device. */
export const constraint: JobRule<'job'> = {
  code: 'NOMAD-CONSTRAINT',
  on: 'job',
  severity: 'error',
  protects: AT_APPLY,
  source: 'nomad/structs/structs.go, Constraint.Validate; hashicorp/nomad#27355',
  check({ job, facts }, say) {
    const attributes = versionRank(facts.engines.nomad) >= ATTRIBUTES_ARE_CHECKED;
    const look = (list: Constraints, at: string, inTask = false): void => {
      if (list !== undefined) checkAll(list, at, { attributes, inTask }, say);
    };
    look(job.Constraints, '');
    job.TaskGroups?.forEach((group, groupIndex) => {
      const groupAt = `TaskGroups[${String(groupIndex)}].`;
      look(group.Constraints, groupAt);
      group.Tasks?.forEach((task, taskIndex) => {
        const taskAt = `${groupAt}Tasks[${String(taskIndex)}].`;
        look(task.Constraints, taskAt, true);
        task.Resources?.Devices?.forEach((device, index) => {
          look(device.Constraints, `${taskAt}Resources.Devices[${String(index)}].`, true);
        });
      });
      for (const { service, task } of injectedTasks(group)) {
        const taskAt = `${groupAt}Services[${String(service)}].Connect.SidecarTask.`;
        task.Resources?.Devices?.forEach((device, index) => {
          look(device.Constraints, `${taskAt}Resources.Devices[${String(index)}].`, true);
        });
      }
    });
  },
  trips: { Constraints: [{ LTarget: '${attr.kernel.name}', Operand: '===', RTarget: 'linux' }] },
  passes: { Constraints: [{ LTarget: '${attr.kernel.name}', Operand: '=', RTarget: 'linux' }, { Operand: 'distinct_hosts' }] },
};

type Constraints = readonly ApiJson<Constraint>[] | undefined;

interface Place {
  /** Whether the name of an attribute is looked at. */
  readonly attributes: boolean;
  /** A task and a device are in one place: nothing about them is distinct. */
  readonly inTask: boolean;
}

function checkAll(list: readonly ApiJson<Constraint>[], above: string, place: Place, say: Say): void {
  list.forEach((one, index) => {
    const at = `${above}Constraints[${String(index)}]`;
    checkOperand(one, at, place, say);
    if (one.Operand !== 'distinct_hosts') checkAttribute(one.LTarget ?? '', at, place, say);
  });
}

function checkOperand({ Operand: operator, RTarget: value = '' }: ApiJson<Constraint>, at: string, { inTask }: Place, say: Say): void {
  const operand: string = operator ?? '';
  if (inTask && DISTINCT.includes(operand)) {
    say(`${at}.Operand`, {
      message: `${operand} is a matter of a group or a job`,
      value: show(operand),
      fix: 'move it to the Constraints of the group',
    });
  } else if (operand === 'distinct_property') {
    if (value === '' || (/^[0-9]+$/.test(value) && Number(value) >= 1 && Number(value) < 2 ** 64)) return;
    say(`${at}.RTarget`, {
      message: 'how often a value may occur is a whole number',
      value: show(value),
      limit: 'at least 1',
      fix: 'write the number, or leave RTarget out for 1',
    });
  } else if (operand === 'is_set' || operand === 'is_not_set') {
    if (value !== '') say(`${at}.RTarget`, { message: `${operand} compares with nothing`, value: show(value), fix: 'remove RTarget' });
  } else if (operand !== 'distinct_hosts') {
    const problem = operandProblem(operand, value);
    if (problem === 'unknown') say(`${at}.Operand`, unknownOperand(operand, OF_CONSTRAINTS));
    else if (problem !== undefined) say(`${at}.${problem.at}`, problem.saying);
  }
}

function checkAttribute(attribute: string, at: string, { attributes }: Place, say: Say): void {
  if (attribute === '') {
    say(`${at}.LTarget`, { message: 'nothing says what is compared', fix: "write LTarget, for instance '${attr.kernel.name}'" });
    return;
  }
  // A text without the sign is compared as it stands.
  if (!attributes || !attribute.startsWith('$')) return;
  const limit = [...ATTRIBUTES, '${attr.…}', '${device.…}', '${meta.…}'].join(', ');
  const value = show(attribute);
  if (!attribute.startsWith('${') || !attribute.endsWith('}')) {
    say(`${at}.LTarget`, { message: 'an attribute stands in braces', value, limit, fix: 'write ${…} around it' });
  } else if (!ATTRIBUTES.includes(attribute) && !ATTRIBUTE_PREFIXES.some((prefix) => attribute.startsWith(prefix))) {
    say(`${at}.LTarget`, {
      message: 'servers have no such attribute',
      value,
      limit,
      fix: `write \${attr.${attribute.slice(2)}, if that is meant`,
    });
  }
}
