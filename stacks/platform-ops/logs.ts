import {
  BatchJob,
  Cpu,
  Deadline,
  Duration,
  JobPath,
  Memory,
  NodeAgent,
  OnChange,
  TimeOfDay,
  Trigger,
  VaultSecret,
  type DomainStack,
  type ServerPool,
} from 'kumiki';
import { Elasticsearch } from '../external/contracts';
import { sized } from '../house';
import { pools } from '../platform';

/** Takes the logs of every container from Docker's log driver to Elasticsearch, without reading anybody's files. */
export function addLogShipper(domain: DomainStack) {
  const logShipper = new NodeAgent(domain, 'log-shipper', {
    ...sized(domain, { cpu: Cpu.mhz(600), memory: Memory.mib(512) }),
    // The lab has all its pools on one machine, and one log driver.
    pool: domain.platform.environment.choose<ServerPool | 'all'>({ lab: pools(domain.platform.environment).general, otherwise: 'all' }),
  });

  logShipper.connectTo(Elasticsearch, { may: ['index'] });
  logShipper.addSecretFile(VaultSecret.kv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });

  logShipper.job.override(
    JobPath.group().field('Networks'),
    [
      {
        Mode: 'bridge',
        DynamicPorts: [{ Label: 'metrics', To: 9102 }],
        ReservedPorts: [{ Label: 'fluent', Value: 12224, To: 12224, HostNetwork: 'loopback' }],
      },
    ],
    { reason: 'the log driver of every server is configured with one fixed port on loopback' },
  );
}

/** Closes yesterday's log indices. */
export function addLogIndexRotate(domain: DomainStack) {
  const logIndexRotate = new BatchJob(domain, 'log-index-rotate', {
    trigger: Trigger.schedule('30 1 * * *'),
    expectedDuration: Duration.minutes(20),
    finishBy: Deadline.at(TimeOfDay.of('03:00')),
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(512) }),
  });

  logIndexRotate.connectTo(Elasticsearch, { may: ['rotate'] });
  logIndexRotate.addSecretFile(VaultSecret.kv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });
}
