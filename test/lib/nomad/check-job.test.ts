import fc from 'fast-check';
import { checkJobModel, jobFromApiJson, type Job } from '../../../lib/nomad';
import type { Finding } from '../../../lib/problems';
import { Duration } from '../../../lib/values';
import { describeWithCorpora, mutantJobs, realJobs } from './corpora';
import { jobs } from './job-arbitrary';

const TESTED = { nomad: '1.11.3', nomadProviderApi: '1.11.0', edition: 'community' } as const;

/** The findings about a group, a task, or a task's resources with these members. */
const ofGroup = (
  members: object,
  versions: typeof TESTED | { nomad: string; nomadProviderApi: string; edition: 'community' | 'enterprise' } = TESTED,
): Finding[] => checkJobModel({ ID: 'a', TaskGroups: [{ Name: 'g', ...members }] }, versions);
const ofTask = (members: object): Finding[] => ofGroup({ Tasks: [{ Name: 't', ...members }] });

describe('an unknown field', () => {
  test('is said with its address and the field that is meant', () => {
    expect(ofGroup({ Cuont: 3 })).toEqual([
      {
        code: 'NOMAD-UNKNOWN-FIELD',
        at: 'TaskGroups[0].Cuont',
        message: 'Nomad has no field "Cuont" in TaskGroup',
        value: '"Cuont"',
        fix: 'write Count',
      },
    ]);
  });

  test.each([
    ['in the wrong case, which only Go forgives', { count: 3 }, 'write Count: names are compared letter by letter'],
    ['in the words of a jobspec file', { shutdown_delay: 3 }, 'write ShutdownDelay: "shutdown_delay" is its name in a jobspec file'],
    ['in the words of a jobspec file, of another letter case', { Network: [] }, 'write Networks: "Network" is its name in a jobspec file'],
    ['in the singular', { Task: [] }, 'write Tasks: "Task" is its name in a jobspec file'],
    ['that belongs further down', { Env: {} }, 'move it to TaskGroups[0].Tasks[].Env'],
    ['misspelt, that belongs further down', { KillTimout: 3 }, 'write TaskGroups[0].Tasks[].KillTimeout'],
    ['of a jobspec file, that belongs further down', { memory: 3 }, 'write TaskGroups[0].Tasks[].Resources.MemoryMB'],
  ])('%s is told what to write', (_, members, fix) => {
    expect(ofGroup(members).map((finding) => finding.fix)).toEqual([fix]);
  });

  test('that belongs further up is told where', () => {
    expect(ofTask({ Count: 3 }).map((finding) => finding.fix)).toEqual(['move it to TaskGroups[0].Count']);
  });

  test('with an invented name is told those that begin alike', () => {
    expect(ofTask({ Resources: { MemoryLimit: 1 } }).map((finding) => finding.fix)).toEqual(['write MemoryMB or MemoryMaxMB']);
  });

  test('that resembles nothing is told what there is', () => {
    expect(ofTask({ Lifecycle: { Qqqqqqqq: 1 } }).map((finding) => finding.fix)).toEqual(['remove it: Nomad knows Hook, Sidecar']);
  });

  test('is one even where its value is undefined', () => {
    expect(ofGroup({ Cuont: undefined })).toHaveLength(1);
  });
});

