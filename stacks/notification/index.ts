import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addInbox, addMessageTemplates, addNotify } from './notify';
import { addPushSender, addPushTokens } from './push';
import { addMailSender, addSmsSender } from './senders';

/** Mail, SMS, push, inbox. */
export class NotificationStack extends DomainStack {
  constructor(scope: Construct, id = 'notification') {
    super(scope, id, { owner: 'notification-team' });

    const messageTemplates = addMessageTemplates(this);
    const inbox = addInbox(this);
    const pushTokens = addPushTokens(this);
    addNotify(this, { messageTemplates, inbox, pushTokens });

    // One sender for each way to the customer
    addMailSender(this);
    addSmsSender(this);
    addPushSender(this, { pushTokens });
  }
}
