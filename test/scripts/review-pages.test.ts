import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXIT_CODES } from '../../cli/commands/review';
import { filesOf, FOLDER, reviewPages, type ReviewPages } from '../../scripts/review-pages';
import { CHANGES } from '../../scripts/review-pages/changes';
import { apply, AT, type Reviewed } from '../../scripts/review-pages/program';

const ROOT = resolve(__dirname, '..', '..');
let pages: ReviewPages;

beforeAll(async () => {
  pages = await reviewPages(join(ROOT, '.cache', 'review-pages-test'));
}, 120_000);

function reviewed(name: string): Reviewed {
  const found = pages.reviews.get(name);
  if (found === undefined) throw new Error(`no change ${name}`);
  return found;
}

test('the pages of docs/review/ are what npm run review-pages writes', () => {
  const files = filesOf(pages);
  const there = readdirSync(join(ROOT, FOLDER)).filter((name) => !name.endsWith('.png'));
  expect(there.sort()).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect([name, readFileSync(join(ROOT, FOLDER, name), 'utf8')]).toEqual([name, text]);
});

test('every change has a picture that a page can bear', () => {
  for (const { name } of CHANGES) {
    const picture = readFileSync(join(ROOT, FOLDER, `${name}.png`));
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.length).toBeLessThan(150 * 1024);
  }
});

test.each([
  ['new-service', 'NEEDS TWO', 'call-across-domains'],
  ['new-call', 'NEEDS TWO', 'call-across-domains'],
  ['secret-widened', 'NEEDS TWO', 'secret-opened'],
  ['public-route', 'NEEDS TWO', 'public-opened'],
  ['service-removed', 'NEEDS TWO', 'deletion'],
  ['service-removed-still-called', 'BLOCK', 'deletion-still-called'],
] as const)('%s is decided %s by %s, which is the first reason', (name, decision, rule) => {
  const { review, exitCode } = reviewed(name);
  expect(review.verdict).toMatchObject({ decision, rule });
  expect(review.why[0]).toMatchObject({ decision, rule });
  expect(exitCode).toBe(EXIT_CODES[decision]);
  expect(review.timing).toMatchObject({ at: AT, session: 'open' });
  expect(review.unknowns).toEqual([]);
});

test('every line that is named is one of the program, and says what the row is about', () => {
  for (const { name } of CHANGES) {
    const { dangers, calls, secrets } = reviewed(name).review;
    for (const { source = 'stacks/none.ts:0' } of dangers) expect(source).toMatch(/^stacks\/[\w/-]+\.ts:\d+$/);
    const said = [...calls.rows, ...secrets.rows].flatMap(({ origin }) =>
      origin?.source === undefined ? [] : [[origin.source, origin.inBase === true]],
    );
    const line = ([source, inBase]: (string | boolean)[]): string => {
      const [file = '', number = ''] = String(source).split(':');
      const side = inBase === true ? ['base'] : [name];
      return readFileSync(join(ROOT, '.cache', 'review-pages-test', ...side, file), 'utf8').split('\n')[Number(number) - 1] ?? '';
    };
    expect(said.map(line).filter((text) => !/connectTo|addSecret|exposeThrough/.test(text))).toEqual([]);
  }
});

test('a new service is one story: who comes, who may call it, what it reads, and nothing that runs is replaced', () => {
  const { review, markdown } = reviewed('new-service');
  expect(markdown).toContain('new job: sec-preferences (notification); changed jobs: sec-mobile-bff, sec-notify');
  expect(review.calls.rows.map(({ from, to, opened }) => [from, to, opened])).toEqual([
    ['sec-mobile-bff', 'sec-preferences', ['GET|PUT /preferences/{account}']],
    ['sec-notify', 'sec-preferences', ['GET /preferences/{account}']],
  ]);
  expect(review.secrets.rows).toMatchObject([{ job: 'sec-preferences', path: 'database/creds/preferences-rw', opened: ['read'] }]);
  expect(review.secrets.rows[0]).not.toHaveProperty('sharedWith');
  expect(review.numbers.restarts).toMatchObject({ replaced: 0, started: 2, stopped: 0, inPlace: 22 });
  expect(review.behaviour.rows).toEqual([]);
  expect(review.graph.nodes.map(({ id }) => id)).toEqual(['sec-mobile-bff', 'sec-mysql', 'sec-notify', 'sec-preferences']);
});