describe('a value of the wrong type', () => {
  test('is said with what was given, what is meant and what to write', () => {
    expect(ofTask({ Resources: { CPU: '100' } })).toEqual([
      {
        code: 'NOMAD-TYPE',
        at: 'TaskGroups[0].Tasks[0].Resources.CPU',
        message: 'CPU must be a whole number',
        value: '"100"',
        limit: 'a whole number',
        fix: 'write 100',
      },
    ]);
  });

  test.each<[string, object, string, string, string]>([
    ['a number for text', { User: 1000 }, 'User', 'User must be a string', 'write "1000"'],
    ['text for a boolean', { Leader: 'true' }, 'Leader', 'Leader must be true or false', 'write true'],
    ['a fraction', { Resources: { MemoryMB: 1.6 } }, 'Resources.MemoryMB', 'MemoryMB must be a whole number', 'write 2'],
    ['no number at all', { Resources: { MemoryMB: NaN } }, 'Resources.MemoryMB', 'MemoryMB must be a whole number', 'write a whole number'],
    [
      'a negative number for an unsigned one',
      { Resources: { Devices: [{ Count: -1 }] } },
      'Resources.Devices[0].Count',
      'Count must be a whole number of at least 0',
      'write a whole number of at least 0',
    ],
    [
      'a number too large for its size',
      { Affinities: [{ Weight: 200 }] },
      'Affinities[0].Weight',
      'Weight must be a whole number from -128 to 127',
      'write a whole number from -128 to 127',
    ],
    [
      'an object for a list',
      { Templates: {} },
      'Templates',
      'Templates must be a list of Template objects',
      'put it into a list: [{ ... }]',
    ],
    [
      'a list for an object',
      { Vault: [{}] },
      'Vault',
      'Vault must be an object (Vault)',
      'write the object itself, without a list around it',
    ],
    ['text for a list of texts', { Actions: [{ Args: '-v' }] }, 'Actions[0].Args', 'Args must be a list of strings', 'write ["-v"]'],
    [
      'an instance of a class',
      { Resources: new Map() },
      'Resources',
      'Resources must be an object (Resources)',
      'write an object (Resources)',
    ],
    ['a number among texts', { Env: { PORT: 8080 } }, 'Env.PORT', 'a value of Env must be a string', 'write "8080"'],
    ['a null among texts', { Env: { 'MY-KEY': null } }, 'Env["MY-KEY"]', 'a value of Env is null', 'remove it'],
    ['a hole in a list', { Templates: [undefined] }, 'Templates[0]', 'an element of Templates is undefined', 'remove it'],
  ])('is %s', (_, members, at, message, fix) => {
    expect(ofTask(members).map((finding) => [finding.code, finding.at, finding.message, finding.fix])).toEqual([
      ['NOMAD-TYPE', `TaskGroups[0].Tasks[0].${at}`, message, fix],
    ]);
  });

  test('is the whole job when it is no object', () => {
    expect(checkJobModel('a job', TESTED)).toEqual([
      {
        code: 'NOMAD-TYPE',
        message: 'Job must be an object (Job)',
        value: '"a job"',
        limit: 'an object (Job)',
        fix: 'write an object (Job)',
      },
    ]);
  });

  test('inside what Nomad hands on unread is only what is no JSON', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(ofTask({ Config: { anything: [1, 'a', null, { b: true }] } })).toEqual([]);
    expect(ofTask({ Config: { image_pull_timeout: Duration.minutes(5) } })).toEqual([
      {
        code: 'NOMAD-TYPE',
        at: 'TaskGroups[0].Tasks[0].Config.image_pull_timeout',
        message: 'Nomad hands Config on as it is written, and this is not plain JSON',
        value: 'Duration of 5m',
        limit: 'strings, finite numbers, booleans, lists and plain objects',
        fix: 'write "5m", if that is how it reads durations',
      },
    ]);
    expect(ofTask({ Config: { a: Infinity, b: () => 1 } })).toHaveLength(2);
    expect(ofTask({ Config: circle })).toHaveLength(1);
  });
});

