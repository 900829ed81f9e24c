import { isPlainObject } from '../model';
import type { Finding } from '../problems';
import { show } from '../values';
import type { Job, Task } from './job.generated';

/** Docker settings that lead out of the container; any of them amounts to a right on the server. */
const HOST_MODES: readonly (readonly [key: string, opens: (value: unknown) => boolean])[] = [
  ['cap_add', isGiven],
  ['cgroupns', isHost],
  ['devices', isGiven],
  ['ipc_mode', isHost],
  ['mount', bindsHost],
  ['mounts', bindsHost],
  ['network_mode', (value) => typeof value === 'string' && /^(?:host$|container:)/.test(value)],
  ['pid_mode', isHost],
  ['privileged', (value) => value !== undefined && value !== false],
  ['security_opt', (value) => isGiven(value) && JSON.stringify(value) !== '["no-new-privileges"]'],
  ['userns_mode', isHost],
  ['uts_mode', isHost],
  ['volumes', (value) => Array.isArray(value) && value.some((volume) => String(volume).startsWith('/'))],
];

const MODES = new Set(HOST_MODES.map(([key]) => key));

/** Drivers that run a process on the server itself. */
const HOST_DRIVERS = ['raw_exec'];

/**
 * Findings for tasks that reach out of their container. Nomad itself does not look: a namespace without host networks still
 * takes a task whose Docker setting asks for it (seen on Nomad 1.11.3).
 */
export function hostAccessFindings(job: Job): Finding[] {
  const findings: Finding[] = [];
  job.TaskGroups?.forEach((group, groupIndex) => {
    const groupAt = (): string => `TaskGroups[${String(groupIndex)}]`;
    group.Networks?.forEach((network, index) => {
      if (network.Mode === 'host') findings.push(finding(`${groupAt()}.Networks[${String(index)}].Mode`, network.Mode));
    });
    group.Services?.forEach(({ Connect }, index) => {
      if (Connect?.SidecarTask !== undefined)
        look(findings, () => `${groupAt()}.Services[${String(index)}].Connect.SidecarTask`, Connect.SidecarTask);
    });
    group.Tasks?.forEach((task, index) => {
      look(findings, () => `${groupAt()}.Tasks[${String(index)}]`, task);
    });
  });
  return findings;
}

function look(findings: Finding[], at: () => string, task: Pick<Task, 'Config' | 'Driver' | 'User'>): void {
  if (HOST_DRIVERS.includes(task.Driver ?? '')) findings.push(finding(`${at()}.Driver`, task.Driver));
  if (/^(?:root|0)(?::|$)/.test(task.User ?? '')) findings.push(finding(`${at()}.User`, task.User));
  const { Config: config } = task;
  // Hardly any config has one of the keys.
  let mayOpen = false;
  for (const key in config) if (MODES.has(key)) mayOpen = true;
  if (!mayOpen) return;
  for (const [key, opens] of HOST_MODES) {
    const value: unknown = config?.[key];
    if (opens(value)) findings.push(finding(`${at()}.Config.${key}`, value));
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function bindsHost(value: unknown): boolean {
  return Array.isArray(value) && value.some((mount) => isPlainObject(mount) && mount['type'] === 'bind' && !isOfTask(mount['source']));
}

/** A path that begins nowhere begins in the directory of the task, and so do its own files. */
function isOfTask(source: unknown): boolean {
  return typeof source === 'string' && /^[\w.]/.test(source) && !/(?:^|[\\/])\.\.(?:[\\/]|$)|^[A-Za-z]:/.test(source);
}

function isHost(value: unknown): boolean {
  return value === 'host';
}

function finding(at: string, value: unknown): Finding {
  return {
    code: 'NOMAD-HOST-ACCESS',
    at,
    message: 'this leads out of the container, so whoever deploys the job holds the server; no namespace stops it',
    value: show(value),
    fix: "leave it out, or write the job as new NomadJob(…, { hostAccessReason: '…' }) for a reviewer to see",
  };
}
