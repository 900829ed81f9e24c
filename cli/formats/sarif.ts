import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import { STANDARD_INPUT } from '../input/input';
import type { Problem, ProblemCode } from '../../lib/problems';
import { ALL_CODES, codeFacts, pageUrl, sourceLine, type Report } from '../../lib/report';

type Rule = SarifRuleBuilder['rule'];
export type Result = SarifResultBuilder['result'];
export type Level = NonNullable<Result['level']>;
type Location = NonNullable<Result['locations']>[number];

export const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF 2.1.0: every rule that was run, and each finding at the line where it can be changed. */
export function sarifReport(
  { problems, acknowledged }: Report,
  { version, manual }: { readonly version: string; readonly manual: string | undefined },
): string {
  const found = new Set([...problems, ...acknowledged].map(({ code }) => code));
  const run = new SarifRunBuilder({ columnKind: 'utf16CodeUnits', invocations: [{ executionSuccessful: true }] });
  run.initSimple({ toolDriverName: 'kumiki', toolDriverVersion: version });
  for (const code of ALL_CODES) {
    if (found.has(code) || codeFacts(code).rule !== undefined) run.addRule(new SarifRuleBuilder(ruleOf(code, manual)));
  }
  for (const problem of problems) run.addResult(new SarifResultBuilder(resultOf(problem)));
  for (const { reason, ...problem } of acknowledged) {
    const suppressions: Result['suppressions'] = [{ kind: 'inSource', status: 'accepted', justification: reason }];
    run.addResult(new SarifResultBuilder({ ...resultOf(problem), suppressions }));
  }
  const log = new SarifBuilder({ $schema: SCHEMA });
  log.addRun(run);
  // Its own text would be refused where a job happens to have a word of the builder in it.
  return `${JSON.stringify(log.buildSarifOutput(), undefined, 2)}\n`;
}

export function ruleOf(code: ProblemCode, manual: string | undefined): Rule {
  const { title, rule, page } = codeFacts(code);
  const said =
    rule === undefined ? {} : { fullDescription: { text: rule.protects }, help: { text: `${rule.protects}\n\nSource: ${rule.source}` } };
  return {
    id: code,
    shortDescription: { text: title },
    ...said,
    ...(manual === undefined ? {} : { helpUri: pageUrl(page, manual) }),
    ...(rule === undefined ? {} : { defaultConfiguration: { level: rule.severity } }),
    properties: { tags: [code.split('-', 1)[0] ?? code] },
  };
}

export function resultOf({ code, severity, path, source, at, message, value, limit, fix }: Problem): Result {
  const said = [
    message,
    ...(value === undefined ? [] : [`value: ${value}`]),
    ...(limit === undefined ? [] : [`limit: ${limit}`]),
    `fix: ${fix}`,
  ];
  return {
    ruleId: code,
    level: severity,
    message: { text: said.join('\n') },
    locations: [locationOf(path, at, source)],
    // Neither lines nor files: they move with every edit.
    partialFingerprints: { 'kumiki/v1': createHash('sha256').update([code, path, at, message].join('\0')).digest('hex') },
  };
}

export function locationOf(path: string, at: string | undefined, source: string | undefined): Location {
  const logicalLocations = [
    at === undefined
      ? { name: path, fullyQualifiedName: path, kind: 'resource' }
      : { name: at, fullyQualifiedName: `${path}#${at}`, kind: 'member' },
  ];
  const { file, line } = source === undefined ? {} : sourceLine(source);
  if (file === undefined || file === STANDARD_INPUT) return { logicalLocations };
  const artifactLocation = isAbsolute(file)
    ? { uri: pathToFileURL(file).href }
    : { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
  return { physicalLocation: { artifactLocation, ...(line === undefined ? {} : { region: { startLine: line } }) }, logicalLocations };
}
