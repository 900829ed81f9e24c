import { DirectContract, HttpPath, HttpRule, ServiceContract } from 'kumiki';

// Reached directly: their protocols need their own addresses. Firewalls keep to the callers named in index.ts.

/** Events of the firm. */
export const Kafka = DirectContract.of('kafka', {
  domain: 'external',
  addresses: {
    production: ['kafka-1.internal:9093', 'kafka-2.internal:9093', 'kafka-3.internal:9093'],
    staging: ['kafka-1.staging.internal:9093', 'kafka-2.staging.internal:9093', 'kafka-3.staging.internal:9093'],
    lab: ['kafka.lab.internal:9093'],
  },
  reason: 'clients connect to the brokers that the cluster advertises; a gateway would answer with the wrong one',
});

/** The database: one group, a schema for each application, credentials for each allocation. */
export const MySql = DirectContract.of('mysql', {
  domain: 'external',
  addresses: {
    production: ['mysql-1.internal:3306', 'mysql-2.internal:3306', 'mysql-3.internal:3306'],
    staging: ['mysql-1.staging.internal:3306', 'mysql-2.staging.internal:3306', 'mysql-3.staging.internal:3306'],
    lab: ['mysql.lab.internal:3306'],
  },
  reason: 'drivers follow the primary of the group to the address it advertises',
});

/** Orders to the exchange, on two leased lines. */
export const JpxLine = DirectContract.of('jpx-line', {
  domain: 'external',
  addresses: {
    production: ['10.250.1.11:50001', '10.250.2.11:50001'],
    staging: ['10.250.101.11:50001'],
    lab: ['jpx-simulator.lab.internal:50001'],
  },
  reason: 'the exchange admits registered source addresses only, and a hop more costs 200 microseconds an order',
});

/** Orders to the proprietary trading system. */
export const PtsLine = DirectContract.of('pts-line', {
  domain: 'external',
  addresses: { production: ['10.251.1.21:52001'], staging: ['10.251.101.21:52001'], lab: ['pts-simulator.lab.internal:52001'] },
  reason: 'the trading system admits registered source addresses only',
});

/** Prices, on lines A and B. */
export const QuoteVendor = DirectContract.of('quote-vendor', {
  domain: 'external',
  addresses: {
    production: ['10.252.1.31:40001', '10.252.2.31:40001'],
    staging: ['10.252.101.31:40001'],
    lab: ['feed-simulator.lab.internal:40001'],
  },
  reason: 'the licence binds both lines to registered addresses, and 2 Gbit/s arrive at 09:00',
});

/** Banks that quote and cover foreign exchange. */
export const FxLiquidity = DirectContract.of('fx-lp', {
  domain: 'external',
  addresses: {
    production: ['10.253.1.41:9801', '10.253.2.41:9801'],
    staging: ['10.253.101.41:9801'],
    lab: ['lp-simulator.lab.internal:9801'],
  },
  reason: 'FIX sessions are bound to source addresses that the banks have registered',
});

// Reached through a gateway, under the rules of the mesh.

/** Search and log indexes. */
export const Elasticsearch = ServiceContract.http('elasticsearch', {
  domain: 'external',
  offers: {
    index: [HttpRule.post('/_bulk')],
    search: [HttpRule.post(HttpPath.template('/{index}/_search'))],
    rotate: [HttpRule.post(HttpPath.template('/{alias}/_rollover')), HttpRule.delete(HttpPath.template('/{index}'))],
  },
});

/** Transfers between banks. */
export const Zengin = ServiceContract.tcp('zengin', { domain: 'external' });

/** The central securities depository. */
export const Jasdec = ServiceContract.tcp('jasdec', { domain: 'external' });

/** The firm's mail relay. */
export const MailGateway = ServiceContract.tcp('mail-gateway', { domain: 'external' });

export const SmsGateway = ServiceContract.http('sms-gateway', { domain: 'external', offers: { send: [HttpRule.post('/v1/messages')] } });

export const PushGateway = ServiceContract.http('push-gateway', { domain: 'external', offers: { send: [HttpRule.post('/v3/send')] } });

/** Reads identity cards and compares faces. */
export const EkycVendor = ServiceContract.http('ekyc-vendor', {
  domain: 'external',
  offers: { check: [HttpRule.post('/checks'), HttpRule.get(HttpPath.template('/checks/{id}'))] },
});

/** Write-once storage, for books and records. */
export const WormStore = ServiceContract.http('worm-store', {
  domain: 'external',
  offers: { seal: [HttpRule.put(HttpPath.template('/objects/{id}'))] },
});

/** Forward proxy to the systems of partners. */
export const PartnerProxy = ServiceContract.http('partner-egress', {
  domain: 'external',
  offers: { forward: [HttpRule.everything('a forward proxy: partners choose the addresses of their own webhooks')] },
});

/** Files to and from exchanges, administrators and authorities. */
export const SftpExchange = ServiceContract.tcp('sftp-exchange', { domain: 'external' });
