import { checkApiJob, exampleJob, ONLY_THE_SERVER, RULES, type EstateRule, type Rule } from '../../../lib/checks';
import { Engines } from '../../../lib/platform';
import { compare, isFalseAlarm, isMissed, isOnlyTheServers, type Compared } from '../../../scripts/agreement/compare';
import type { JudgedJob } from '../../../scripts/agreement/corpora';
import { BASE_JOBS } from '../../lib/nomad/base-jobs';
import { mutatedJobs } from '../../lib/nomad/mutated-jobs';
import { labOfScenes } from '../scene-program';
import { asOperator } from '../servers/engines-up';

const FACTS = { engines: Engines.tested().versions };
const JOBS = 4000;
const AT_A_TIME = 8;

/** The same jobs at every landing; others: `KUMIKI_SEED=17 npm run lab -- test checks-agreement`. */
const SEED = Number(process.env['KUMIKI_SEED'] ?? 895_403);

const nomad = asOperator(labOfScenes()).nomad;

/** What the server says of a job. One it panics over has no answer: it closes the connection. */
async function judged(job: unknown): Promise<JudgedJob> {
  const refused = (...errors: string[]): JudgedJob => ({ job, server_valid: false, server_errors: errors });
  let answer: { readonly status: number; readonly text: string };
  try {
    answer = await nomad.raw('POST', '/v1/validate/job', JSON.stringify({ Job: job }));
  } catch (error) {
    return refused(`the server broke off: ${String(error)}`);
  }
  if (answer.status !== 200) return refused(answer.text.trim());
  const { Error: error, ValidationErrors: errors } = JSON.parse(answer.text) as { Error: string; ValidationErrors: string[] | null };
  return error === '' ? { job, server_valid: true, server_errors: null } : refused(...(errors ?? [error]));
}

const verdictsOn = async (job: unknown): Promise<Compared> => compare(await judged(job), '', FACTS);

describe('what the checks refuse is what a running Nomad refuses', () => {
  test('of jobs that are sound, nothing', async () => {
    for (const [name, job] of Object.entries(BASE_JOBS)) {
      const { server_errors: errors } = await judged(job);
      expect([name, errors]).toEqual([name, null]);
      expect(checkApiJob(job, FACTS, { inProgram: false }).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  test(`of ${String(JOBS)} jobs changed at random, the same ones and for the same reasons (seed ${String(SEED)})`, async () => {
    process.stderr.write(`checks-agreement: seed ${String(SEED)}\n`);
    const generated = mutatedJobs(SEED);
    const compared: { readonly story: string; readonly one: Compared }[] = [];
    while (compared.length < JOBS) {
      const some = Array.from({ length: AT_A_TIME }, () => generated.next().value);
      const verdicts = await Promise.all(
        some.map(async (mutated) => ({ story: mutated?.story ?? '', one: await verdictsOn(mutated?.job) })),
      );
      compared.push(...verdicts);
    }
    const refused = compared.filter(({ one }) => one.refused);
    process.stderr.write(`checks-agreement: ${String(compared.length)} jobs, ${String(refused.length)} refused by Nomad\n`);
    expect(refused.length).toBeGreaterThan(JOBS / 4);
    expect(compared.length - refused.length).toBeGreaterThan(JOBS / 4);

    const alarms = compared.filter(({ one }) => isFalseAlarm(one));
    expect(alarms.map(({ story, one }) => [story, one.errors])).toEqual([]);
    const missed = refused.filter(({ one }) => isMissed(one) && !isOnlyTheServers(one));
    expect(missed.map(({ story, one }) => [story, one.complaints])).toEqual([]);
    const otherwise = refused.filter(({ one }) => one.complaints.some(({ meaning, found }) => meaning !== 'only the server' && !found));
    expect(otherwise.map(({ story, one }) => [story, one.complaints, one.errors])).toEqual([]);
  });

  const refusals = RULES.filter(
    (rule): rule is Exclude<Rule, EstateRule> => rule.on !== 'estate' && rule.severity === 'error' && rule.facts === undefined,
  );

  test.each(refusals.map((rule) => [rule.code, rule] as const))('%s: its example, and not its counterexample', async (code, rule) => {
    const trips = await verdictsOn(exampleJob(rule.on, rule.trips));
    expect([code, trips.refused]).toEqual([code, true]);
    const meanings = trips.complaints.filter(({ meaning, found }) => found && meaning !== 'unknown' && meaning.includes(code));
    expect(meanings.length).toBeGreaterThan(0);

    const passes = await judged(exampleJob(rule.on, rule.passes));
    const complaints = (passes.server_errors ?? []).filter((error) => !ONLY_THE_SERVER.some(({ message }) => message.test(error)));
    expect([code, complaints]).toEqual([code, []]);
  });
});
