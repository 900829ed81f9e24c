import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Callers, Cpu, DomainStack, HttpRule, Memory, Port, SecuritiesService, ServiceContract, synth, Worker, type App } from 'kumiki';
import { appWith } from '../support/program';

const size = { cpu: Cpu.mhz(500), memory: Memory.mib(512) };

describe('synth', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'kumiki-synth-'));
  const exitCode = process.exitCode;
  let said = '';

  beforeEach(() => {
    said = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = exitCode;
  });
  afterAll(() => rmSync(outdir, { recursive: true }));

  function run(name: string, say: (app: App) => void) {
    const folder = join(outdir, name);
    const app = appWith({}, folder);
    say(app);
    const problems = synth(app);
    return { codes: problems.map(({ code }) => code), written: existsSync(join(folder, 'stacks', 'trading', 'cdk.tf.json')) };
  }

  test('of a sound program writes it and says nothing', () => {
    const { codes, written } = run('sound', (app) => new DomainStack(app, 'trading', { owner: 'trading-team' }));
    expect({ codes, written, said, exitCode: process.exitCode }).toEqual({ codes: [], written: true, said: '', exitCode });
  });

  test('of a program with notes writes it and says them', () => {
    const { codes, written } = run('noted', (app) => {
      const contract = ServiceContract.http('orders', { domain: 'trading', offers: { read: [HttpRule.get('/orders')] } });
      const callers = [Callers.domain('fx', { may: ['read'] })];
      const trading = new DomainStack(app, 'trading', { owner: 'trading-team' });
      new SecuritiesService(trading, 'orders', { ...size, port: Port.http(8080), contract, callers });
    });
    expect({ codes, written, exitCode: process.exitCode }).toEqual({ codes: ['MESH-GRANT-UNUSED'], written: true, exitCode });
    expect(said).toMatch(/^note MESH-GRANT-UNUSED at trading\/orders \(test\/constructs\/synth\.test\.ts:\d+\)\n/);
  });

  test('of a mistaken program writes nothing, says why and fails', () => {
    const { codes, written } = run(
      'mistaken',
      (app) => new Worker(new DomainStack(app, 'trading', { owner: 'trading-team' }), 'Orders', size),
    );
    expect({ codes, written, exitCode: process.exitCode }).toEqual({ codes: ['NAME-INVALID'], written: false, exitCode: 1 });
    expect(said).toMatch(/^error NAME-INVALID at trading\/Orders \(.*\)\n[\s\S]*\n\n1 error, nothing was written\n$/);
  });

  test('hands on what is no mistake of the program', () => {
    expect(() =>
      run('broken', (app) => {
        app.node.addValidation({ validate: () => ['the disk is full'] });
        new DomainStack(app, 'trading', { owner: 'trading-team' });
      }),
    ).toThrow('the disk is full');
  });
});
