import type { Finding } from '../problems';
import { show } from '../values';
import type { Job } from './job.generated';

/** Docker settings that lead out of the container; any of them amounts to a right on the server. */
const HOST_MODES: readonly (readonly [key: string, opens: (value: unknown) => boolean])[] = [
  ['ipc_mode', isHost],
  ['network_mode', isHost],
  ['pid_mode', isHost],
  ['privileged', (value) => value === true],
  ['userns_mode', isHost],
  ['uts_mode', isHost],
];

/** Drivers that run a process on the server itself. */
const HOST_DRIVERS = ['raw_exec'];

/**
 * Findings for tasks that reach out of their container. Nomad itself does not look: a namespace without host networks still
 * takes a task whose Docker setting asks for it (seen on Nomad 1.11.3).
 */
export function hostAccessFindings(job: Job): Finding[] {
  const findings: Finding[] = [];
  for (const [groupIndex, group] of (job.TaskGroups ?? []).entries()) {
    for (const [taskIndex, task] of (group.Tasks ?? []).entries()) {
      const at = `TaskGroups[${String(groupIndex)}].Tasks[${String(taskIndex)}]`;
      if (HOST_DRIVERS.includes(task.Driver ?? '')) findings.push(finding(`${at}.Driver`, task.Driver));
      for (const [key, opens] of HOST_MODES) {
        const value: unknown = task.Config?.[key];
        if (opens(value)) findings.push(finding(`${at}.Config.${key}`, value));
      }
    }
  }
  return findings;
}

function isHost(value: unknown): boolean {
  return value === 'host';
}

function finding(at: string, value: unknown): Finding {
  return {
    code: 'NOMAD-RULE',
    at,
    message: 'this leads out of the container, so whoever deploys the job holds the server; no namespace stops it',
    value: show(value),
    fix: "leave it out, or write the job as new NomadJob(…, { hostAccessReason: '…' }) for a reviewer to see",
  };
}
