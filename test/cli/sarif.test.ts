import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { sarifReport } from '../../cli/formats/sarif';
import { RULES } from '../../lib/checks';
import { Engines } from '../../lib/platform';
import type { Problem } from '../../lib/problems';
import { reportOf, type AcknowledgedProblem } from '../../lib/report';
import { Folder, job, kumiki, LATEST } from './kumiki';

const CHECKED = { jobs: ['sec-orders'], engines: Engines.tested().versions };

const found: Problem = {
  code: 'NOMAD-IMAGE-LATEST',
  severity: 'warning',
  path: 'trading/orders',
  source: 'stacks/trading/orders.ts:12',
  at: 'TaskGroups[0].Tasks[0].Config.image',
  message: 'the tag latest is another image tomorrow',
  value: 'orders:latest',
  limit: 'a digest',
  fix: 'write the image with its digest',
};

/** The standard's own schema, as it is published. Of draft 04 it has nothing but the name, which ajv does not know any more. */
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const validate = addFormats(new Ajv({ strict: false, unicodeRegExp: false })).compile(schema);

function sarif(problems: readonly Problem[], acknowledged: readonly AcknowledgedProblem[] = [], manual?: string) {
  const log = JSON.parse(sarifReport(reportOf(problems, CHECKED, acknowledged), { version: '0.1.0', manual }));
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log.runs[0];
}

describe('the SARIF of a report', () => {
  test('is valid where nothing was found, and names every rule that was run', () => {
    const { tool, results } = sarif([]);
    expect(tool.driver).toMatchObject({ name: 'kumiki', version: '0.1.0' });
    expect(tool.driver.rules.map(({ id }: { id: string }) => id).sort()).toEqual(RULES.map(({ code }) => code).sort());
    expect(results).toEqual([]);
  });

  test('has each finding at the line of the program, so that an editor jumps to it', () => {
    const { results, tool } = sarif([found]);
    expect(results).toEqual([
      {
        ruleId: 'NOMAD-IMAGE-LATEST',
        ruleIndex: tool.driver.rules.findIndex(({ id }: { id: string }) => id === 'NOMAD-IMAGE-LATEST'),
        level: 'warning',
        message: {
          text: 'the tag latest is another image tomorrow\nvalue: orders:latest\nlimit: a digest\nfix: write the image with its digest',
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'stacks/trading/orders.ts', uriBaseId: '%SRCROOT%', index: 0 },
              region: { startLine: 12 },
            },
            logicalLocations: [{ name: found.at, fullyQualifiedName: `trading/orders#${found.at!}`, kind: 'member' }],
          },
        ],
        partialFingerprints: { 'kumiki/v1': expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
  });

  test('describes a rule with what it protects from, and its own severity', () => {
    const { tool } = sarif([]);
    const rule = RULES.find(({ code }) => code === 'NOMAD-IMAGE-LATEST')!;
    expect(tool.driver.rules.find(({ id }: { id: string }) => id === rule.code)).toMatchObject({
      shortDescription: { text: 'an image that is another one tomorrow' },
      fullDescription: { text: rule.protects },
      help: { text: expect.stringContaining(rule.source) },
      defaultConfiguration: { level: 'warning' },
    });
  });

  test('describes a code without a rule once it was found', () => {
    const { tool } = sarif([{ ...found, code: 'NAME-TAKEN', severity: 'error' }]);
    expect(tool.driver.rules).toContainEqual({
      id: 'NAME-TAKEN',
      shortDescription: { text: 'a name is used twice' },
      properties: { tags: ['NAME'] },
    });
  });

  test.each(['error', 'warning', 'note'] as const)('has the level of a finding that is %s', (severity) => {
    expect(sarif([{ ...found, severity }]).results[0].level).toBe(severity);
  });

  test('links the page of each rule where the manual is served', () => {
    const { tool } = sarif([found], [], 'https://docs.internal/kumiki');
    expect(tool.driver.rules.find(({ id }: { id: string }) => id === found.code).helpUri).toBe(
      'https://docs.internal/kumiki/checks/nomad-image-latest.md',
    );
  });

  test('keeps the fingerprint of a finding whose line moved, and no two findings have the same', () => {
    const print = (problem: Problem) => sarif([problem]).results[0].partialFingerprints['kumiki/v1'];
    expect(print({ ...found, source: 'stacks/trading/other.ts:99' })).toBe(print(found));
    const others = [
      { ...found, path: 'trading/fills' },
      { ...found, at: 'Count' },
      { ...found, code: 'NAME-TAKEN' as const },
    ];
    expect(new Set([found, ...others].map(print)).size).toBe(4);
  });

  test('has what the program lets stand as suppressed, with the reason', () => {
    const { results } = sarif([], [{ ...found, reason: 'the vendor ships one tag' }]);
    expect(results[0].suppressions).toEqual([{ kind: 'inSource', status: 'accepted', justification: 'the vendor ships one tag' }]);
  });

  test('is valid for a finding that stands in no file', () => {
    for (const source of [undefined, 'standard input:3'])
      expect(sarif([{ ...found, source, at: undefined }]).results[0].locations).toEqual([
        { logicalLocations: [{ name: 'trading/orders', fullyQualifiedName: 'trading/orders', kind: 'resource' }] },
      ]);
  });

  test('is valid for files of any name', () => {
    const uriOf = (source: string) => sarif([{ ...found, source }]).results[0].locations[0].physicalLocation.artifactLocation;
    expect(uriOf('jobs/a b#c%.json:1')).toMatchObject({ uri: 'jobs/a%20b%23c%25.json' });
    expect(uriOf('/srv/jobs/a.json:1')).toEqual({ uri: 'file:///srv/jobs/a.json', index: 0 });
    expect(uriOf('../jobs/a.json:1')).toMatchObject({ uri: '../jobs/a.json' });
  });
});

test('the schema refuses what is no SARIF, so that the tests above mean something', () => {
  expect([validate({ version: '2.1.0', runs: [{}] }), validate({ version: '2.1.0', runs: [] })]).toEqual([false, true]);
});

test('the command writes it', () => {
  const folder = new Folder();
  try {
    folder.write('orders.json', job('sec-orders', LATEST));
    const { code, stdout } = kumiki(['check', 'orders.json', '--format', 'sarif', '--fail-on', 'warning'], { cwd: folder.path });
    const log = JSON.parse(stdout);
    expect([code, validate(log), log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri]).toEqual([
      1,
      true,
      'orders.json',
    ]);
  } finally {
    folder.remove();
  }
});