describe('where a duration is meant', () => {
  test('a bare number is refused, because Nomad would read nanoseconds', () => {
    expect(ofTask({ KillTimeout: 30 })).toEqual([
      {
        code: 'NOMAD-DURATION',
        at: 'TaskGroups[0].Tasks[0].KillTimeout',
        message: 'KillTimeout takes a Duration: Nomad reads a number as nanoseconds',
        value: '30',
        limit: 'a Duration',
        fix: 'write Duration.seconds(30)',
      },
    ]);
  });

  test.each([
    [30_000_000_000, 'write Duration.seconds(30)'],
    [600_000_000_000, 'write Duration.minutes(10)'],
    [250_000_000, 'write Duration.milliseconds(250)'],
    [0, 'write Duration.zero'],
    [-5, 'write a Duration, such as Duration.seconds(30)'],
    ['1m30s', 'write Duration.parse("1m30s")'],
    ['soon', 'write a Duration, such as Duration.seconds(30)'],
  ])('%p is told what to write', (value, fix) => {
    expect(ofTask({ KillTimeout: value }).map((finding) => [finding.code, finding.fix])).toEqual([['NOMAD-DURATION', fix]]);
  });

  test('a duration of another copy of the library is one', () => {
    expect(ofTask({ KillTimeout: { toNanoseconds: () => 5 } })).toEqual([]);
  });

  test('a negative one is none', () => {
    expect(ofTask({ KillTimeout: Duration.nanoseconds(-1_000_000) }).map((finding) => finding.message)).toEqual([
      'KillTimeout must be a Duration of at least 0',
    ]);
  });

  test('a duration that is wrong itself says its own problem, at this address', () => {
    expect(ofTask({ KillTimeout: Duration.seconds(-1) })).toMatchObject([
      {
        code: 'VALUE-INVALID',
        at: 'TaskGroups[0].Tasks[0].KillTimeout',
        message: 'Duration.seconds takes a number of at least 0 that is whole in milliseconds',
      },
    ]);
  });
});

describe('a field with a closed set of values', () => {
  test('says the set and the nearest value', () => {
    expect(checkJobModel({ Type: 'servce' }, TESTED)).toEqual([
      {
        code: 'NOMAD-TYPE',
        at: 'Type',
        message: 'Type has no value "servce"',
        value: '"servce"',
        limit: '"service", "batch", "system", "sysbatch"',
        fix: 'write "service"',
      },
    ]);
  });

  test('says the whole set where nothing is near', () => {
    expect(checkJobModel({ Type: 'xxxxxxxx' }, TESTED).map((finding) => finding.fix)).toEqual([
      'write one of "service", "batch", "system", "sysbatch"',
    ]);
  });

  test('takes the empty text where Go prints it for a field nobody set, and nowhere else', () => {
    expect(ofGroup({ Services: [{ Name: 's', AddressMode: '' }] })).toEqual([]);
    expect(ofGroup({ RestartPolicy: { Mode: '' } })).toHaveLength(1);
  });

  test('is not the mode of a network, whose names are open', () => {
    expect(ofGroup({ Networks: [{ Mode: 'cni/anything' }] })).toEqual([]);
  });
});

describe('a field of another version', () => {
  const identities = { Services: [{ Name: 's', Connect: { SidecarTask: { Identities: [{ Name: 'i' }] } } }] };

  test('is refused when the declared Nomad does not know it', () => {
    expect(ofGroup({ MaxRunDuration: Duration.hours(1) })).toEqual([
      {
        code: 'NOMAD-VERSION',
        at: 'TaskGroups[0].MaxRunDuration',
        message: 'Nomad 1.11.3 does not know TaskGroup.MaxRunDuration',
        limit: 'Nomad 2.0.3 or later',
        fix: 'remove MaxRunDuration, or declare the newer version once the servers run it',
      },
    ]);
  });

  test('is refused when Nomad knows it and the provider would drop it', () => {
    expect(ofGroup(identities)).toEqual([
      {
        code: 'NOMAD-VERSION',
        at: 'TaskGroups[0].Services[0].Connect.SidecarTask.Identities',
        message: 'Nomad 1.11.3 knows SidecarTask.Identities, but the pinned provider, built with the api of 1.11.0, drops it in silence',
        limit: 'a provider built with the api of Nomad 1.11.1 or later',
        fix: 'remove Identities, or pin a newer provider',
      },
    ]);
  });

  test('is taken once both know it', () => {
    expect(ofGroup(identities, { ...TESTED, nomadProviderApi: '1.11.1' })).toEqual([]);
    expect(ofGroup({ MaxRunDuration: Duration.hours(1) }, { nomad: '2.0.3', nomadProviderApi: '2.0.3', edition: 'community' })).toEqual([]);
  });

  test('that is gone names its successor', () => {
    expect(ofGroup({ MaxClientDisconnect: Duration.hours(1) })).toEqual([
      {
        code: 'NOMAD-VERSION',
        at: 'TaskGroups[0].MaxClientDisconnect',
        message: 'Nomad 1.11.3 ignores TaskGroup.MaxClientDisconnect: it is gone since 1.10.0',
        fix: 'write Disconnect.LostAfter instead',
      },
    ]);
    expect(ofGroup({ MaxClientDisconnect: Duration.hours(1) }, { ...TESTED, nomad: '1.9.7' })).toEqual([]);
  });
});