test('a new call says the requests that write before those that read', () => {
  const { review } = reviewed('new-call');
  expect(review.why[0]?.text).toBe(
    'sec-margin-calls may now call sec-accounts: PUT /accounts/{id}, POST /accounts/{id}/freeze, GET /accounts, GET /accounts/{id}',
  );
  expect(review.outputs.owners).toEqual(['accounts-team', 'margin-team']);
});

test('a widened secret says with whom it is shared, and what is given up for it', () => {
  const { review } = reviewed('secret-widened');
  expect(review.secrets.rows.map(({ path, opened, closed, sharedWith }) => [path, opened, closed, sharedWith])).toEqual([
    ['database/creds/order-history-ro', [], ['read'], undefined],
    ['database/creds/orders-rw', ['read'], [], ['sec-orders']],
    ['secret/data/trading/order-history/elasticsearch', [], ['read'], undefined],
    ['secret/data/trading/shared/elasticsearch', ['read'], [], ['sec-order-history-backfill', 'sec-order-journal']],
  ]);
  expect(review.restarts.rows).toMatchObject([{ job: 'sec-order-history', update: 'canary', replaced: 4 }]);
});

test('a public route is a way in from outside, and the call of the edge that it needs', () => {
  const { review } = reviewed('public-route');
  expect(review.exposure.rows).toMatchObject([
    { change: 'added', host: 'api.sec.example.co.jp', method: 'GET', path: '/inbox*', at: 'sec-public', to: 'sec-inbox' },
  ]);
  expect(review.calls.rows).toMatchObject([{ from: 'sec-public', to: 'sec-inbox', opened: ['GET /inbox*'] }]);
  expect(review.restarts.rows).toEqual([]);
});

test('a removed service lists its callers, says that they call it no more, and waits until the exchange closes', () => {
  const { review, markdown } = reviewed('service-removed');
  expect(review.deletions.rows).toMatchObject([
    { change: 'deleted', kind: 'job', name: 'sec-message-templates', callers: ['sec-notify', 'sec-statement-render'], stillCalledBy: [] },
  ]);
  expect(markdown).toContain('`sec-statement-render calls it no more`');
  expect(review.timing).toMatchObject({ needsClosedSession: true, from: '2026-11-30T15:30:00+09:00' });
  expect(review.numbers.restarts).toMatchObject({ replaced: 0, stopped: 2 });
});

test('one that is still called blocks, and names who calls it', () => {
  const { review, markdown } = reviewed('service-removed-still-called');
  expect(review.deletions.rows).toMatchObject([{ name: 'sec-message-templates', stillCalledBy: ['sec-statement-render'] }]);
  expect(review.why.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['deletion-still-called', 'upstream-denied']));
  expect(markdown).toContain('the caller still calls it, and is refused');
});

test('a program that says so is refused by its synth, at the line of the call', () => {
  expect(pages.refusal).toMatch(/^error MESH-UNKNOWN-SERVICE at reporting\/statement-render \(stacks\/reporting\/nightly\.ts:\d+\)/);
});

test('an edit whose text is not there, or is there twice, is an error that says so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'edits-'));
  try {
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a/b.ts'), 'one two two');
    apply(folder, { file: 'a/b.ts', find: 'one', replace: '$& three' });
    expect(readFileSync(join(folder, 'a/b.ts'), 'utf8')).toBe('$& three two two');
    expect(() => {
      apply(folder, { file: 'a/b.ts', find: 'four', replace: '' });
    }).toThrow('stacks/a/b.ts has 0 times, and not once, what an edit looks for:\nfour');
    expect(() => {
      apply(folder, { file: 'a/b.ts', find: 'two', replace: '' });
    }).toThrow('has 2 times');
    expect(() => {
      apply(folder, { file: 'a/b.ts', replace: '' });
    }).toThrow('stacks/a/b.ts is there already');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
