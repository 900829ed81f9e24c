import type { ApiJob, ApiJson, Task, TaskGroup } from '../../nomad';
import type { JobRule } from '../rule';

const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** A service name that becomes no name in DNS once Nomad fills it in. */
export const serviceNameVariable: JobRule<'service'> = {
  code: 'NOMAD-SERVICE-NAME-VARIABLE',
  on: 'service',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'The servers check the name without its variables. The instance registers under a name that no query of DNS finds; a job that is started by the clock or by dispatch has a slash in its name.',
  source: 'Nomad 1.11.3, nomad/structs/services.go (validate, Canonicalize)',
  check({ job, group, task, service }, say) {
    const { Name: name = '' } = service;
    if (!name.includes('${')) return;
    const filled = fill(name, job, group, task);
    if (filled === undefined || DNS_LABEL.test(filled)) return;
    say('Name', {
      message: `Nomad fills this in as ${filled}, which is no name in DNS`,
      value: name,
      limit: 'letters, digits and hyphens, at most 63',
      fix: 'write the name without the variable',
    });
  },
  trips: { Name: 'sec-${NOMAD_GROUP_NAME}-with-more-words-behind-it-than-a-label-of-dns-may-ever-have' },
  passes: { Name: 'sec-${NOMAD_GROUP_NAME}' },
};

/** The name with its variables; undefined where one of them is not known here. */
function fill(name: string, job: ApiJob, group: ApiJson<TaskGroup>, task: ApiJson<Task> | undefined): string | undefined {
  const isParent = job.Periodic !== undefined || job.ParameterizedJob !== undefined;
  const suffix = job.Periodic === undefined ? '/dispatch-1' : '/periodic-1';
  const own = isParent ? suffix : '';
  const values: Readonly<Record<string, string | undefined>> = {
    NOMAD_JOB_NAME: `${job.Name ?? job.ID ?? ''}${own}`,
    NOMAD_JOB_ID: `${job.ID ?? ''}${own}`,
    NOMAD_GROUP_NAME: group.Name,
    NOMAD_TASK_NAME: task?.Name,
  };
  const filled = name.replace(
    /\$\{([^}]*)\}/g,
    (text, variable: string) => (Object.hasOwn(values, variable) ? values[variable] : undefined) ?? text,
  );
  return filled.includes('${') ? undefined : filled;
}
