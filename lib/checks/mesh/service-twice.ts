import { serviceAt } from '../digest-address';
import { exampleCaller } from '../example-estate';
import type { JobDigest } from '../job-digest';
import type { EstateRule } from '../rule';

const TRADING = exampleCaller('sec-ledger');
const SETTLEMENT: JobDigest = { ...TRADING, path: 'settlement/ledger', namespace: 'settlement' };

/** One name in Consul for what two teams run. */
export const serviceTwice: EstateRule = {
  code: 'MESH-SERVICE-TWICE',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Consul Community has one namespace: both are one service, callers reach either of them, and each has the permissions of both.',
  source: 'platform facts: Nomad namespaces are none of Consul; hashicorp/nomad docs integrations/consul',
  check({ facts, jobs }, say) {
    // The Enterprise edition can give each Nomad namespace one of Consul.
    if (facts.engines.edition === 'enterprise') return;
    const first = new Map<string, JobDigest>();
    for (const job of jobs) {
      for (const service of job.services) {
        const { name } = service;
        const other = first.get(name);
        if (other === undefined) first.set(name, job);
        else if (other.namespace !== job.namespace)
          say(job.path, serviceAt(service), {
            message: `the job ${other.id} of ${other.namespace} registers a service of this name, too`,
            value: name,
            limit: 'one Nomad namespace for one service',
            fix: 'give one of them another name',
          });
      }
    }
  },
  trips: { jobs: [TRADING, SETTLEMENT] },
  passes: { jobs: [TRADING, { ...SETTLEMENT, services: exampleCaller('sec-ledger-archive').services }] },
};
