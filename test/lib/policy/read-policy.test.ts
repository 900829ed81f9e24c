import fc from 'fast-check';
import { readPolicy } from '../../../lib/policy';
import { DANGER_RULES, DECISIONS } from '../../../lib/review';

const least = { version: 1, teams: { 'trading-team': ['hanako'] } };
const findings = (own: object) => {
  const read = readPolicy(JSON.stringify({ ...least, ...own }));
  return 'findings' in read ? read.findings : [];
};

describe('a policy', () => {
  test('of version and teams is enough', () => {
    expect(readPolicy(JSON.stringify(least))).toEqual({ policy: { ...least, decisions: {}, approvals: [] } });
  });

  test('is read with everything it may say', () => {
    const whole = {
      ...least,
      decisions: { restart: 'AUTO', 'call-opened': 'NEEDS TWO' },
      approvals: [{ when: { classes: ['D4'], domains: ['trading'] }, teams: ['trading-team'], count: 1, reason: 'trust is broadened' }],
      breakGlass: { teams: ['trading-team'], needs: 2 },
    };
    expect(readPolicy(JSON.stringify(whole))).toEqual({ policy: whole });
  });

  test('that is no JSON is refused', () => {
    expect(readPolicy('{')).toEqual({
      findings: [{ code: 'VALUE-TYPE', message: 'the policy is not JSON', fix: 'write one JSON object' }],
    });
    expect(readPolicy('')).toHaveProperty('findings');
  });

  test('says all of its mistakes at once, with the nearest right word', () => {
    const read = readPolicy(
      JSON.stringify({
        version: 2,
        decison: {},
        decisions: { restrat: 'AUTO', 'mesh-open': 'NEEDS TWO', restart: 'NEEDS THREE' },
        teams: { risk: [] },
        approvals: [
          { when: { dangers: ['call-open'] }, teams: ['riks'], count: 0 },
          { when: {}, teams: ['risk'] },
        ],
        breakGlass: { teams: ['risk'], needs: 1 },
      }),
    );
    expect('findings' in read ? read.findings.map(({ code, at, fix }) => [code, at, fix]) : read).toEqual([
      ['PROP-UNKNOWN', 'decison', 'write decisions'],
      ['VALUE-INVALID', 'version', 'write "version": 1'],
      ['VALUE-TYPE', 'teams.risk', 'write a list of names, at least one'],
      ['VALUE-INVALID', 'breakGlass.needs', 'write 2'],
      ['VALUE-INVALID', 'decisions.restrat', 'write restart'],
      ['VALUE-INVALID', 'decisions.mesh-open', 'remove it; an emergency passes over it with a reason'],
      ['VALUE-INVALID', 'decisions.restart', 'write one of them'],
      ['VALUE-INVALID', 'approvals[0].teams', 'write risk'],
      ['VALUE-INVALID', 'approvals[0].when.dangers', 'write call-opened'],
      ['VALUE-INVALID', 'approvals[0].count', 'write 1'],
      ['PROP-MISSING', 'approvals[1].when', 'write "decision": "AUTO" for everything that differs'],
    ]);
  });

  test('says which value and which limit', () => {
    expect(findings({ breakGlass: { teams: ['trading-team'], needs: 1 } })).toEqual([
      {
        code: 'VALUE-INVALID',
        at: 'breakGlass.needs',
        message: 'so many people of trading-team cannot be waited for',
        value: '1',
        limit: 'a whole number, 2 or more',
        fix: 'write 2',
      },
    ]);
  });

  test('makes nothing weaker that the house blocks', () => {
    const blocking = Object.entries(DANGER_RULES).filter(([, { decision }]) => decision === 'BLOCK');
    expect(blocking.length).toBeGreaterThan(5);
    for (const [name] of blocking)
      for (const decision of DECISIONS) expect(findings({ decisions: { [name]: decision } })).toHaveLength(decision === 'BLOCK' ? 0 : 1);
  });

  test('is read, or refused with a reason, whatever stands in the file', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const read = readPolicy(text);
        return 'policy' in read || read.findings.length > 0;
      }),
    );
  });
});
