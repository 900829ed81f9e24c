import { Duration, NomadJob, type DomainStack } from 'kumiki';
import { pools } from '../platform';

/**
 * Faxes to branches. It is older than the platform and ends this year, so it keeps its own words: Nomad's, checked
 * against Nomad's model. It is not in the mesh; nobody calls it.
 */
export function addBranchFax(domain: DomainStack) {
  new NomadJob(domain, 'branch-fax', {
    job: {
      ID: domain.platform.fullName('branch-fax'),
      Name: domain.platform.fullName('branch-fax'),
      Namespace: domain.namespace,
      NodePool: pools(domain.platform.environment).general.name,
      Type: 'service',
      Priority: 40,
      Datacenters: ['*'],
      TaskGroups: [
        {
          Name: 'branch-fax',
          Count: 1,
          Update: { MinHealthyTime: Duration.seconds(10), HealthyDeadline: Duration.minutes(3), ProgressDeadline: Duration.minutes(5) },
          Tasks: [
            {
              Name: 'branch-fax',
              Driver: 'docker',
              Config: { image: domain.platform.facts.images.image('branch-fax')?.reference ?? '' },
              Env: { SPOOL: '${NOMAD_ALLOC_DIR}/spool' },
              Resources: { CPU: 100, MemoryMB: 128 },
            },
          ],
        },
      ],
    },
  });
}
