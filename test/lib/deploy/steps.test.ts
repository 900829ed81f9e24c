import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cpu, DomainStack, HttpRule, Memory, PlatformStack, Port, SecuritiesService, synth, type App } from 'kumiki';
import { deploySteps, type DeployedOutputs } from '../../../lib/deploy';
import { emptyRelease, type Release } from '../../../lib/review';
import { expandedOf, outputOf } from '../../support/outputs';
import { appWith, readFiles } from '../../support/program';
import { releaseFrom } from '../../support/releases';

const stepsOf = (outputs: DeployedOutputs): string[] => {
  const found = deploySteps(outputs);
  if ('finding' in found) throw new Error(`${found.finding.message}: ${String(found.finding.value)}`);
  return found.steps.map(({ phase, action, output, stack }) => `${phase} ${action} ${output} ${stack}`);
};

type Files = Readonly<Record<string, string>>;
const between = (base: Files, head: Files, unfinished: readonly string[] = []): DeployedOutputs => ({
  base: releaseFrom(base),
  settled: releaseFrom(head),
  expanded: releaseFrom(expandedOf(base, head)),
  unfinished,
});

describe('the steps of a deploy', () => {
  const was = outputOf({ trading: { callers: ['sec-fax'] }, fax: {}, risk: {} });

  test('are none where nothing differs', () => {
    expect(stepsOf(between(was, was))).toEqual([]);
  });

  test('open first, and close last; what is gone is destroyed, jobs before what they stand on', () => {
    const now = outputOf({ trading: { image: '2', callers: ['sec-risk'] }, risk: {}, news: {} });
    expect(stepsOf(between(was, now))).toEqual([
      'expand apply expanded news-access',
      'expand apply expanded trading-access',
      'jobs apply expanded news',
      'jobs apply expanded trading',
      'settle destroy expanded fax',
      'settle apply settled trading-access',
      'settle destroy expanded fax-access',
    ]);
  });

  test('apply what an earlier deploy did not come to, though nothing of it differs', () => {
    expect(stepsOf(between(was, was, ['risk', 'risk-access']))).toEqual([
      'expand apply expanded risk-access',
      'jobs apply expanded risk',
      'settle apply settled risk',
      'settle apply settled risk-access',
    ]);
  });

  test('are one phase where nothing is applied yet, each stack after those it stands on', () => {
    expect(stepsOf({ base: emptyRelease('nothing'), settled: releaseFrom(was), expanded: undefined })).toEqual([
      'first apply settled platform',
      'first apply settled fax-access',
      'first apply settled fax',
      'first apply settled risk-access',
      'first apply settled risk',
      'first apply settled trading-access',
      'first apply settled trading',
    ]);
  });

  test('are refused without an expanded output where something is applied', () => {
    const { base, settled } = between(was, was);
    expect(deploySteps({ base, settled, expanded: undefined })).toHaveProperty(
      'finding.message',
      'something is applied, and there is no expanded output',
    );
  });

  test.each([
    ['a job is another one', 'stacks/trading/cdk.tf.json', outputOf({ trading: { image: 'evil' } })['stacks/trading/cdk.tf.json']!],
    ['the mesh graph says more', 'mesh/trading.json', outputOf({ trading: { owner: 'nobody' } })['mesh/trading.json']!],
  ])('are refused where %s than the union has', (_, path, text) => {
    const now = outputOf({ trading: { image: '2' }, fax: {}, risk: {} });
    const expanded = releaseFrom({ ...expandedOf(was, now), [path]: text });
    expect(deploySteps({ base: releaseFrom(was), settled: releaseFrom(now), expanded })).toMatchObject({
      finding: {
        code: 'CHANGE-RELEASE',
        message: 'the expanded output is not the union of what is applied and what was approved',
        value: 'trading',
      },
    });
  });
});

describe('what a synth with expand writes', () => {
  const folders: string[] = [];
  // What is kept is said on standard error.
  beforeEach(() => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  const written = (program: (app: App) => void, expand?: string): { readonly folder: string; readonly release: Release } => {
    const folder = mkdtempSync(join(tmpdir(), 'kumiki-union-'));
    folders.push(folder);
    const app = appWith({}, folder);
    new PlatformStack(app);
    program(app);
    synth(app, { expand });
    return { folder, release: releaseFrom(readFiles(folder)) };
  };
  const http = { port: Port.http(8080), cpu: Cpu.mhz(500), memory: Memory.mib(512) };

  test('is the union that the steps ask for', () => {
    const trading = (app: App) => new DomainStack(app, 'trading', { owner: 'trading-team' });
    const was = written((app) => {
      const stack = trading(app);
      new SecuritiesService(stack, 'orders', http).connectTo(new SecuritiesService(stack, 'fax', http), {
        allow: [HttpRule.post('/send')],
      });
    });
    const program = (app: App): void => {
      const stack = trading(app);
      new SecuritiesService(stack, 'orders', http).connectTo(new SecuritiesService(stack, 'ledger', http), {
        allow: [HttpRule.get('/last')],
      });
    };
    const outputs = { base: was.release, settled: written(program).release, expanded: written(program, was.folder).release };
    expect(stepsOf(outputs)).toEqual([
      'expand apply expanded trading-access',
      'jobs apply expanded trading',
      'settle apply settled trading',
      'settle apply settled trading-access',
    ]);
  });
});
