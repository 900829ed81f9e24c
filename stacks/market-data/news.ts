import {
  Callers,
  Cpu,
  EnvoyExtension,
  HealthCheck,
  Memory,
  OnChange,
  Port,
  SecuritiesService,
  VaultSecret,
  Worker,
  type DomainStack,
} from 'kumiki';
import { Elasticsearch, Kafka } from '../external/contracts';
import { instances, sized } from '../house';
import { News } from './contracts';

/** Company news and disclosures. */
export function addNews(domain: DomainStack) {
  const news = new SecuritiesService(domain, 'news', {
    contract: News,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(700), memory: Memory.gib(1) }),
    ...instances(domain, { production: 3, upTo: 9 }),
    callers: [Callers.service('web-bff', { may: ['read'] })],
    // The licence forbids passing the vendor's tracking headers on.
    extensions: [
      EnvoyExtension.lua({
        listener: 'inbound',
        script: 'function envoy_on_request(handle) handle:headers():remove("x-vendor-tracking") end',
      }),
    ],
  });

  news.connectTo(Elasticsearch, { may: ['search'] });
  news.addSecretFile(VaultSecret.kv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });
}

/** Disclosure feed to the index. */
export function addNewsIngest(domain: DomainStack) {
  const newsIngest = new Worker(domain, 'news-ingest', {
    ...sized(domain, { cpu: Cpu.mhz(500), memory: Memory.mib(768) }),
    ...instances(domain, { production: 2 }),
  });

  newsIngest.addEnv('KAFKA_BROKERS', newsIngest.connectTo(Kafka).address);
  newsIngest.addEnv('KAFKA_TOPICS', 'vendor.news');
  newsIngest.connectTo(Elasticsearch, { may: ['index'] });
  newsIngest.addSecretFile(VaultSecret.kv('elasticsearch'), {
    file: 'elasticsearch.login',
    fields: ['username', 'password'],
    onChange: OnChange.ignore(),
  });
}
