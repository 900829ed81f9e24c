import { Engines } from '../../../lib/platform';
import { entry, findingsOf, jobOf, role } from '../../support/estate-findings';

/** A job in whose second group the second of everything is at fault. */
const orders = jobOf(
  'orders',
  {},
  {
    TaskGroups: [
      { Name: 'first', Services: [{ Name: 'first' }], Tasks: [{ Name: 'first', Driver: 'docker' }] },
      {
        Name: 'second',
        Count: 9,
        Constraints: [{ Operand: 'distinct_hosts' }],
        Networks: [
          { Mode: 'bridge' },
          {
            Mode: 'host',
            ReservedPorts: [
              { Label: 'one', Value: 80 },
              { Label: 'two', Value: 81 },
            ],
          },
        ],
        Services: [
          { Name: 'plain' },
          {
            Name: 'orders',
            PortLabel: '8080',
            Connect: {
              SidecarService: {
                Proxy: {
                  Upstreams: [
                    { DestinationName: 'a-query', DestinationType: 'prepared_query', LocalBindPort: 9001 },
                    { DestinationName: 'ledger', LocalBindPort: 9002 },
                    { DestinationName: 'nowhere', LocalBindPort: 9003 },
                  ],
                },
              },
            },
          },
        ],
        Tasks: [
          { Name: 'sidekick', Driver: 'docker' },
          {
            Name: 'main',
            Driver: 'docker',
            Services: [{ Name: 'other' }, { Name: 'twice' }],
            Vault: { Role: 'nobodys' },
            Templates: [{ EmbeddedTmpl: 'nothing' }, { EmbeddedTmpl: '{{ key "trading/limits" }}' }],
          },
        ],
      },
    ],
  },
);

describe('a finding about the estate', () => {
  it('names the group, the task, the service, the upstream and the read by their numbers in the job', () => {
    const pools = [{ name: 'default', servers: 3, memoryPerServer: 1_000_000 }];
    const taken = { Networks: [{ Mode: 'host', ReservedPorts: [{ Label: 'web', Value: 81 }] }] };
    const found = findingsOf({
      facts: { engines: Engines.tested().versions, pools },
      jobs: [jobOf('ledger', { Services: [{ Name: 'ledger' }, { Name: 'twice' }], ...taken }, { Namespace: 'settlement' }), orders],
      entries: [entry('service-defaults', 'ledger', { Protocol: 'http' })],
      roles: [role('ledger', [])],
      keyReaders: [{ path: 'reader', jobId: 'ledger', keys: [] }],
    });

    expect(found).toEqual(
      expect.arrayContaining([
        'CONSUL-KEY-UNGRANTED orders TaskGroups[1].Tasks[1].Templates[1].EmbeddedTmpl',
        'MESH-SERVICE-TWICE orders TaskGroups[1].Tasks[1].Services[1]',
        'MESH-UPSTREAM-UNKNOWN orders TaskGroups[1].Services[1].Connect.SidecarService.Proxy.Upstreams[2]',
        'POOL-HOSTS-SHORT orders TaskGroups[1].Count',
        'POOL-PORT-TAKEN orders TaskGroups[1].Networks[1].ReservedPorts[1]',
        'VAULT-ROLE-MISSING orders TaskGroups[1].Tasks[1].Vault.Role',
      ]),
    );
  });
});
