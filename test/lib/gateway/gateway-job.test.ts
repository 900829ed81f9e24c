import { renderEdgeJob, renderEgressJob, type GatewayJobInput } from '../../../lib/gateway';
import type { Job } from '../../../lib/nomad';
import { Cpu, Duration, Memory } from '../../../lib/values';
import { VaultSecret } from '../../../lib/vault';

const input: GatewayJobInput = {
  name: 'sec-way',
  id: 'way',
  namespace: 'front',
  nodePool: 'edge',
  priority: 70,
  images: { consul: 'consul', envoy: 'envoy', tools: 'tools' },
  agent: { http: 'http://agent:8500', grpc: 'http://agent:8502', ca: undefined, serverName: undefined },
  cpu: Cpu.mhz(100),
  memory: Memory.mib(128),
  openFiles: 1024,
  drain: Duration.seconds(10),
};

function bootstrapOf({ TaskGroups }: Job): string {
  const task = TaskGroups?.[0]?.Tasks?.find(({ Name }) => Name === 'bootstrap');
  return String((task?.Config?.['entrypoint'] as readonly unknown[]).at(-1));
}

// Nomad names a service so: _nomad-task-<allocation>-group-<group>-<service>-<port label>
test.each([
  ['an egress gateway', renderEgressJob(input, 1), 'mesh'],
  [
    'an edge',
    renderEdgeJob(
      input,
      { port: 443, readyPort: 18_080, to: 8443 },
      VaultSecret.pki('edge', { commonName: 'a', ttl: Duration.hours(1) }).requestOf({ domain: 'front', job: 'way' }),
    ),
    '8443',
  ],
])('%s names itself to Consul, because its server may have others of its kind', (_kind, job, port) => {
  expect(bootstrapOf(job)).toContain(` -proxy-id _nomad-task-\${NOMAD_ALLOC_ID}-group-way-sec-way-${port} `);
  expect(job.TaskGroups?.[0]?.Services?.[0]).toMatchObject({ Name: 'sec-way', PortLabel: port });
});
