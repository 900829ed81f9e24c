import type { JobRule } from '../rule';
import { lineOf, taskTemplates } from '../template-readings';

const READS_CONSUL: ReadonlySet<string> = new Set(
  (
    'caLeaf caRoots connect datacenters exportedServices importedServices key keyExists keyOrDefault ls node nodes partitions peerings ' +
    'safeLs safeTree service services tree'
  ).split(' '),
);

/** A template that reads from Consul in a task that has no identity there. */
export const templateConsul: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-CONSUL',
  on: 'task',
  severity: 'note',
  inProgram: 'warning',
  protects:
    'The template asks as nobody. Where Consul has access rules the task stays pending; where it has none, nobody knows who reads what.',
  source: 'Nomad 1.11.3, client/allocrunner/taskrunner/template_hook.go and nomad/job_endpoint_hook_implicit_identities.go',
  check({ group, task }, say) {
    if (task.Consul !== undefined || group.Consul !== undefined || task.Templates === undefined) return;
    if (task.Identities?.some(({ Name }) => Name?.startsWith('consul_') === true) === true) return;
    for (const { calls, text, at } of taskTemplates(task)) {
      const call = calls.find(({ name }) => READS_CONSUL.has(name));
      if (call === undefined) continue;
      const { name, args, offset } = call;
      say(at, {
        message: `the template reads from Consul in line ${lineOf(text, offset)}, and the task has no identity there`,
        value: args[0] === undefined ? name : `${name} ${JSON.stringify(args[0])}`,
        fix: 'add Consul to the task, and the identity consul_default unless the servers give one',
      });
    }
  },
  trips: { Templates: [{ DestPath: 'local/flags.json', ChangeMode: 'noop', EmbeddedTmpl: '{{ key "orders/flags" }}' }] },
  passes: { Consul: {}, Templates: [{ DestPath: 'local/flags.json', ChangeMode: 'noop', EmbeddedTmpl: '{{ key "orders/flags" }}' }] },
};
