import { exampleDigest, exampleGroup } from '../example-estate';
import type { EstateRule } from '../rule';
import { groupsOf, type PlacedGroup } from './pools';

const job = (id: string, port: number) =>
  exampleDigest(id, {
    type: 'system',
    groups: [exampleGroup({ staticPorts: [{ port, hostNetwork: '', at: 'TaskGroups[0].Networks[0].ReservedPorts[0]' }], onlyOn: [] })],
  });

/** One socket of a server for two. */
export const portTaken: EstateRule = {
  code: 'POOL-PORT-TAKEN',
  on: 'estate',
  severity: 'warning',
  protects:
    'The two never run on one server: of two system jobs the second runs nowhere, and others wait for a server that neither has taken.',
  source: 'nomad/structs/network.go; hashicorp/nomad#25413, #18509, #9477',
  check(estate, say) {
    // A port → its users, one for each set of servers that they ask for.
    const users = new Map<string, PlacedGroup[]>();
    for (const placed of groupsOf(estate)) {
      for (const { port, hostNetwork, at } of placed.group.staticPorts) {
        const key = `${placed.job.nodePool} ${hostNetwork} ${String(port)}`;
        const known = users.get(key);
        if (known === undefined) {
          users.set(key, [placed]);
          continue;
        }
        const other = known.find((each) => canMeet(each, placed));
        if (other === undefined) {
          known.push(placed);
          continue;
        }
        say(placed.job.path, at, {
          message: `${other.job === placed.job ? `the group ${other.group.name}` : other.job.id} takes this port on the servers of ${placed.job.nodePool}, too`,
          value: hostNetwork === '' ? String(port) : `${String(port)} of ${hostNetwork}`,
          fix: 'take another port, or let constraints keep the two on different servers',
        });
      }
    }
  },
  trips: { jobs: [job('sec-logs', 9200), job('sec-metrics', 9200)] },
  passes: { jobs: [job('sec-logs', 9200), job('sec-metrics', 9201)] },
};

/** Whether there can be a server that both ask for: unless they want different values of one attribute. */
function canMeet({ group: a }: PlacedGroup, { group: b }: PlacedGroup): boolean {
  for (const [attribute, value] of a.onlyOn ?? []) {
    const other = b.onlyOn?.find(([name]) => name === attribute);
    if (other !== undefined && other[1] !== value) return false;
  }
  return true;
}
