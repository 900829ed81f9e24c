import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { comparedCorpora } from '../../scripts/agreement';
import { compare, isFalseAlarm, isMissed, isOnlyTheServers, type Compared } from '../../scripts/agreement/compare';
import { complaints } from '../../scripts/agreement/messages';
import { agrees, report } from '../../scripts/agreement/report';
import { Engines } from '../../lib/platform';
import { describeWithCorpora } from '../lib/nomad/corpora';

const ROOT = resolve(__dirname, '../..');
const FACTS = { engines: Engines.tested().versions };
const SOUND = { ID: 'a', TaskGroups: [{ Name: 'g', Tasks: [{ Name: 't', Driver: 'docker', Config: { image: 'a:1' } }] }] };
const DRIVERLESS = { ID: 'a', TaskGroups: [{ Name: 'g', Tasks: [{ Name: 't' }] }] };
const NO_DRIVER =
  'Task group g validation failed: 1 error occurred:\n\t* Task t validation failed: 1 error occurred:\n\t* Missing task driver\n\n';

const refused = (job: unknown, ...errors: string[]): Compared =>
  compare({ job, server_valid: false, server_errors: errors }, 'kind', FACTS);
const taken = (job: unknown): Compared => compare({ job, server_valid: true, server_errors: null }, 'kind', FACTS);

describe('a job that was judged', () => {
  test('agrees where the server refuses what the checks refuse, for the same reason', () => {
    const one = refused(DRIVERLESS, NO_DRIVER);
    expect(one.complaints).toEqual([{ message: 'Missing task driver', meaning: ['NOMAD-DRIVER'], found: true }]);
    expect(agrees([one, taken(SOUND)])).toBe(true);
  });

  test('is missed where the checks find nothing, unless nobody but the server can know', () => {
    const missed = refused(SOUND, NO_DRIVER);
    expect([isMissed(missed), agrees([missed])]).toEqual([true, false]);
    const elsewhere = refused(SOUND, 'job "a" is in nonexistent namespace "b"');
    expect([isMissed(elsewhere), isOnlyTheServers(elsewhere), agrees([elsewhere])]).toEqual([true, true, true]);
    const both = refused(SOUND, 'job "a" is in nonexistent namespace "b"', NO_DRIVER);
    expect(agrees([both])).toBe(false);
  });

  test('is a false alarm where the server takes what the checks refuse', () => {
    expect([isFalseAlarm(taken(DRIVERLESS)), agrees([taken(DRIVERLESS)])]).toEqual([true, false]);
  });

  test('is said in the report: what was missed, and what each code was found for', () => {
    const text = report([refused(DRIVERLESS, NO_DRIVER), refused(SOUND, NO_DRIVER), taken(DRIVERLESS)]).join('\n');
    expect(text).toMatch(/kind +3 +2 +1 +1 +1\n/);
    expect(text).toMatch(/1 +MISSED +Missing task driver/);
    expect(text).toMatch(/NOMAD-DRIVER +2 +1 +1 +Missing task driver/);
    expect(text).toMatch(/kind +NOMAD-DRIVER +TaskGroups\[0\]\.Tasks\[0\]\.Driver/);
  });
});

test('complaints are taken out of what Nomad folds them into', () => {
  expect(complaints([`${NO_DRIVER}\t* Missing task group name\n`, 'Job ID contains a space'])).toEqual([
    'Missing task driver',
    'Missing task group name',
    'Job ID contains a space',
  ]);
});

test('without jobs of other people the command says so, and where it looked', () => {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', 'agreement'], {
    cwd: ROOT,
    env: { ...process.env, KUMIKI_CORPORA: '/nowhere' },
    encoding: 'utf8',
  });
  expect(stdout).toBe(
    'no jobs of other people here: real-jobs.jsonl.gz and mutant-jobs.jsonl.gz not found in /nowhere; KUMIKI_CORPORA names the folder that has them\n',
  );
  expect(status).toBe(2);
}, 60_000);

describeWithCorpora('on jobs of other people', () => {
  let compared: readonly Compared[];

  beforeAll(() => {
    compared = comparedCorpora();
  });

  test('no job that Nomad takes is refused', () => {
    expect(compared.length).toBeGreaterThan(1900);
    expect(compared.filter(isFalseAlarm).map(({ kind, errors }) => [kind, errors])).toEqual([]);
  });

  test('every job that Nomad refuses is refused, but for what only the server knows', () => {
    const missed = compared.filter((one) => isMissed(one) && !isOnlyTheServers(one));
    expect(missed.map(({ kind, complaints: said }) => [kind, said])).toEqual([]);
  });

  test('whatever Nomad complains of, a code says the same', () => {
    const said = compared.flatMap((one) => one.complaints);
    expect(said.filter(({ meaning }) => meaning === 'unknown')).toEqual([]);
    expect(said.filter(({ meaning, found }) => meaning !== 'only the server' && !found)).toEqual([]);
  });
});
