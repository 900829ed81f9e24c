import { cleanVariable } from '../../nomad';
import type { JobRule } from '../rule';

/** Two names that become one in the environment. */
export const envCollision: JobRule<'group'> = {
  code: 'NOMAD-ENV-COLLISION',
  on: 'group',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The tasks have one variable for two ports, or two upstreams: which of them is by chance.',
  source: 'Nomad 1.11.3, client/taskenv/env.go (buildEnv, buildUpstreamsEnv): everything but letters, digits and _ becomes _',
  check({ group }, say) {
    // Most groups have one port and few upstreams: nothing is kept for a single name.
    const labels = new Map<string, string>();
    for (const [index, { ReservedPorts = [], DynamicPorts = [] }] of (group.Networks ?? []).entries()) {
      for (const [list, ports] of [['ReservedPorts', ReservedPorts], ['DynamicPorts', DynamicPorts]] as const) {
        for (const [port, { Label = '' }] of ports.entries()) {
          const at = `Networks[${String(index)}].${list}[${String(port)}].Label`;
          collide(labels, Label, (other, variable) => {
            say(at, {
              message: `this port and ${other} have one variable, NOMAD_PORT_${variable}`,
              value: Label,
              fix: 'give the port another label',
            });
          });
        }
      }
    }
    const upstreams = new Map<string, string>();
    for (const [index, { Connect }] of (group.Services ?? []).entries()) {
      for (const [upstream, { DestinationName = '' }] of (Connect?.SidecarService?.Proxy?.Upstreams ?? []).entries()) {
        collide(upstreams, DestinationName, (other, variable) => {
          say(`Services[${String(index)}].Connect.SidecarService.Proxy.Upstreams[${String(upstream)}].DestinationName`, {
            message: `this upstream and ${other} have one variable, NOMAD_UPSTREAM_ADDR_${variable}`,
            value: DestinationName,
            fix: 'read the address from LocalBindPort, or give one of the services another name',
          });
        });
      }
    }
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
