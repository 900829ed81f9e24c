import { createHash } from 'node:crypto';
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import type { Problem, ProblemCode } from '../../lib/problems';
import { DANGER_RULES, type Decision, type Reason, type Review } from '../../lib/review';
import { locationOf, resultOf, ruleOf, SCHEMA, type Level, type Result } from '../formats/sarif';

/** SARIF 2.1.0: every danger at the line that makes it, and what the checks find anew. */
export function sarifReview(review: Review, { version }: { readonly version: string }): string {
  const { dangers, findings, verdict } = review;
  const run = new SarifRunBuilder({
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: true }],
    properties: { verdict: verdict.decision, rule: verdict.rule, head: review.outputs.head.hash, base: review.outputs.base.hash },
  });
  run.initSimple({ toolDriverName: 'kumiki review', toolDriverVersion: version });
  for (const name of [...new Set(dangers.map(({ rule }) => rule))].sort()) run.addRule(new SarifRuleBuilder(dangerRule(name)));
  for (const code of [...new Set(findings.added.map((finding) => finding.code))].sort())
    run.addRule(new SarifRuleBuilder(ruleOf(code as ProblemCode, undefined)));
  for (const reason of dangers) run.addResult(new SarifResultBuilder(dangerResult(reason)));
  for (const finding of findings.added) run.addResult(new SarifResultBuilder(resultOf(finding as Problem)));
  const log = new SarifBuilder({ $schema: SCHEMA });
  log.addRun(run);
  return `${JSON.stringify(log.buildSarifOutput(), undefined, 2)}\n`;
}

const LEVELS: Readonly<Record<Decision, Level>> = { BLOCK: 'error', 'NEEDS TWO': 'warning', 'NEEDS ONE': 'note', AUTO: 'note' };

function dangerRule(name: string): SarifRuleBuilder['rule'] {
  const says = Object.hasOwn(DANGER_RULES, name) ? DANGER_RULES[name as keyof typeof DANGER_RULES].says : name;
  return { id: `review/${name}`, shortDescription: { text: says } };
}

function dangerResult({ rule, class: danger, decision, text, subject, source, inBase, score }: Reason): Result {
  return {
    ruleId: `review/${rule}`,
    level: LEVELS[decision],
    message: { text: `${text} (${danger}, ${decision})` },
    // A line of the base is another one in the head.
    locations: [locationOf(subject, undefined, inBase === true ? source?.replace(/:\d+$/, '') : source)],
    partialFingerprints: { 'kumiki/v1': createHash('sha256').update([rule, subject, text].join('\0')).digest('hex') },
    properties: { class: danger, decision, score },
  };
}
