// Changes of the reference estate as pull requests make them, typical ones: each is shown in docs/review.md as a reviewer gets it.

/** An edit of one file of stacks/. */
export interface Edit {
  /** Below stacks/. */
  readonly file: string;
  /** Has to stand there exactly once; without it the file is new. */
  readonly find?: string;
  readonly replace: string;
}

/** A pull request. */
export interface Change {
  /** Of the files in docs/review/. */
  readonly name: string;
  readonly title: string;
  /** What its author says. A reviewer has to see it in the page without that. */
  readonly story: string;
  /** What a reviewer says who has read the page and nothing else. */
  readonly told: string;
  readonly edits: readonly Edit[];
  /** Domains whose part of the output is put in as main has it: somebody puts outputs together that no one program wrote. */
  readonly asInMain?: readonly string[];
}

const preferences: Change = {
  name: 'new-service',
  title: 'A new service',
  story:
    'The notification team adds `preferences`, where a customer says by which way messages come. The phone app sets them, `notify` reads them before it sends; they are in MySQL.',
  told: 'A new job `sec-preferences` of notification starts with two instances. The phone app, which is of another domain, may read and write in it, `sec-notify` may read; it logs in at the database with a role that nobody else has. Nothing that runs is replaced. The danger is the call from another domain.',
  edits: [
    {
      file: 'notification/contracts.ts',
      find: '/** Phones that may be pushed to. */',
      replace: `/** By which way a customer wants messages. */
export const Preferences = ServiceContract.http('preferences', {
  domain: 'notification',
  offers: {
    own: [HttpRule.methods(['GET', 'PUT'], HttpPath.template('/preferences/{account}'))],
  },
});

/** Phones that may be pushed to. */`,
    },
    {
      file: 'notification/preferences.ts',
      replace: `import { Callers, Cpu, HealthCheck, Memory, OnChange, Port, SecuritiesService, VaultSecret, type DomainStack } from 'kumiki';
import { MySql } from '../external/contracts';
import { databaseLogin, instances, sized } from '../house';
import { Preferences } from './contracts';

/** By which way a customer wants messages. */
export function addPreferences(domain: DomainStack) {
  const preferences = new SecuritiesService(domain, 'preferences', {
    contract: Preferences,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 2, upTo: 4 }),
    callers: [Callers.service('mobile-bff', { may: ['own'] })],
  });

  preferences.addEnv('DB_HOSTS', preferences.connectTo(MySql).address);
  preferences.addSecretEnv(VaultSecret.database('preferences-rw'), databaseLogin, { onChange: OnChange.restart() });

  return preferences;
}
`,
    },
    {
      file: 'notification/index.ts',
      find: "import { addPushSender, addPushTokens } from './push';",
      replace: "import { addPreferences } from './preferences';\nimport { addPushSender, addPushTokens } from './push';",
    },
    {
      file: 'notification/index.ts',
      find: 'addNotify(this, { messageTemplates, inbox, pushTokens });',
      replace: 'const preferences = addPreferences(this);\n    addNotify(this, { messageTemplates, inbox, pushTokens, preferences });',
    },
    {
      file: 'notification/notify.ts',
      find: "to: Record<'messageTemplates' | 'inbox' | 'pushTokens', ICallable>",
      replace: "to: Record<'messageTemplates' | 'inbox' | 'pushTokens' | 'preferences', ICallable>",
    },
    {
      file: 'notification/notify.ts',
      find: "  notify.connectTo(to.pushTokens, { allow: [HttpRule.get(HttpPath.template('/tokens/{account}'))] });\n",
      replace: `  notify.connectTo(to.pushTokens, { allow: [HttpRule.get(HttpPath.template('/tokens/{account}'))] });
  notify.connectTo(to.preferences, { allow: [HttpRule.get(HttpPath.template('/preferences/{account}'))] });
`,
    },
    {
      file: 'channels/mobile.ts',
      find: "import { Inbox, PushTokens } from '../notification/contracts';",
      replace: "import { Inbox, Preferences, PushTokens } from '../notification/contracts';",
    },
    {
      file: 'channels/mobile.ts',
      find: "  mobileBff.connectTo(PushTokens, { may: ['write'] });\n",
      replace: "  mobileBff.connectTo(PushTokens, { may: ['write'] });\n  mobileBff.connectTo(Preferences, { may: ['own'] });\n",
    },
    {
      file: 'releases/production.json',
      find: '    "push-sender": ',
      replace:
        '    "preferences": "registry.internal/sec/preferences@sha256:5d3f0c1be2a94876d1c05e9f3b7a2468ace013579bdf2468ace013579bdf2468",\n    "push-sender": ',
    },
  ],
};

