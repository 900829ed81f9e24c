import type { JobRule } from '../rule';
import { lineOf, taskTemplates } from '../template-readings';

/** What changes by itself, whenever an instance of a service comes or goes. */
const CHANGES_BY_ITSELF: ReadonlySet<string> = new Set([
  'connect',
  'node',
  'nodes',
  'nomadService',
  'nomadServices',
  'service',
  'services',
]);

/** Instances that all restart together because others did. */
export const templateRestart: JobRule<'task'> = {
  code: 'NOMAD-TEMPLATE-RESTART',
  on: 'task',
  severity: 'note',
  inProgram: 'warning',
  protects:
    'The catalogue changes whenever an instance comes or goes. Then all instances of this task restart within the splay, outside of any roll-out.',
  source: 'hashicorp/nomad#6151, #10920, #19171',
  check({ group, task }, say) {
    if ((group.Count ?? 1) < 2) return;
    for (const { template, calls, text, at } of taskTemplates(task)) {
      if ((template.ChangeMode ?? 'restart') !== 'restart' || template.Once === true) continue;
      const call = calls.find(({ name }) => CHANGES_BY_ITSELF.has(name));
      if (call === undefined) continue;
      const { name, args, offset } = call;
      say(at, {
        message: `all instances restart when an instance of what line ${lineOf(text, offset)} looks up comes or goes`,
        value: args[0] === undefined ? name : `${name} ${JSON.stringify(args[0])}`,
        fix: 'set ChangeMode to signal, script or noop, or reach the service by the mesh',
      });
    }
  },
  trips: {
    Consul: {},
    Templates: [{ DestPath: 'local/peers', EmbeddedTmpl: '{{ range service "sec-orders" }}{{ .Address }}\n{{ end }}' }],
  },
  passes: {
    Consul: {},
    Templates: [
      {
        DestPath: 'local/peers',
        ChangeMode: 'signal',
        ChangeSignal: 'SIGHUP',
        EmbeddedTmpl: '{{ range service "sec-orders" }}{{ .Address }}\n{{ end }}',
      },
    ],
  },
};