describe('a field of the Enterprise edition', () => {
  test('is refused under the community edition', () => {
    expect(checkJobModel({ Multiregion: {} }, TESTED)).toEqual([
      {
        code: 'EDITION',
        at: 'Multiregion',
        message: 'Job.Multiregion needs the Enterprise edition, and the platform declares the community one',
        fix: 'remove Multiregion',
      },
    ]);
    expect(ofTask({ Schedule: {} })).toHaveLength(1);
    expect(ofTask({ Resources: { NUMA: { Affinity: 'require' } } })).toHaveLength(1);
  });

  test('may name what the community edition has as well', () => {
    expect(ofTask({ Vault: { Cluster: 'default', Namespace: '' } })).toEqual([]);
    expect(ofTask({ Vault: { Cluster: 'other' } })).toEqual([
      {
        code: 'EDITION',
        at: 'TaskGroups[0].Tasks[0].Vault.Cluster',
        message: 'Vault.Cluster needs the Enterprise edition, and the platform declares the community one',
        value: '"other"',
        limit: '"default"',
        fix: 'remove Cluster, or write "default"',
      },
    ]);
  });

  test('is taken under the Enterprise edition', () => {
    expect(checkJobModel({ Multiregion: {} }, { ...TESTED, edition: 'enterprise' })).toEqual([]);
  });
});

describe('a field that only the servers set', () => {
  test('is refused', () => {
    expect(checkJobModel({ JobModifyIndex: 7 }, TESTED)).toEqual([
      {
        code: 'NOMAD-RULE',
        at: 'JobModifyIndex',
        message: 'JobModifyIndex is set by the Nomad servers alone',
        value: '7',
        fix: 'remove JobModifyIndex',
      },
    ]);
  });

  test('is let be where it holds nothing', () => {
    expect(checkJobModel({ Dispatched: false, Version: 0, Status: '' }, TESTED)).toEqual([]);
  });
});

test('every mistake is said, in the order of the job', () => {
  const found = checkJobModel({ Type: 'servce', TaskGroups: [{ Cuont: 1 }, { Tasks: [{ KillTimeout: 1 }, { User: 1 }] }] }, TESTED);
  expect(found.map((finding) => finding.at)).toEqual([
    'Type',
    'TaskGroups[0].Cuont',
    'TaskGroups[1].Tasks[0].KillTimeout',
    'TaskGroups[1].Tasks[1].User',
  ]);
});

test('the compiler refuses a misspelt field, a number for a duration, and a value outside a closed set', () => {
  const misspelt: Job = {
    // @ts-expect-error -- Cuont is no field
    TaskGroups: [{ Cuont: 1 }],
  };
  const number: Job = {
    // @ts-expect-error -- 30 is no Duration
    TaskGroups: [{ ShutdownDelay: 30 }],
  };
  const value: Job = {
    // @ts-expect-error -- servce is no type of job
    Type: 'servce',
  };
  const text: Job = {
    // @ts-expect-error -- values of Env are strings
    TaskGroups: [{ Tasks: [{ Env: { PORT: 8080 } }] }],
  };
  expect([misspelt, number, value, text].map((job) => checkJobModel(job, TESTED).length)).toEqual([1, 1, 1, 1]);
});