const freeze: Change = {
  name: 'new-call',
  title: 'A new call across domains',
  story:
    'After a margin call that nobody answers, `margin-calls` looks at the account and freezes it. It takes `read` and `update` of `accounts`.',
  told: '`sec-margin-calls` of margin may now read every account, change it and freeze it. Both teams have to agree; nothing restarts. The danger is in the first two requests, which write.',
  edits: [
    {
      file: 'margin/calls.ts',
      find: "import { Kafka, MySql } from '../external/contracts';",
      replace: "import { Accounts } from '../accounts/contracts';\nimport { Kafka, MySql } from '../external/contracts';",
    },
    {
      file: 'margin/calls.ts',
      find: "  marginCalls.connectTo(Orders, { may: ['place'] });\n",
      replace: "  marginCalls.connectTo(Orders, { may: ['place'] });\n  marginCalls.connectTo(Accounts, { may: ['read', 'update'] });\n",
    },
    {
      file: 'accounts/accounts.ts',
      find: "      Callers.service('ipo-applications', { may: ['permissions'] }),\n",
      replace:
        "      Callers.service('ipo-applications', { may: ['permissions'] }),\n      Callers.service('margin-calls', { may: ['read', 'update'] }),\n",
    },
  ],
};

const widened: Change = {
  name: 'secret-widened',
  title: 'A secret widened',
  story:
    '`order-history` is to note in the orders which it has archived. Where it had a login that reads its own tables it takes that of `orders`, which writes; and instead of a login of its own at Elasticsearch that of the domain.',
  told: '`sec-order-history` gives up its own logins and takes two that others have: that of `sec-orders` at the database, by its name one that writes, and that of the domain at Elasticsearch. Its four instances are replaced, one canary first. What a login may do stands in the engine of Vault and not in the output, so the page cannot say it.',
  edits: [
    {
      file: 'trading/history.ts',
      find: "orderHistory.addSecretEnv(VaultSecret.database('order-history-ro')",
      replace: "orderHistory.addSecretEnv(VaultSecret.database('orders-rw')",
    },
    {
      file: 'trading/history.ts',
      find: "orderHistory.addSecretFile(VaultSecret.kv('elasticsearch')",
      replace: "orderHistory.addSecretFile(VaultSecret.sharedKv('elasticsearch')",
    },
  ],
};

const publicInbox: Change = {
  name: 'public-route',
  title: 'A public route',
  story:
    'The phone app is to read `inbox` itself, without its back end between: the edge accepts routes of notification, and `inbox` has one.',
  told: 'The internet reaches `sec-inbox` under `api.sec.example.co.jp/inbox`, only with GET, by the public edge. Two rules of the mesh change and no job, so it is open the moment it is applied.',
  edits: [
    {
      file: 'edge/index.ts',
      find: "        EdgeAcceptance.of('reporting', { hosts: [www] }),\n",
      replace: "        EdgeAcceptance.of('notification', { hosts: [api] }),\n        EdgeAcceptance.of('reporting', { hosts: [www] }),\n",
    },
    {
      file: 'notification/notify.ts',
      find: "import { Kafka, MySql } from '../external/contracts';",
      replace: "import { fromOutside, hosts, PublicEdge } from '../edge/contracts';\nimport { Kafka, MySql } from '../external/contracts';",
    },
    {
      file: 'notification/notify.ts',
      find: '\n  return inbox;\n',
      replace: `
  inbox.exposeThrough(PublicEdge, { ...fromOutside, host: hosts(domain).api, path: HttpPath.prefix('/inbox'), methods: ['GET'] });

  return inbox;
`,
    },
  ],
};

