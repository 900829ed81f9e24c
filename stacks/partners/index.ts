import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addOpenApi } from './open-api';
import { addPartnerRegistry } from './registry';
import { addWebhooks, addWebhookSender } from './webhooks';

/** Open API and affiliated banks. */
export class PartnersStack extends DomainStack {
  constructor(scope: Construct, id = 'partners') {
    super(scope, id, { owner: 'partners-team' });

    const partnerRegistry = addPartnerRegistry(this);
    const webhooks = addWebhooks(this);
    addWebhookSender(this, { webhooks });
    addOpenApi(this, { partnerRegistry, webhooks });
  }
}
