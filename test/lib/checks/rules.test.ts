import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkEstate, checkJob, exampleJob, RULES, type CheckFacts, type Estate, type EstateRule, type Rule } from '../../../lib/checks';
import { canonicalJob } from '../../../lib/nomad';
import { Engines } from '../../../lib/platform';

const REPOSITORY = resolve(__dirname, '../../..');
const FACTS: CheckFacts = { engines: Engines.tested().versions };
const NOTHING: Estate = { facts: FACTS, domains: [], jobs: [], entries: [], roles: [], keyReaders: [] };

const jobRules = RULES.filter((rule): rule is Exclude<Rule, EstateRule> => rule.on !== 'estate');
const estateRules = RULES.filter((rule) => rule.on === 'estate');

/** Codes that the rules find in the example of one of them. */
function codesOf(rule: Exclude<Rule, EstateRule>, example: 'trips' | 'passes'): string[] {
  const job = canonicalJob(exampleJob(rule.on, rule[example]));
  return checkJob(job, { ...FACTS, ...rule.facts }, { inProgram: false }).map(({ code }) => code);
}

describe('every rule', () => {
  test('has a code of its own', () => {
    const codes = RULES.map(({ code }) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test.each(RULES.map(({ code }) => code))('%s stands in the file of its name', (code) => {
    const [family = '', ...words] = code.toLowerCase().split('-');
    expect(existsSync(join(REPOSITORY, 'lib/checks', family, `${words.join('-')}.ts`))).toBe(true);
  });
});

describe('a rule about a job', () => {
  test.each(jobRules.map((rule) => [rule.code, rule] as const))('%s finds its example', (code, rule) => {
    expect(codesOf(rule, 'trips')).toContain(code);
  });

  test.each(jobRules.map((rule) => [rule.code, rule] as const))(
    '%s, and no other rule, finds anything in its counterexample',
    (_, rule) => {
      expect(codesOf(rule, 'passes')).toEqual([]);
    },
  );
});

describe('a rule about the estate', () => {
  const codesIn = (estate: Partial<Estate>): string[] => checkEstate({ ...NOTHING, ...estate }).map(({ code }) => code);

  test.each(estateRules.map((rule) => [rule.code, rule] as const))('%s finds its example', (code, rule) => {
    expect(codesIn(rule.trips)).toContain(code);
  });

  test.each(estateRules.map((rule) => [rule.code, rule] as const))(
    '%s, and no other rule, finds anything in its counterexample',
    (_, rule) => {
      expect(codesIn(rule.passes)).toEqual([]);
    },
  );
});
