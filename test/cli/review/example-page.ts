import type { Page, PageColumn, PageRow, PageSection, PageSectionName, Tone } from '../../../lib/page';
import type { GraphEdge, GraphNode } from '../../../lib/review';

/** A merge request on an ordinary evening: a ledger is renamed while others still call it, and a new quote service comes. */
export const EXAMPLE_PAGE: Page = {
  verdict: {
    decision: 'BLOCK',
    rule: 'deletion-still-called',
    says: 'something is removed that others still call',
    then: [
      'It cannot be approved as it is: sec-orders and sec-settlement still call sec-ledger.',
      'After that it needs two approvals, one of team ledger or team trading.',
      'It has to wait until the exchange is closed: Fri 2026-11-27 15:30 JST.',
    ],
  },
  summary: ['new job: sec-quotes (trading)', 'in: trading'],
  numbers: [
    { label: 'call paths', value: '+3 −1 ~1', isZero: false, section: 'calls' },
    { label: 'secrets and keys', value: '+1 −1 ~0', isZero: false, section: 'secrets' },
    { label: 'instances restarted', value: '14 of 815', isZero: false, section: 'restarts' },
    { label: 'public ways in', value: '+0 −0 ~0', isZero: true, section: 'exposure' },
    { label: 'things deleted', value: '2', isZero: false, section: 'deletions' },
  ],
  why: [
    {
      class: 'D5',
      about: 'for good',
      rule: 'deletion-still-called',
      decision: 'BLOCK',
      text: 'job sec-ledger goes, and sec-orders, sec-settlement still call it',
      section: 'deletions',
      source: 'stacks/ledger/ledger.ts:31',
    },
    {
      class: 'D3',
      about: 'breakage',
      rule: 'pool-too-small',
      decision: 'BLOCK',
      text: 'pool trading is asked for 412,000 MHz and has 384,000',
      section: 'sizes',
    },
    {
      class: 'D4',
      about: 'trust',
      rule: 'call-across-domains',
      decision: 'NEEDS TWO',
      text: 'sec-quotes may now call sec-accounts: GET /accounts/{id}/balance, GET /accounts/{id}/positions',
      section: 'calls',
      source: 'stacks/market/quotes.ts:18',
    },
    {
      class: 'D4',
      about: 'trust',
      rule: 'secret-wide',
      decision: 'NEEDS TWO',
      text: 'sec-quotes may now read secret/data/market/+/feed*',
      section: 'secrets',
      source: 'stacks/market/quotes.ts:26',
    },
    {
      class: 'D2',
      about: 'interruption',
      rule: 'restart-all-at-once',
      decision: 'NEEDS TWO',
      text: 'all 4 instances of settlement-batch stop before a new one runs',
      section: 'restarts',
      source: 'stacks/settlement/batch.ts:9',
    },
  ],
  whyMore: 9,
  unknowns: [
    {
      section: 'calls',
      subject: 'sec-orders → sec-quotes',
      why: 'the path is a regular expression that holds a back reference',
    },
    { section: 'sizes', subject: 'pool batch', why: 'no capacity is known of it' },
  ],
  sections: [
    section('deletions', 'What goes', '2 things go (12 stacks of the base compared with 12 of the head)', {
      columns: [
        'mark:',
        'name:What',
        'text:Becomes',
        'name:Still called by',
        'text:Lost with it',
        'number:Services that feel it',
        'name:Where',
      ],
      rows: [
        row(
          'danger',
          '−',
          'job sec-ledger',
          'renamed sec-ledger-v2',
          ['sec-orders', 'sec-settlement'],
          ['the permission of its callers', 'its access to secrets'],
          '23',
          'stacks/ledger/ledger.ts:31',
        ),
        row('caution', '−', 'keys config/ledger/limits', '', '', 'the values of its keys', '0', 'stacks/ledger/keys.ts:5'),
      ],
    }),
    section('calls', 'Who can now call whom', '3 new call paths (70 × 70 pairs, 212 rules checked)', {
      columns: ['mark:', 'name:From', 'name:To', 'text:Opened', 'text:Closed', 'text:Decided by', 'name:Where'],
      rows: [
        row(
          'danger',
          '+',
          'sec-quotes',
          'sec-accounts',
          ['GET /accounts/{id}/balance', 'GET /accounts/{id}/positions'],
          '',
          'sec-quotes → sec-accounts',
          'stacks/market/quotes.ts:18',
        ),
        row(
          'danger',
          '+',
          'sec-orders',
          'sec-quotes',
          'every request; not decided: the path is a regular expression that holds a back reference',
          '',
          'sec-orders → sec-quotes',
          'stacks/trading/orders.ts:12',
        ),
        row('danger', '+', 'sec-orders', 'sec-ledger-v2', 'POST /entries', '', 'sec-orders → sec-ledger-v2', 'stacks/trading/orders.ts:14'),
        row(
          'danger',
          '~',
          'sec-settlement',
          'sec-custody',
          'PUT /instructions/*',
          'DELETE /instructions/*',
          'sec-settlement → sec-custody',
          'stacks/settlement/settlement.ts:40',
        ),
        row('good', '−', 'sec-orders', 'sec-ledger', '', ['GET /entries/{id}', 'POST /entries'], 'none', 'stacks/trading/orders.ts:13'),
      ],
    }),
    section('secrets', 'Who can read which secret or key', '2 paths touched (68 roles, 140 policies read)', {
      columns: ['mark:', 'name:Job', 'name:Path', 'text:Before', 'text:After', 'name:Granted by', 'text:Used by a template', 'name:Where'],
      rows: [
        row('danger', '+', 'sec-quotes', 'secret/data/market/+/feed*', '', 'read', 'nomad-sec-quotes', 'yes', 'stacks/market/quotes.ts:26'),
        row('good', '−', 'sec-ledger', 'secret/data/ledger/database', 'read', '', 'nomad-sec-ledger', 'no', 'stacks/ledger/ledger.ts:31'),
      ],
    }),
    section('identities', 'Who can log in as whom', '0 logins changed (140 binding rules and roles compared)', { columns: [], rows: [] }),
    section('restarts', 'What restarts', '14 of 815 instances (3 groups of 68 jobs)', {
      columns: ['mark:', 'name:Job', 'name:Group', 'text:How', 'number:Instances', 'number:At once', 'text:Takes', 'name:Because of'],
      rows: [
        row('danger', '~', 'settlement-batch', 'batch', 'replace, with a gap', '4', '4', '', [
          'TaskGroups[batch].Tasks[batch].Config.image',
          'TaskGroups[batch].Tasks[batch].Env[TZ]',
        ]),
        row(
          'plain',
          '~',
          'sec-orders',
          'orders',
          'canary, promoted by hand',
          '10',
          '2',
          '3 min to 10 min',
          'TaskGroups[orders].Tasks[orders].Config.image',
        ),
        row('plain', '+', 'sec-quotes', 'quotes', 'create', '6', '6', '1 min to 5 min', ''),
      ],
    }),
    section('exposure', 'What can be reached from outside', '0 public ways in (3 edges, 41 routes compared)', { columns: [], rows: [] }),
    section('sizes', 'What is asked of each pool', '2 of 6 pools', {
      columns: [
        'mark:',
        'name:Pool',
        'number:CPU MHz before',
        'number:after',
        'number:has',
        'number:Memory MiB before',
        'number:after',
        'number:has',
        'text:Fits',
      ],
      rows: [
        row('danger', '~', 'trading', '371,500', '412,000', '384,000', '1,204,224', '1,228,800', '1,572,864', 'no: more CPU than it has'),
        row('caution', '~', 'batch', '48,000', '48,000', '', '196,608', '204,800', '', 'unknown'),
      ],
    }),
    section('schedules', 'When batches run', '0 schedules changed (14 periodic jobs compared)', { columns: [], rows: [] }),
    section('findings', 'New findings of the checks', '2 new findings (4 changed jobs checked, 61 rules)', {
      columns: ['name:Code', 'text:How bad', 'name:Path', 'text:What is wrong', 'text:What to do', 'name:Where'],
      rows: [
        row(
          'caution',
          'KMK-0412',
          'warning',
          'market/quotes',
          'memory_max is less than twice the memory: 768 of 512',
          'give it 1024, or leave it out',
          'stacks/market/quotes.ts:22',
        ),
        row(
          'plain',
          'KMK-0208',
          'note',
          'settlement/batch',
          'the image is named by a tag: registry.example.jp/settlement:2026.11',
          'name it by its digest',
          'stacks/settlement/batch.ts:9',
        ),
      ],
    }),
    section('behaviour', 'What else behaves differently', undefined, {
      columns: ['mark:', 'name:What', 'text:How', 'number:Callers', 'name:Where'],
      rows: [
        row(
          'caution',
          '~',
          'service-router sec-orders',
          'requests to /orders/bulk wait 30 s instead of 10 s',
          '12',
          'stacks/trading/orders.ts:44',
        ),
      ],
    }),
    section('dangers', 'Every danger', undefined, {
      folded: true,
      columns: ['name:Class', 'name:Rule', 'text:What', 'text:Asks for', 'number:Weighs', 'name:Where'],
      rows: Array.from({ length: 14 }, (_, index) => {
        const classes = ['D5', 'D4', 'D3', 'D2', 'D1'];
        return row(
          index < 4 ? 'danger' : 'plain',
          classes[Math.floor(index / 3)]!,
          'call-across-domains',
          `sec-quotes may now call sec-accounts ${String(index + 1)}`,
          'NEEDS TWO',
          String(180 - 12 * index),
          'stacks/market/quotes.ts:18',
        );
      }),
    }),
    section('fields', 'Every field that differs', undefined, {
      folded: true,
      columns: ['mark:', 'name:Resource', 'name:Field', 'name:Before', 'name:After'],
      rows: Array.from({ length: 230 }, (_, index) => {
        return row(
          'plain',
          '~',
          'trading/nomad_job.sec-orders',
          `jobspec.TaskGroups[orders].Tasks[orders].Env[SETTING_${String(index)}]`,
          '"2026-11-26T09:00:00+09:00"',
          '"2026-11-27T09:00:00+09:00"',
        );
      }),
    }),
    section('plans', "What Terraform's plans say beyond it", 'no plans were given', { columns: [], rows: [] }),
  ],
  graph: {
    nodes: [
      node('sec-accounts', 'service', 'accounts', 'context'),
      node('sec-custody', 'service', 'settlement', 'context'),
      node('sec-ledger', 'service', 'ledger', 'removed'),
      node('sec-ledger-v2', 'service', 'ledger', 'added'),
      node('sec-orders', 'service', 'trading', 'changed'),
      node('sec-quotes', 'service', 'market', 'added'),
      node('sec-risk', 'service', 'trading', 'context'),
      node('sec-settlement', 'service', 'settlement', 'changed'),
      node('public', 'public', undefined, 'context'),
      node('gw-web', 'api gateway', 'platform', 'context'),
    ],
    edges: [
      edge('gw-web', 'sec-orders', 'context', 'neutral', ''),
      edge('public', 'gw-web', 'context', 'neutral', ''),
      edge('sec-orders', 'sec-ledger', 'removed', 'narrowed', 'GET /entries/{id} and 1 more'),
      edge('sec-orders', 'sec-ledger-v2', 'added', 'broadened', 'POST /entries'),
      edge('sec-orders', 'sec-quotes', 'added', 'broadened', 'every request'),
      edge('sec-orders', 'sec-risk', 'context', 'neutral', ''),
      edge('sec-quotes', 'sec-accounts', 'added', 'broadened', 'GET /accounts/{id}/balance and 1 more'),
      edge('sec-settlement', 'sec-custody', 'changed', 'broadened', 'PUT /instructions/*'),
      edge('sec-settlement', 'sec-ledger', 'context', 'neutral', ''),
    ],
    left: 3,
  },
  facts: [
    { label: 'Base', value: 'main@3c950d2f' },
    { label: 'Base, SHA-256', value: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    { label: 'Head', value: 'merge request 412: 受渡台帳の改名' },
    { label: 'Head, SHA-256', value: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752' },
    { label: 'Stacks that differ', value: 'ledger, market, trading, settlement' },
    { label: 'Owners', value: 'team-ledger, team-market, team-trading' },
    { label: 'Looked at', value: '2026-11-27T14:05:00+09:00, the exchange is open' },
    { label: 'Engines', value: 'Nomad 1.10.5, Consul 1.21.5, Vault 1.20.4' },
  ],
};

/** A review of two outputs that say the same. */
export const SILENT_PAGE: Page = {
  verdict: { decision: 'AUTO', rule: 'nothing-changed', says: 'the outputs say the same', then: ['It may be applied now.'] },
  summary: [],
  numbers: EXAMPLE_PAGE.numbers.map((number) => ({ ...number, value: '0', isZero: true })),
  why: [],
  whyMore: 0,
  unknowns: [],
  sections: EXAMPLE_PAGE.sections.map((silent) => {
    const proof = silent.proof?.replace(/^\d+/, '0');
    return { ...silent, ...(proof === undefined ? {} : { proof }), rows: [] };
  }),
  graph: { nodes: [], edges: [], left: 0 },
  facts: EXAMPLE_PAGE.facts,
};

interface Content {
  /** `name:From`: how the column is shown, and its title. */
  readonly columns: readonly string[];
  readonly rows: readonly PageRow[];
  readonly folded?: boolean;
}

function section(name: PageSectionName, title: string, proof: string | undefined, { columns, rows, folded = false }: Content): PageSection {
  return { name, title, ...(proof === undefined ? {} : { proof }), columns: columns.map(column), rows, folded };
}

function column(text: string): PageColumn {
  const [as = '', title = ''] = text.split(':');
  return { as: as as PageColumn['as'], title };
}

function row(tone: Tone, ...cells: readonly (string | readonly string[])[]): PageRow {
  return { tone, cells: cells.map((cell) => (typeof cell !== 'string' ? cell : cell === '' ? [] : [cell])) };
}

function node(id: string, kind: string, domain: string | undefined, state: GraphNode['state']): GraphNode {
  return { id, kind, ...(domain === undefined ? {} : { domain }), state };
}

function edge(from: string, to: string, state: GraphEdge['state'], effect: GraphEdge['effect'], label: string): GraphEdge {
  return { from, to, state, effect, label };
}
