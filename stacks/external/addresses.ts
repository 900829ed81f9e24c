import type { DomainStack } from 'kumiki';

type Addresses = readonly [string, ...string[]];

interface ExternalAddresses {
  readonly elasticsearch: Addresses;
  readonly zengin: Addresses;
  readonly jasdec: Addresses;
  readonly mailGateway: Addresses;
  readonly smsGateway: Addresses;
  readonly pushGateway: Addresses;
  readonly ekycVendor: Addresses;
  readonly wormStore: Addresses;
  readonly partnerProxy: Addresses;
  readonly sftpExchange: Addresses;
}

/** Where the gateways find what stands behind them. Staging and lab talk to simulators, never to a real counterpart. */
export const addresses = (domain: DomainStack): ExternalAddresses =>
  domain.platform.environment.choose<ExternalAddresses>({
    production: {
      elasticsearch: ['es-coord-1.internal:9200', 'es-coord-2.internal:9200', 'es-coord-3.internal:9200'],
      zengin: ['zengin-relay.lines.internal:7443'],
      jasdec: ['jasdec-relay.lines.internal:8443'],
      mailGateway: ['mx-out.internal:465'],
      smsGateway: ['api.sms.example.net:443'],
      pushGateway: ['push-relay.example.net:443'],
      ekycVendor: ['api.ekyc.example.net:443'],
      wormStore: ['worm.internal:9443'],
      partnerProxy: ['forward-proxy.dmz.internal:3128'],
      sftpExchange: ['sftp-exchange.internal:22'],
    },
    staging: {
      elasticsearch: ['es-coord.staging.internal:9200'],
      zengin: ['zengin-simulator.staging.internal:7443'],
      jasdec: ['jasdec-simulator.staging.internal:8443'],
      mailGateway: ['mail-trap.staging.internal:465'],
      smsGateway: ['sms-trap.staging.internal:8080'],
      pushGateway: ['push-trap.staging.internal:8080'],
      ekycVendor: ['ekyc-simulator.staging.internal:8080'],
      wormStore: ['worm.staging.internal:9443'],
      partnerProxy: ['forward-proxy.staging.internal:3128'],
      sftpExchange: ['sftp-exchange.staging.internal:22'],
    },
    lab: {
      elasticsearch: ['simulators.lab.internal:9200'],
      zengin: ['simulators.lab.internal:7443'],
      jasdec: ['simulators.lab.internal:8443'],
      mailGateway: ['simulators.lab.internal:465'],
      smsGateway: ['simulators.lab.internal:8081'],
      pushGateway: ['simulators.lab.internal:8082'],
      ekycVendor: ['simulators.lab.internal:8083'],
      wormStore: ['simulators.lab.internal:9443'],
      partnerProxy: ['simulators.lab.internal:3128'],
      sftpExchange: ['simulators.lab.internal:2222'],
    },
  });