const MESSAGE_TEMPLATES = `/** Texts, approved by compliance. */
export function addMessageTemplates(domain: DomainStack) {
  const messageTemplates = new SecuritiesService(domain, 'message-templates', {
    contract: MessageTemplates,
    port: Port.http(8080),
    health: HealthCheck.http('/ready'),
    ...sized(domain, { cpu: Cpu.mhz(300), memory: Memory.mib(512) }),
    ...instances(domain, { production: 2 }),
    callers: [Callers.service('statement-render', { may: ['read'] })],
  });

  messageTemplates.addEnv('DB_HOSTS', messageTemplates.connectTo(MySql).address);
  messageTemplates.addSecretEnv(VaultSecret.database('templates-rw'), databaseLogin, { onChange: OnChange.restart() });

  return messageTemplates;
}

`;

/** The service goes, and notify no longer asks it. */
const removal: readonly Edit[] = [
  { file: 'notification/notify.ts', find: MESSAGE_TEMPLATES, replace: '' },
  {
    file: 'notification/notify.ts',
    find: "to: Record<'messageTemplates' | 'inbox' | 'pushTokens', ICallable>",
    replace: "to: Record<'inbox' | 'pushTokens', ICallable>",
  },
  {
    file: 'notification/notify.ts',
    find: "  notify.connectTo(to.messageTemplates, { allow: [HttpRule.get(HttpPath.prefix('/templates/'))] });\n",
    replace: '',
  },
  { file: 'notification/notify.ts', find: 'import { Inbox, MessageTemplates, Notify }', replace: 'import { Inbox, Notify }' },
  { file: 'notification/index.ts', find: '    const messageTemplates = addMessageTemplates(this);\n', replace: '' },
  {
    file: 'notification/index.ts',
    find: 'addNotify(this, { messageTemplates, inbox, pushTokens });',
    replace: 'addNotify(this, { inbox, pushTokens });',
  },
  {
    file: 'notification/index.ts',
    find: 'import { addInbox, addMessageTemplates, addNotify }',
    replace: 'import { addInbox, addNotify }',
  },
];

const removed: Change = {
  name: 'service-removed',
  title: 'A removed service with callers',
  story: '`message-templates` goes: texts come with the image of `notify` and of `statement-render` now, and both no longer ask for them.',
  told: '`sec-message-templates` goes with two instances, its permission and its login. Two called it, of two teams, and both stop calling it in the same change; it waits until 15:30.',
  edits: [
    ...removal,
    {
      file: 'notification/contracts.ts',
      find: `/** Texts, approved by compliance. */
export const MessageTemplates = ServiceContract.http('message-templates', {
  domain: 'notification',
  offers: {
    read: [HttpRule.get(HttpPath.prefix('/templates/'))],
  },
});

`,
      replace: '',
    },
    { file: 'reporting/nightly.ts', find: "  statementRender.connectTo(MessageTemplates, { may: ['read'] });\n", replace: '' },
    { file: 'reporting/nightly.ts', find: 'import { MessageTemplates, Notify }', replace: 'import { Notify }' },
  ],
};

/** A program with this is refused: its synth writes no output to review. */
export const REFUSED: Change = {
  name: 'service-removed-refused',
  title: 'A removed service, and a caller forgotten',
  story: '`message-templates` goes, and `statement-render` still calls it.',
  told: 'There is no page.',
  edits: removal,
};

const stillCalled: Change = {
  ...removed,
  name: 'service-removed-still-called',
  title: 'A removed service that is still called',
  story:
    '`message-templates` goes, and `statement-render` of reporting still calls it. One program cannot say that: its synth is refused. Here the output was put together from two, reporting as it is in main.',
  told: '`sec-message-templates` goes, and the nightly `sec-statement-render` of reporting still calls it and would be refused. It cannot be approved; whoever wrote it has to change line 49 of `stacks/reporting/nightly.ts` first.',
  asInMain: ['reporting'],
};

/** What the manual shows, in its order. */
export const CHANGES: readonly Change[] = [preferences, freeze, widened, publicInbox, removed, stillCalled];
