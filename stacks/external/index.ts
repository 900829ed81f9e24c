import type { Construct } from 'constructs';
import { Callers, Cpu, DomainStack, EgressGateway, ExternalService, Memory } from 'kumiki';
import { sized } from '../house';
import { pools } from '../platform';
import { addresses } from './addresses';
import {
  EkycVendor,
  Elasticsearch,
  FxLiquidity,
  Jasdec,
  JpxLine,
  Kafka,
  MailGateway,
  MySql,
  PartnerProxy,
  PtsLine,
  PushGateway,
  QuoteVendor,
  SftpExchange,
  SmsGateway,
  WormStore,
  Zengin,
} from './contracts';

/** Everything the firm does not run on the platform, and the ways to it. */
export class ExternalStack extends DomainStack {
  constructor(scope: Construct, id = 'external') {
    super(scope, id, { owner: 'platform-team' });
    this.addDirect();
    this.addBehindEgress();
    this.addBehindLines();
  }

  private addDirect(): void {
    new ExternalService(this, 'kafka', {
      contract: Kafka,
      callers: [
        Callers.domain('accounts'),
        Callers.domain('banking'),
        Callers.domain('compliance'),
        Callers.domain('funds'),
        Callers.domain('fx'),
        Callers.domain('identity'),
        Callers.domain('ipo'),
        Callers.domain('margin'),
        Callers.domain('market-data'),
        Callers.domain('notification'),
        Callers.domain('partners'),
        Callers.domain('portfolio'),
        Callers.domain('reference-data'),
        Callers.domain('risk'),
        Callers.domain('settlement'),
        Callers.domain('single-share'),
        Callers.domain('trading'),
      ],
    });
    new ExternalService(this, 'mysql', {
      contract: MySql,
      callers: [
        Callers.domain('accounts'),
        Callers.domain('back-office'),
        Callers.domain('banking'),
        Callers.domain('compliance'),
        Callers.domain('funds'),
        Callers.domain('fx'),
        Callers.domain('identity'),
        Callers.domain('ipo'),
        Callers.domain('margin'),
        Callers.domain('market-data'),
        Callers.domain('notification'),
        Callers.domain('partners'),
        Callers.domain('platform-ops'),
        Callers.domain('portfolio'),
        Callers.domain('reference-data'),
        Callers.domain('reporting'),
        Callers.domain('risk'),
        Callers.domain('settlement'),
        Callers.domain('single-share'),
        Callers.domain('trading'),
      ],
    });
    new ExternalService(this, 'jpx-line', { contract: JpxLine, callers: [Callers.service('jpx-gateway')] });
    new ExternalService(this, 'pts-line', { contract: PtsLine, callers: [Callers.service('pts-gateway')] });
    new ExternalService(this, 'quote-vendor', {
      contract: QuoteVendor,
      callers: [Callers.service('feed-jpx'), Callers.service('feed-overseas')],
    });
    new ExternalService(this, 'fx-lp', { contract: FxLiquidity, callers: [Callers.service('lp-gateway')] });
  }

  private addBehindEgress(): void {
    const to = addresses(this);
    const egress = new EgressGateway(this, 'egress', {
      hostNetworkReason: 'sidecars on other servers reach the gateway at the address of its server',
      count: this.platform.environment.choose({ production: 3, staging: 2, lab: 1 }),
      ...sized(this, { cpu: Cpu.mhz(2000), memory: Memory.gib(1) }),
    });
    new ExternalService(this, 'elasticsearch', {
      contract: Elasticsearch,
      via: egress,
      addresses: to.elasticsearch,
      callers: [
        Callers.service('audit-log', { may: ['index', 'search'] }),
        Callers.service('case-management', { may: ['search'] }),
        Callers.service('evidence-export', { may: ['search'] }),
        Callers.service('log-index-rotate', { may: ['rotate'] }),
        Callers.service('log-shipper', { may: ['index'] }),
        Callers.domain('market-data', { may: ['index', 'search'] }),
        Callers.service('order-history', { may: ['search'] }),
        Callers.service('order-history-backfill', { may: ['index'] }),
        Callers.service('order-journal', { may: ['index'] }),
        Callers.service('surveillance', { may: ['search'] }),
        Callers.service('surveillance-eod', { may: ['search'] }),
      ],
    });
    new ExternalService(this, 'mail-gateway', {
      contract: MailGateway,
      via: egress,
      addresses: to.mailGateway,
      callers: [Callers.service('mail-sender')],
    });
    new ExternalService(this, 'sms-gateway', {
      contract: SmsGateway,
      via: egress,
      addresses: to.smsGateway,
      callers: [Callers.service('sms-sender', { may: ['send'] })],
    });
    new ExternalService(this, 'push-gateway', {
      contract: PushGateway,
      via: egress,
      addresses: to.pushGateway,
      callers: [Callers.service('push-sender', { may: ['send'] })],
    });
    new ExternalService(this, 'ekyc-vendor', {
      contract: EkycVendor,
      via: egress,
      addresses: to.ekycVendor,
      callers: [Callers.service('kyc', { may: ['check'] })],
    });
    new ExternalService(this, 'worm-store', {
      contract: WormStore,
      via: egress,
      addresses: to.wormStore,
      callers: [Callers.service('document-store', { may: ['seal'] }), Callers.service('evidence-collector', { may: ['seal'] })],
    });
    new ExternalService(this, 'partner-egress', {
      contract: PartnerProxy,
      via: egress,
      addresses: to.partnerProxy,
      callers: [Callers.service('webhook-sender', { may: ['forward'] })],
    });
    new ExternalService(this, 'sftp-exchange', {
      contract: SftpExchange,
      via: egress,
      addresses: to.sftpExchange,
      callers: [
        Callers.service('fund-nav-import'),
        Callers.service('fund-order-cut'),
        Callers.service('fx-weekly-recon'),
        Callers.service('instrument-load'),
        Callers.service('regulatory-report'),
        Callers.service('settlement-report'),
      ],
    });
  }

  // A gateway of its own, on the servers where the lines end.
  private addBehindLines(): void {
    const to = addresses(this);
    const lines = new EgressGateway(this, 'egress-lines', {
      hostNetworkReason: 'the relays of the lines admit the addresses of the line servers only',
      pool: pools(this.platform.environment).lines,
      count: this.platform.environment.choose({ production: 2, staging: 2, lab: 1 }),
      ...sized(this, { cpu: Cpu.mhz(1000), memory: Memory.mib(512) }),
    });
    new ExternalService(this, 'zengin', {
      contract: Zengin,
      via: lines,
      addresses: to.zengin,
      callers: [Callers.service('zengin-gateway')],
    });
    new ExternalService(this, 'jasdec', {
      contract: Jasdec,
      via: lines,
      addresses: to.jasdec,
      callers: [Callers.service('jasdec-gateway')],
    });
  }
}
