import { cleanVariable } from '../../nomad';
import type { JobRule } from '../rule';

/** Two ports that become one in the environment. */
export const envCollision: JobRule<'group'> = {
  code: 'NOMAD-ENV-COLLISION',
  on: 'group',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The tasks have one variable for two ports: which of them it is about is by chance.',
  source: 'Nomad 1.11.3, client/taskenv/env.go (buildEnv): everything but letters, digits and _ becomes _',
  check({ group }, say) {
    const labels = new Map<string, string>();
    group.Networks?.forEach(({ ReservedPorts = [], DynamicPorts = [] }, index) => {
      for (const [list, ports] of [
        ['ReservedPorts', ReservedPorts],
        ['DynamicPorts', DynamicPorts],
      ] as const) {
        ports.forEach(({ Label = '' }, port) => {
          const at = `Networks[${String(index)}].${list}[${String(port)}].Label`;
          collide(labels, Label, (other, variable) => {
            say(at, {
              message: `this port and ${other} have one variable, NOMAD_PORT_${variable}`,
              value: Label,
              fix: 'give the port another label',
            });
          });
        });
      }
    });
  },
  trips: { Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }, { Label: 'my-port' }, { Label: 'my_port' }] }] },
  passes: { Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'health', To: -1 }, { Label: 'my-port' }, { Label: 'your_port' }] }] },
};

function collide(seen: Map<string, string>, name: string, say: (other: string, variable: string) => void): void {
  const variable = cleanVariable(name);
  const other = seen.get(variable);
  if (other === undefined) seen.set(variable, name);
  else if (other !== name) say(other, variable);
}
