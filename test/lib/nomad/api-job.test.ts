import fc from 'fast-check';
import { checkJobModel, jobFromApiJson, jobToApiJson } from '../../../lib/nomad';
import { Duration } from '../../../lib/values';
import { describeWithCorpora, mutantJobs, realJobs } from './corpora';
import { jobs } from './job-arbitrary';

describe('reading a job in API JSON', () => {
  test('makes durations of integer nanoseconds and leaves nulls out', () => {
    const json = {
      ID: 'a',
      Region: null,
      TaskGroups: [{ Name: 'g', Count: 2, ShutdownDelay: 10_000_000_000, Tasks: [{ Name: 't', KillTimeout: null }] }],
    };
    const { job, findings } = jobFromApiJson(json);
    expect(findings).toEqual([]);
    expect(job).toEqual({ ID: 'a', TaskGroups: [{ Name: 'g', Count: 2, ShutdownDelay: Duration.seconds(10), Tasks: [{ Name: 't' }] }] });
  });

  test('takes the outer Job of nomad job run -output', () => {
    expect(jobFromApiJson({ Job: { ID: 'a' } })).toEqual({ job: { ID: 'a' }, findings: [] });
  });

  test('leaves alone what Nomad hands on unread', () => {
    const config = { KillTimeout: 5, empty: [], nothing: null };
    expect(jobFromApiJson({ TaskGroups: [{ Tasks: [{ Config: config }] }] }).job.TaskGroups?.[0]?.Tasks?.[0]?.Config).toEqual(config);
  });

  test('suspects a length of time below a millisecond', () => {
    expect(jobFromApiJson({ TaskGroups: [{ Tasks: [{ KillTimeout: 30 }] }] }).findings).toEqual([
      {
        code: 'NOMAD-DURATION',
        at: 'TaskGroups[0].Tasks[0].KillTimeout',
        message: '30 here is 30 nanoseconds',
        value: '30',
        limit: 'at least a millisecond, 1000000 nanoseconds',
        fix: 'write 30000000000 for 30 seconds',
      },
    ]);
  });

  test.each([0, 1_000_000, 10_000_000_000])('does not suspect %d nanoseconds', (nanoseconds) => {
    expect(jobFromApiJson({ TaskGroups: [{ ShutdownDelay: nanoseconds }] }).findings).toEqual([]);
  });

  test('keeps what does not fit, for the checker to say', () => {
    const { job, findings } = jobFromApiJson({ TaskGroups: [{ ShutdownDelay: '10s', Cuont: 1 }] });
    const said = checkJobModel(job, { nomad: '1.11.3', nomadProviderApi: '1.11.0', edition: 'community' });
    expect(findings).toEqual([]);
    expect(said.map((finding) => [finding.code, finding.at])).toEqual([
      ['NOMAD-DURATION', 'TaskGroups[0].ShutdownDelay'],
      ['NOMAD-UNKNOWN-FIELD', 'TaskGroups[0].Cuont'],
    ]);
  });

  test('keeps a member called __proto__, for the checker to say', () => {
    const { job } = jobFromApiJson(JSON.parse('{"__proto__": {"Count": 1}}'));
    expect(checkJobModel(job, { nomad: '1.11.3', nomadProviderApi: '1.11.0', edition: 'community' }).map((finding) => finding.at)).toEqual([
      '__proto__',
    ]);
  });

  test('refuses a jobspec file written as JSON', () => {
    expect(jobFromApiJson({ job: { orders: {} } })).toEqual({
      job: {},
      findings: [
        {
          code: 'NOMAD-TYPE',
          message: 'this is a jobspec file written as JSON, which no API takes',
          value: '{"job":{"orders":{}}}',
          limit: 'an object with the members of api.Job',
          fix: 'write what nomad job run -output prints',
        },
      ],
    });
  });

  test.each([
    ['text', 'job "a" {}'],
    ['a list', []],
    ['nothing', null],
  ])('refuses %s', (_, json) => {
    expect(jobFromApiJson(json).findings.map((finding) => finding.message)).toEqual(['this is not a job in API JSON']);
  });
});

describe('writing a job in API JSON', () => {
  test('makes integer nanoseconds of durations and leaves out what is undefined or an empty list', () => {
    expect(
      jobToApiJson({
        ID: 'a',
        Region: undefined,
        Constraints: [],
        TaskGroups: [{ ShutdownDelay: Duration.milliseconds(1500), Tasks: [] }],
      }),
    ).toEqual({
      ID: 'a',
      TaskGroups: [{ ShutdownDelay: 1_500_000_000 }],
    });
  });

  test('keeps empty objects, which mean something, and empty lists that Nomad hands on unread', () => {
    expect(jobToApiJson({ TaskGroups: [{ Tasks: [{ Consul: {}, Config: { entrypoint: [] } }] }] })).toEqual({
      TaskGroups: [{ Tasks: [{ Consul: {}, Config: { entrypoint: [] } }] }],
    });
  });

  test('keeps the order of the members', () => {
    expect(Object.keys(jobToApiJson({ Type: 'batch', ID: 'a', Name: 'b' }))).toEqual(['Type', 'ID', 'Name']);
  });
});

test('a length of time survives the way there and back to the nanosecond', () => {
  const there = (nanoseconds: number): unknown => jobToApiJson(jobFromApiJson({ TaskGroups: [{ ShutdownDelay: nanoseconds }] }).job);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 * 86_400 * 1e9 }), (nanoseconds) =>
      expect(there(nanoseconds)).toEqual({ TaskGroups: [{ ShutdownDelay: nanoseconds }] }),
    ),
  );
});

test('any job of the model survives the way to JSON and back', () => {
  fc.assert(
    fc.property(jobs, (job) => {
      const { job: back, findings } = jobFromApiJson(JSON.parse(JSON.stringify(jobToApiJson(job))));
      expect(findings).toEqual([]);
      expect(back).toEqual(job);
    }),
  );
});

describeWithCorpora('jobs that people wrote', () => {
  test('come back as they were, without nulls and empty lists', () => {
    const rows = [...realJobs(), ...mutantJobs()];
    expect(rows.length).toBeGreaterThan(1900);
    for (const { job } of rows) expect(jobToApiJson(jobFromApiJson(job).job)).toEqual(bare(job));
  });
});

/** Without nulls and empty lists, but for what belongs to drivers and proxies. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && !(Array.isArray(member) && member.length === 0))
      .map(([key, member]) => [key, key === 'Config' || key === 'Policy' ? (member as unknown) : bare(member)]),
  );
}
