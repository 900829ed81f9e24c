import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Accepts messages; decides the channel. */
export const Notify = ServiceContract.http('notify', {
  domain: 'notification',
  offers: {
    send: [HttpRule.post('/messages')],
    'send-now': [HttpRule.post('/messages/urgent')],
  },
});

/** Texts, approved by compliance. */
export const MessageTemplates = ServiceContract.http('message-templates', {
  domain: 'notification',
  offers: {
    read: [HttpRule.get(HttpPath.prefix('/templates/'))],
  },
});

/** Messages inside the app. */
export const Inbox = ServiceContract.http('inbox', {
  domain: 'notification',
  offers: {
    read: [HttpRule.get('/inbox'), HttpRule.get(HttpPath.template('/inbox/{id}'))],
  },
});

/** Phones that may be pushed to. */
export const PushTokens = ServiceContract.http('push-tokens', {
  domain: 'notification',
  offers: {
    write: [HttpRule.post('/tokens'), HttpRule.delete(HttpPath.template('/tokens/{id}'))],
  },
});
