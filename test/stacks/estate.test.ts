import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, BatchJob, Environment, synth, type DomainGraph, type GraphMember, type Platform } from 'kumiki';
import { requestMatches } from '../../lib/mesh';
import { estate } from '../../stacks/estate';
import { pools } from '../../stacks/platform';
import { readFiles } from '../support/program';

const ENVIRONMENTS = ['production', 'staging', 'lab'];

interface Synthesized {
  readonly platform: Platform;
  readonly app: App;
  readonly domains: readonly DomainGraph[];
  readonly members: readonly (GraphMember & { readonly domain: string })[];
  /** Stack → ids of the jobs in it. */
  readonly jobs: Readonly<Record<string, readonly string[]>>;
}

describe('the reference estate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kumiki-estate-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const known = new Map<string, Synthesized>();
  function synthesized(environment: string): Synthesized {
    const before = known.get(environment);
    if (before !== undefined) return before;
    const outdir = join(folder, environment);
    const app = new App({ outdir });
    const platform = estate(app, Environment.of(environment));
    app.synth();
    const read = (...path: string[]) => JSON.parse(readFileSync(join(outdir, ...path), 'utf8'));
    const domains: DomainGraph[] = readdirSync(join(outdir, 'mesh')).map((file) => read('mesh', file));
    const result = {
      platform,
      app,
      domains,
      members: domains.flatMap(({ domain, members }) => members.map((member) => ({ ...member, domain }))),
      jobs: Object.fromEntries(
        readdirSync(join(outdir, 'stacks')).map((stack) => [
          stack,
          Object.values<{ jobspec: string }>(read('stacks', stack, 'cdk.tf.json').resource?.nomad_job ?? {}).map(
            ({ jobspec }) => JSON.parse(jobspec).ID,
          ),
        ]),
      ),
    };
    known.set(environment, result);
    return result;
  }

  test.each(ENVIRONMENTS)('leaves nothing to say in %s', (environment) => {
    expect(synthesized(environment).platform.notices).toEqual([]);
  });

  test.each(ENVIRONMENTS)('over itself as the last release is what it is in %s, byte for byte', (environment) => {
    const { app } = synthesized(environment);
    const again = new App({ outdir: join(folder, `${environment}-again`) });
    estate(again, Environment.of(environment));
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(synth(again, { expand: app.outdir })).toEqual([]);
    expect(write.mock.calls).toEqual([['expand: there is nothing of the last release to keep\n']]);
    write.mockRestore();
    expect(readFiles(again.outdir)).toEqual(readFiles(app.outdir));
  });

  test.each(['staging', 'lab'])('has the same stacks, jobs and services in %s as in production', (environment) => {
    const names = ({ jobs, members }: Synthesized) => ({ jobs, services: members.map(({ service }) => service) });
    expect(names(synthesized(environment))).toEqual(names(synthesized('production')));
    expect(JSON.stringify(names(synthesized('production')))).not.toMatch(/production|staging|\blab\b/);
  });

  test('has 180 servers', () => {
    const { general, edge, partnerEdge, lines } = pools(Environment.of('production'));
    expect([general, edge, partnerEdge, lines].reduce((sum, { servers }) => sum + servers, 0)).toBe(180);
  });

  test('is as large as a firm', () => {
    const { domains, members } = synthesized('production');
    expect(domains).toHaveLength(24);
    const kinds = { service: 95, worker: 20, batch: 44, agent: 3, edge: 2, egress: 2, external: 16 };
    expect(Object.fromEntries(Object.keys(kinds).map((kind) => [kind, members.filter((member) => member.kind === kind).length]))).toEqual(
      kinds,
    );
  });

  test('has about two hundred calls between services, most of them across domains', () => {
    const { members } = synthesized('production');
    const byName = new Map(members.map((member) => [member.service, member]));
    const calls = members
      .filter(({ kind }) => kind === 'service' || kind === 'worker')
      .flatMap(({ domain, calls: said = [] }) => said.map(({ to }) => ({ domain, to: byName.get(to)! })))
      .filter(({ to }) => to.kind === 'service');
    expect(calls.length).toBeGreaterThanOrEqual(200);
    expect(calls.filter(({ domain, to }) => domain !== to.domain).length).toBeGreaterThan(calls.length / 2);
  });

  test('has domains that call each other', () => {
    const { members } = synthesized('production');
    const domainOf = new Map(members.map(({ service, domain }) => [service, domain]));
    const pairs = new Set(members.flatMap(({ domain, calls = [] }) => calls.map(({ to }) => `${domain} ${domainOf.get(to)!}`)));
    expect(pairs).toContain('trading settlement');
    expect(pairs).toContain('settlement trading');
  });

  test('has a night of batch between close and open, each job with a deadline', () => {
    const { app, platform } = synthesized('production');
    const scheduled = app.node
      .findAll()
      .filter((construct) => construct instanceof BatchJob)
      .map(({ settings }) => settings)
      .flatMap(({ trigger, finishBy }) => (trigger.model.type === 'schedule' ? [{ crons: trigger.model.crons, finishBy }] : []));
    const nightly = scheduled.filter(({ crons }) =>
      crons.every((cron) => {
        const [minute, hour] = cron.split(' ').map(Number);
        const start = hour! * 60 + minute!;
        return start >= platform.market.closes.minutes || start < platform.market.opens.minutes;
      }),
    );
    expect(nightly.length).toBeGreaterThanOrEqual(25);
    expect(scheduled.filter(({ finishBy }) => finishBy === undefined)).toEqual([]);
  });

  test('routes from outside only those offers that customers and partners use themselves: nothing of operators, nothing of the night', () => {
    const { members } = synthesized('production');
    const routed = members.flatMap(({ service, offers = {}, routes = [] }) =>
      Object.entries(offers)
        .filter(([, requests]) =>
          requests.some(({ match }) =>
            match.methods.some((method) => {
              const path = match.path.value.replaceAll(/\{\w+\}/g, 'x');
              return routes.some(({ request }) => requestMatches(request.match, method, path));
            }),
          ),
        )
        .map(([offer]) => `${service} ${offer}`),
    );
    expect(routed.sort()).toEqual([
      'sec-fund-orders read',
      'sec-fx-orders read',
      'sec-mfa challenge',
      'sec-mini-orders read',
      'sec-orders place',
      'sec-orders read',
      'sec-token-issuer jwks',
      'sec-token-issuer revoke',
    ]);
  });
});
