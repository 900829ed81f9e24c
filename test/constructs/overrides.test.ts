import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aspects } from 'cdktf';
import { Checks, Cpu, DomainStack, JobPath, KumikiError, Memory, NomadJob, Port, SecuritiesService, type App, type Problem } from 'kumiki';
import { estateOf, problemsOf } from 'kumiki/testing';
import { appWith } from '../support/program';

const size = { cpu: Cpu.mhz(100), memory: Memory.mib(64) };
const reason = { reason: 'a reason that is long enough' };

function service(): { readonly app: App; readonly domain: DomainStack; readonly orders: SecuritiesService } {
  const app = appWith({}, mkdtempSync(join(tmpdir(), 'kumiki-')));
  const domain = new DomainStack(app, 'trading', { owner: 'trading-team' });
  return { app, domain, orders: new SecuritiesService(domain, 'orders', { port: Port.http(8080), ...size }) };
}

const codes = (problems: readonly Problem[]): string[] => problems.map(({ code, at }) => `${code} ${at ?? ''}`);

describe('an override', () => {
  test('cannot make a job another job', () => {
    const { app, orders } = service();
    orders.job.override(JobPath.job().field('ID'), 'sec-ledger', reason);
    orders.job.override(JobPath.job().field('Namespace'), 'settlement', reason);
    expect(codes(problemsOf(app))).toEqual(['NOMAD-OVERRIDE ID', 'NOMAD-OVERRIDE Namespace']);
  });

  test.each<[string, JobPath, unknown]>([
    ['the network of the server', JobPath.task('orders').config('network_mode'), 'host'],
    ['every device', JobPath.task('orders').config('privileged'), true],
    ['a folder of the server', JobPath.task('orders').config('volumes'), ['/var/run/docker.sock:/socket']],
    ['root', JobPath.task('orders').field('User'), 'root'],
    ['the sidecar', JobPath.sidecarTask('sec-orders').field('Config'), { privileged: true }],
    ['no container at all', JobPath.task('orders').field('Driver'), 'raw_exec'],
  ])('does not lead out of the container: %s', (_what, path, value) => {
    const { app, orders } = service();
    orders.job.override(path, value, reason);
    expect(problemsOf(app).map(({ code }) => code)).toContain('NOMAD-HOST-ACCESS');
  });

  test('that leads out of the container has its reason at the construct', () => {
    const { app, orders } = service();
    orders.job.override(JobPath.task('orders').config('privileged'), true, reason);
    Checks.of(orders).acknowledge('NOMAD-HOST-ACCESS', 'the card of the exchange is driven from user space');
    expect(problemsOf(app)).toEqual([]);
  });

  test('of an intention is refused, because both sides said it', () => {
    const { app, orders } = service();
    orders.overrideEntry('service-intentions' as 'service-defaults', ['Sources'], [], reason);
    expect(problemsOf(app).map(({ code }) => code)).toEqual(['NOMAD-OVERRIDE']);
  });
});

test('a standalone job says why it leads out of its container', () => {
  const { app, domain } = service();
  const job = {
    ID: 'csi-plugin',
    Name: 'csi-plugin',
    Namespace: 'trading',
    Type: 'system',
    TaskGroups: [
      { Name: 'plugin', Tasks: [{ Name: 'plugin', Driver: 'docker', Config: { image: 'registry.internal/csi:1', privileged: true } }] },
    ],
  } as const;
  new NomadJob(domain, 'csi', { job, hostAccessReason: 'a storage plugin mounts file systems of the server' });
  expect(estateOf(app).job('csi-plugin')).toMatchObject({ ID: 'csi-plugin' });
});

test('two resources on one Terraform address are refused, not merged', () => {
  const { app, domain } = service();
  const TaskGroups = [{ Name: 'a', Tasks: [{ Name: 'a', Driver: 'docker', Config: { image: 'registry.internal/a:1' } }] }];
  for (const ID of ['a.b', 'a-b'])
    new NomadJob(domain, `job-${ID}`, { job: { ID, Name: ID, Namespace: 'trading', Type: 'batch', TaskGroups } });
  expect(problemsOf(app).map(({ code }) => code)).toContain('NAME-TAKEN');
});

test('a synth after a failed one publishes all of the app or nothing', () => {
  const { app, domain } = service();
  let fail = true;
  Aspects.of(domain).add({
    visit: () => {
      if (fail)
        throw new KumikiError([{ code: 'VALUE-INVALID', severity: 'error', path: 'test', message: 'not today', fix: 'come again' }]);
    },
  });
  expect(() => {
    app.synth();
  }).toThrow('not today');
  expect(readdirSync(app.outdir)).not.toContain('manifest.json');
  fail = false;
  app.synth();
  expect(readdirSync(join(app.outdir, 'stacks')).sort()).toEqual(['trading', 'trading-access']);
  const stack = JSON.parse(readFileSync(join(app.outdir, 'stacks', 'trading', 'cdk.tf.json'), 'utf8')) as {
    resource: { nomad_job: object };
  };
  expect(Object.keys(stack.resource.nomad_job)).toEqual(['sec-orders']);
});