describe('any job of the model', () => {
  test('has no findings', () => {
    fc.assert(fc.property(jobs, (job) => expect(checkJobModel(job, TESTED)).toEqual([])));
  });

  test('has one finding after one field is misspelt, at its address, that names the field', () => {
    const misspelt = jobs
      .filter((job) => Object.keys(job).length > 0)
      .chain((job) => {
        const places = keysOf(job);
        return fc.record({ job: fc.constant(job), place: fc.constantFrom(...places), letter: fc.nat() });
      });
    fc.assert(
      fc.property(misspelt, ({ job, place, letter }) => {
        const at = letter % place.key.length;
        const wrong = place.key.slice(0, at) + (place.key[at] ?? '') + place.key.slice(at);
        const findings = checkJobModel(renamed(job, place.path, place.key, wrong), TESTED);
        expect(findings.map((finding) => [finding.code, finding.at])).toEqual([['NOMAD-UNKNOWN-FIELD', written([...place.path, wrong])]]);
        expect(findings[0]?.fix).toBe(`write ${place.key}`);
      }),
    );
  });
});

describeWithCorpora('among jobs that people wrote', () => {
  /** What the server lets through and the model does not, on purpose. */
  const STRICTER = [
    'Nomad 1.11.3 ignores Vault.Policies: it is gone since 1.10.0',
    'Nomad 1.11.3 ignores TaskGroup.MaxClientDisconnect: it is gone since 1.10.0',
    'Nomad 1.11.3 ignores TaskGroup.StopAfterClientDisconnect: it is gone since 1.10.0',
    'Nomad 1.11.3 does not know TaskGroup.MaxRunDuration',
    'Consul.Namespace needs the Enterprise edition, and the platform declares the community one',
  ];
  const messagesOf = (job: unknown): string[] => {
    const read = jobFromApiJson(job);
    return [...read.findings, ...checkJobModel(read.job, TESTED)].map((finding) => finding.message);
  };

  test('those that the server takes have no finding but fields it ignores', () => {
    const taken = realJobs().filter((row) => row.server_valid);
    const messages = taken.map((row) => messagesOf(row.job));
    expect(taken).toHaveLength(470);
    expect(messages.filter((list) => list.length > 0)).toHaveLength(31);
    expect([...new Set(messages.flat())].sort()).toEqual([...STRICTER].sort());
  });

  test.each([
    'affinity-weight-200',
    'bad-job-type',
    'check-bad-type',
    'constraint-bad-operator',
    'kill-timeout-negative',
    'lifecycle-bad-hook',
    'restart-bad-mode',
    'string-duration',
    'string-number',
    'template-bad-change-mode',
    'unknown-key-dropped',
    'vault-bad-change-mode',
    'volume-bad-type',
  ])('every %s is found', (mutation) => {
    const mutants = mutantJobs().filter((row) => row.mutation === mutation);
    expect(mutants.length).toBeGreaterThan(0);
    expect(mutants.filter((row) => messagesOf(row.job).length === 0)).toEqual([]);
  });
});

interface Place {
  readonly path: readonly (string | number)[];
  readonly key: string;
}

/** Names that are free: members of these belong to people, not to Nomad. */
const FREE = new Set(['Config', 'Env', 'Meta', 'Policy', 'Header', 'Volumes']);

function keysOf(value: unknown, path: readonly (string | number)[] = []): Place[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => keysOf(element, [...path, index]));
  if (typeof value !== 'object' || value === null || 'toNanoseconds' in value) return [];
  return Object.entries(value).flatMap(([key, member]) => [{ path, key }, ...(FREE.has(key) ? [] : keysOf(member, [...path, key]))]);
}

function renamed(value: unknown, path: readonly (string | number)[], key: string, wrong: string): unknown {
  const [step, ...rest] = path;
  if (Array.isArray(value))
    return value.map((element, index) => (index === step ? renamed(element, rest, key, wrong) : (element as unknown)));
  const members = Object.entries(value as object) as [string, unknown][];
  if (step === undefined) return Object.fromEntries(members.map(([name, member]) => [name === key ? wrong : name, member]));
  return Object.fromEntries(members.map(([name, member]) => [name, name === step ? renamed(member, rest, key, wrong) : member]));
}

function written(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${String(step)}]` : index === 0 ? step : `.${step}`)).join('');
}
