import { checkApiJob, type CheckFacts } from '../../../lib/checks';
import { Engines } from '../../../lib/platform';
import type { JsonObject } from '../../../lib/model';

const FACTS: CheckFacts = { engines: Engines.tested().versions };
const task: JsonObject = { Name: 't', Driver: 'docker', Config: { image: 'a:1' } };
const job = (over: JsonObject, group: JsonObject = {}): JsonObject => ({
  ID: 'a',
  TaskGroups: [{ Name: 'g', Tasks: [task], ...group }],
  ...over,
});
const said = (json: unknown, facts = FACTS): (string | undefined)[][] =>
  checkApiJob(json, facts, { inProgram: false }).findings.map(({ code, severity, at }) => [severity, code, at]);

describe('a job of anybody', () => {
  test('is taken with and without the outer Job, and with what only servers set', () => {
    const registered = { ...job({}), Status: 'running', Version: 3, JobModifyIndex: 77, Stable: true };
    expect([said(registered), said({ Job: registered })]).toEqual([[], []]);
  });

  test('is given in canonical form', () => {
    expect(checkApiJob(job({}), FACTS, { inProgram: false }).job).toMatchObject({ Type: 'service', TaskGroups: [{ Count: 1 }] });
  });

  test('is refused where the decoder refuses it, and then nothing else is said', () => {
    const { job: read, findings } = checkApiJob(job({ Type: 'daemon' }, { ShutdownDelay: '5s' }), FACTS, { inProgram: false });
    expect(read).toBeUndefined();
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
      {
        code: 'NOMAD-TYPE',
        severity: 'error',
        at: 'TaskGroups[0].ShutdownDelay',
        message: 'ShutdownDelay must be a whole number of nanoseconds',
        value: '"5s"',
        limit: 'a whole number of nanoseconds',
        fix: 'write 5000000000',
      },
    ]);
  });

  test('may hold what Nomad drops or ignores, which is a warning', () => {
    expect(said(job({ Cuont: 1 }, { MaxClientDisconnect: 1e9, MaxRunDuration: 1e9, ShutdownDelay: 30 }))).toEqual([
      ['warning', 'NOMAD-VERSION', 'TaskGroups[0].MaxClientDisconnect'],
      ['warning', 'NOMAD-VERSION', 'TaskGroups[0].MaxRunDuration'],
      ['warning', 'NOMAD-DURATION', 'TaskGroups[0].ShutdownDelay'],
      ['warning', 'NOMAD-UNKNOWN-FIELD', 'Cuont'],
    ]);
  });

  test('names a key in any case', () => {
    expect(said({ id: 'a', taskgroups: [{ name: 'g', tasks: [task] }] })).toEqual([]);
  });

  test('has a value outside a closed set said once, by who knows most of it', () => {
    expect(said(job({ Type: 'daemon' }))).toEqual([['error', 'NOMAD-JOB-TYPE', 'Type']]);
    expect(said(job({}, { Volumes: { a: { Type: 'nfs' } } }))).toEqual([['warning', 'NOMAD-TYPE', 'TaskGroups[0].Volumes.a.Type']]);
  });

  test('has a policy of the job said where it stands, and once for all groups', () => {
    const groups = {
      TaskGroups: [
        { Name: 'g', Tasks: [task] },
        { Name: 'h', Tasks: [task] },
      ],
    };
    expect(said(job({ ...groups, Update: { AutoPromote: true } }))).toEqual([['error', 'NOMAD-UPDATE', 'Update.AutoPromote']]);
    expect(said(job({ Reschedule: { Delay: 1e9 } }))).toEqual([['error', 'NOMAD-RESCHEDULE', 'Reschedule.Delay']]);
    expect(said(job({}, { Update: { AutoPromote: true } }))).toEqual([['error', 'NOMAD-UPDATE', 'TaskGroups[0].Update.AutoPromote']]);
  });
});

describe('another version of Nomad', () => {
  const under = (nomad: string): CheckFacts => ({ engines: { ...FACTS.engines, nomad } });

  test('takes an attribute that nobody looked at before 1.11.2', () => {
    const constrained = job({ Constraints: [{ LTarget: '${cpu.numcores}', Operand: '=', RTarget: '4' }] });
    expect(said(constrained, under('1.11.1'))).toEqual([]);
    expect(said(constrained, under('1.11.2'))).toEqual([['error', 'NOMAD-CONSTRAINT', 'Constraints[0].LTarget']]);
  });

  test('takes a reschedule block of a sysbatch job before 1.11.0', () => {
    const sweeping = job({ Type: 'sysbatch' }, { ReschedulePolicy: { Attempts: 1 } });
    expect(said(sweeping, under('1.10.5'))).toEqual([]);
    expect(said(sweeping, under('1.11.0'))).toEqual([['error', 'NOMAD-RESCHEDULE', 'TaskGroups[0].ReschedulePolicy']]);
  });

  test('knows a field that 1.11.3 drops', () => {
    expect(said(job({}, { MaxRunDuration: 1e12 }), under('2.0.3'))).toEqual([]);
  });
});

test.each(['job "a" {}', null, [], { job: { a: {} } }])('%j is no job', (json) => {
  expect(said(json)).toEqual([['error', 'NOMAD-TYPE', undefined]]);
});
