import { pageOf, type Page, type PageSection, type PageSectionName } from '../../../lib/page';
import { firm, type Firm } from '../../support/firm';
import { MONDAY_TEN, reviewOf } from '../../support/releases';

const page = (before: Firm, after: Firm): Page => pageOf(reviewOf(firm(before), firm(after)));

function section({ sections }: Page, name: PageSectionName): PageSection {
  const found = sections.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no section ${name}`);
  return found;
}

/** Rows as texts: the lines of a cell together, without where it was said. */
const rows = (one: PageSection): string[][] => one.rows.map(({ cells }) => cells.slice(0, -1).map((lines) => lines.join('; ')));

test('sections stand in the order in which a reviewer asks', () => {
  expect(page({}, {}).sections.map(({ name }) => name)).toEqual([
    'calls',
    'secrets',
    'identities',
    'restarts',
    'exposure',
    'sizes',
    'deletions',
    'schedules',
    'behaviour',
    'findings',
    'plans',
    'outputs',
    'fields',
  ]);
});

test('a page of nothing says of every section what was looked at', () => {
  const { sections, numbers, why, verdict } = page({}, {});
  expect(sections.filter(({ proof }) => proof === undefined)).toEqual([]);
  expect(sections.flatMap((one) => one.rows)).toEqual([]);
  expect(numbers.every(({ isZero }) => isZero)).toBe(true);
  expect([why, verdict.decision, verdict.then]).toEqual([[], 'AUTO', []]);
});

describe('a call across domains', () => {
  const opened = page({}, { posting: true });

  test('is the verdict, and says who approves', () => {
    expect(opened.verdict).toEqual({
      decision: 'NEEDS TWO',
      rule: 'call-across-domains',
      says: 'a service of one domain may ask more of a service of another',
      then: ['at least two people must approve, one of them from settlement-team'],
    });
  });

  test('is a row with who, whom, and what passes now', () => {
    expect(rows(section(opened, 'calls'))).toEqual([
      ['~', 'sec-orders (trading) → sec-ledger (settlement)', 'POST /entries', '', 'broadened; across domains'],
    ]);
    expect(section(opened, 'calls').rows[0]).toMatchObject({ tone: 'danger' });
  });

  test('is one of five numbers', () => {
    expect(opened.numbers.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'call paths: +0 −0 ~1',
      'secret and key reads: +0 −0 ~0',
      // one each of ledger, quotes and report, two of orders, and the edge on each of the six servers of its pool
      'instances restarted: 0 of 11',
      'public ways in: +0 −0 ~0',
      'deleted or replaced: 0',
    ]);
  });
});

describe('an image', () => {
  const updated = page({}, { image: 'orders-2' });

  test('says what restarts, how many at a time, and why', () => {
    const [row = []] = rows(section(updated, 'restarts'));
    expect(row).toEqual([
      'sec-orders (trading, service)',
      'is replaced, canaries first',
      '2',
      '1 canary, then 1 of 2',
      'image of orders',
      expect.stringMatching(/^\d+ (?:s|min) to \d+ (?:s|min)$/),
    ]);
  });
});

test('a service that goes says who called it, and is never folded', () => {
  const deletions = section(page({}, { quotes: false }), 'deletions');
  expect(deletions.folded).toBe(false);
  expect(rows(deletions)).toContainEqual(['job sec-quotes', 'deleted', 'trading', 'sec-orders calls it no more', expect.any(String)]);
  expect(deletions.rows.every(({ tone }) => tone === 'danger')).toBe(true);
});

test('a public route says host and path, and the line of the service behind it', () => {
  const exposure = section(page({}, { route: '/orders' }), 'exposure');
  expect(exposure.rows.map(({ cells }) => cells.map((lines) => lines.join('; ')))).toContainEqual([
    '+',
    'route www.sec.example.co.jp/orders*',
    'sec-public',
    'sec-orders',
    'www.sec.example.co.jp/orders* now leads to sec-orders',
    expect.stringMatching(/firm\.ts:\d+$/),
  ]);
});

test('a schedule says its next three runs, and whether they touch the session', () => {
  const [row] = rows(section(page({}, { schedule: '0 10 * * 1-5' }), 'schedules'));
  expect(row).toEqual([
    '~',
    'sec-report (settlement)',
    expect.stringContaining('Asia/Tokyo'),
    expect.stringContaining('Asia/Tokyo'),
    '2026-12-01 10:00 JST (Tue, in the session); 2026-12-02 10:00 JST (Wed, in the session); 2026-12-03 10:00 JST (Thu, in the session)',
    'yes: it runs while the exchange trades',
  ]);
});

test('what interrupts waits for the end of the session, and says when that is', () => {
  const { verdict } = page({}, { quotes: false });
  expect(verdict.then.join('\n')).toMatch(/it waits until the exchange closes at 15:30 on 2026-11-30 \(\+09:00\): /);
});

test('a broken glass is on the page with its reason', () => {
  const review = reviewOf(firm({ posting: true }), firm({}), { at: MONDAY_TEN });
  const broken = pageOf({
    ...review,
    verdict: { ...review.verdict, breakGlass: { reason: 'orders are lost right now', without: 'BLOCK' } },
  });
  expect(broken.verdict.then[0]).toBe('glass is broken: the verdict was BLOCK, and the reason given is: orders are lost right now');
});

test('every row has a cell for every column', () => {
  for (const after of [
    { posting: true },
    { quotes: false },
    { secret: true, key: true },
    { route: '/x' },
    { timeout: 3 },
  ] satisfies Firm[]) {
    for (const { columns, rows: list } of page({}, after).sections) {
      for (const { cells } of list) expect(cells).toHaveLength(columns.length);
    }
  }
});
