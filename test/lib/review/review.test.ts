import { Rollout } from 'kumiki';
import type { Review } from '../../../lib/review';
import { firm, type Firm } from '../../support/firm';
import { reviewOf } from '../../support/releases';

const change = (before: Firm, after: Firm): Review => reviewOf(firm(before), firm(after));
const rules = ({ dangers }: Review): string[] => [...new Set(dangers.map(({ rule }) => rule))].sort();

describe('outputs that say the same', () => {
  const review = change({}, {});

  test('need nobody', () => {
    expect(review.verdict).toEqual({ decision: 'AUTO', rule: 'nothing-changed', says: 'the outputs say the same', approvers: [] });
  });

  test('have nothing in any section', () => {
    const { calls, secrets, identities, restarts, exposure, deletions, schedules, behaviour, graph, fields, sizes, findings } = review;
    const rows = [calls, secrets, identities, restarts, exposure, deletions, schedules, behaviour].flatMap((section) => [...section.rows]);

    expect([rows, graph.nodes, graph.edges, fields.resources, sizes.pools, findings.added, review.dangers, review.unknowns]).toEqual([
      ...Array.from({ length: 8 }, () => []),
    ]);
  });

  test('prove that there was something to look at', () => {
    // settlement: ledger, report; trading: orders, quotes; edge: public. Rules: the callers of ledger and quotes, and a denial of everybody for each and for the mesh.
    expect(review.proofs[0]!.text).toMatch(/^0 new call paths \(5 × 5 pairs, \d+ rules checked\)$/);
  });
});

describe('a call that is opened', () => {
  const review = change({}, { posting: true });

  test('is a row with what passes now, who asks, and the line that says it', () => {
    expect(review.calls.rows).toEqual([
      {
        change: 'changed',
        effect: 'broadened',
        from: 'sec-orders',
        to: 'sec-ledger',
        fromDomain: 'trading',
        toDomain: 'settlement',
        acrossDomains: true,
        before: ['GET /accounts/{id}/balance'],
        after: expect.arrayContaining(['GET /accounts/{id}/balance', 'POST /entries']) as string[],
        opened: ['POST /entries'],
        closed: [],
        wired: 'yes',
        decidedBy: 'sec-orders → sec-ledger',
        pairs: 1,
        origin: { path: 'trading/orders', source: expect.stringMatching(/firm\.ts:\d+$/) as string },
      },
    ]);
  });

  test('needs two, because it crosses domains', () => {
    expect(review.verdict).toMatchObject({ decision: 'NEEDS TWO', rule: 'call-across-domains' });
    expect(review.verdict.approvers).toContain('settlement-team');
    expect(review.why[0]!.text).toBe('sec-orders may ask more of sec-ledger: POST /entries');
  });

  test('restarts nothing', () => {
    expect(review.numbers).toMatchObject({ calls: { added: 0, removed: 0, changed: 1 }, restarts: { replaced: 0, inPlace: 0 } });
  });
});

describe('a call that is narrowed', () => {
  test('says what no longer passes, and opens nothing', () => {
    const { calls, verdict } = change({ posting: true }, {});

    expect(calls.rows).toMatchObject([{ change: 'changed', effect: 'narrowed', opened: [], closed: ['POST /entries'] }]);
    expect(verdict).toMatchObject({ decision: 'NEEDS ONE', rule: 'call-closed' });
  });

  test('and opened elsewhere is broadened', () => {
    expect(change({ posting: true }, { journal: true }).calls.rows).toMatchObject([
      { effect: 'broadened', opened: ['GET /entries'], closed: ['POST /entries'] },
    ]);
  });
});

describe('a new service', () => {
  const review = change({ quotes: false }, {});

  test('is called, runs, and logs in as itself', () => {
    expect(review.calls.rows).toMatchObject([{ change: 'added', from: 'sec-orders', to: 'sec-quotes', opened: ['GET /last'] }]);
    expect(review.restarts.rows).toContainEqual(expect.objectContaining({ job: 'sec-quotes', update: 'create', before: 0, after: 1 }));
    expect(review.identities.rows).toMatchObject([
      { change: 'added', who: 'the job sec-quotes of trading', becomes: 'service sec-quotes' },
    ]);
    expect(rules(review)).toEqual(expect.arrayContaining(['call-opened', 'identity-new', 'job-new']));
  });

  test('stands in the picture with those around it', () => {
    expect(review.graph.nodes).toContainEqual({ id: 'sec-quotes', kind: 'service', domain: 'trading', state: 'added' });
    expect(review.graph.edges).toContainEqual({
      from: 'sec-orders',
      to: 'sec-quotes',
      state: 'added',
      effect: 'broadened',
      label: 'GET /last',
    });
    expect(review.graph.edges).toContainEqual(expect.objectContaining({ from: 'sec-orders', to: 'sec-ledger', state: 'context' }));
  });
});

describe('a service that goes', () => {
  const review = change({}, { quotes: false });

  test('is a deletion with those who could call it, though they ask no longer', () => {
    expect(review.deletions.rows).toMatchObject([
      {
        change: 'deleted',
        kind: 'job',
        name: 'sec-quotes',
        callers: ['sec-orders'],
        stillCalledBy: [],
        blast: { services: 1, capped: false },
      },
    ]);
    expect(review.verdict).toMatchObject({ decision: 'NEEDS TWO', rule: 'deletion' });
  });

  test('waits until the exchange is closed', () => {
    expect(review.timing).toMatchObject({ session: 'open', needsClosedSession: true, from: '2026-11-30T15:30:00+09:00' });
    expect(review.timing.because).toContain('job sec-quotes goes, which others called');
  });

  test('under another name is a rename', () => {
    expect(change({}, { quotesName: 'prices' }).deletions.rows).toMatchObject([
      { change: 'renamed', name: 'sec-quotes', becomes: 'sec-prices' },
    ]);
  });
});

describe('another image', () => {
  test('is rolled out beside what runs, by canary', () => {
    const { restarts, verdict, timing } = change({}, { image: 'orders-2' });

    expect(restarts.rows).toMatchObject([
      {
        job: 'sec-orders',
        group: 'orders',
        update: 'canary',
        replaced: 2,
        canaries: 1,
        gap: false,
        fields: ['TaskGroups[orders].Tasks[orders].Config.image'],
      },
    ]);
    expect(verdict).toMatchObject({ decision: 'NEEDS ONE', rule: 'restart' });
    expect(timing.needsClosedSession).toBe(false);
  });

  test('of a service that stops before it starts is a gap, and needs two', () => {
    const rollout = Rollout.stopThenStart('one writer of its journal at a time');
    const { restarts, verdict, timing } = change({ rollout, count: 1 }, { rollout, count: 1, image: 'orders-2' });

    expect(restarts.rows).toMatchObject([{ update: 'replace', replaced: 1, atOnce: 1, gap: true }]);
    expect(verdict).toMatchObject({ decision: 'NEEDS TWO', rule: 'restart-all-at-once' });
    expect(timing.because).toContain('instances of sec-orders are replaced without a canary');
  });

  test('is one raw difference, folded', () => {
    expect(change({}, { image: 'orders-2' }).fields.resources).toMatchObject([
      {
        stack: 'trading',
        address: 'nomad_job.sec-orders',
        change: 'changed',
        fields: [{ path: 'jobspec.TaskGroups[orders].Tasks[orders].Config.image' }],
      },
    ]);
  });
});

describe('sizes', () => {
  test('are added up for each pool, sidecars included', () => {
    const [general] = change({}, { memory: 164, count: 3 }).sizes.pools;

    // Two more sidecars' worth stays; one instance more, and each of three asks for 100 MiB more.
    expect(general).toMatchObject({ pool: 'general', fits: 'yes', surge: { instances: 1 } });
    expect(general!.after.instances - general!.before.instances).toBe(1);
    expect(general!.after.sidecars - general!.before.sidecars).toBe(1);
    expect(general!.jobs).toMatchObject([{ job: 'sec-orders' }]);
    const [before, after] = [general!.jobs[0]!.before, general!.jobs[0]!.after];
    expect(after.memory).toBe((before.memory / 2 + 100) * 3);
    expect(general!.capacity).toEqual({ servers: 150, cpu: 150 * 76_800, memory: 150 * 128 * 1024 });
  });
});

describe('secrets and keys', () => {
  test('that a job may now read are rows, with whether a template reads them', () => {
    const { secrets, verdict } = change({}, { secret: true });

    expect(secrets.rows).toMatchObject([
      {
        change: 'added',
        effect: 'broadened',
        engine: 'vault',
        job: 'sec-orders',
        namespace: 'trading',
        path: 'database/creds/orders-rw',
        opened: ['read'],
        usedByTemplate: 'yes',
      },
    ]);
    expect(verdict.decision).toBe('NEEDS TWO');
  });

  test('of Consul are told the same way', () => {
    expect(change({}, { key: true }).secrets.rows).toMatchObject([
      { engine: 'consul', job: 'sec-orders', path: 'trading/orders/limits', opened: ['read'], usedByTemplate: 'yes' },
    ]);
  });

  test('that a job may no longer read are narrowed', () => {
    expect(change({ secret: true }, {}).secrets.rows).toMatchObject([{ change: 'removed', effect: 'narrowed', closed: ['read'] }]);
  });
});

describe('a public route', () => {
  const review = change({}, { route: '/orders/' });

  test('is told with host, path and target', () => {
    expect(review.exposure.rows).toContainEqual(
      expect.objectContaining({
        change: 'added',
        effect: 'broadened',
        what: 'route',
        at: 'sec-public',
        host: 'www.sec.example.co.jp',
        path: '/orders/*',
        to: 'sec-orders',
      }),
    );
    expect(review.numbers.exposure.added).toBe(1);
  });

  test('needs two', () => {
    expect(review.verdict.decision).toBe('NEEDS TWO');
    expect(rules(review)).toContain('public-opened');
  });

  test('comes with the call of the edge that it is', () => {
    expect(review.calls.rows).toMatchObject([{ from: 'sec-public', to: 'sec-orders', change: 'added', wired: 'yes' }]);
  });
});

describe('a schedule', () => {
  test('is told with the next three runs on the clock of Tokyo', () => {
    const [row] = change({}, { schedule: '0 20 * * 1-5' }).schedules.rows;

    expect(row).toMatchObject({ change: 'changed', job: 'sec-report', touchesSession: 'no' });
    expect(row!.runs.map(({ at, weekday, session }) => [at, weekday, session])).toEqual([
      ['2026-11-30T20:00:00+09:00', 'Mon', 'closed'],
      ['2026-12-01T20:00:00+09:00', 'Tue', 'closed'],
      ['2026-12-02T20:00:00+09:00', 'Wed', 'closed'],
    ]);
  });
});

describe('another time limit', () => {
  test('permits and restarts nothing, and is told as behaviour', () => {
    const { behaviour, restarts, calls, verdict } = change({}, { timeout: 3 });

    expect(behaviour.rows.map(({ subject }) => subject)).toEqual(['service-defaults sec-ledger', 'service-resolver sec-ledger']);
    expect([restarts.rows, calls.rows]).toEqual([[], []]);
    expect(verdict).toMatchObject({ decision: 'NEEDS ONE' });
  });
});
