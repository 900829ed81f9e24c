import { Duration, Memory, TimeOfDay } from '../../../lib/values';
import {
  Deadline,
  deadlineFindings,
  HardeningException,
  HealthCheck,
  LogBounds,
  Placement,
  RestartPolicy,
  Rollout,
  rolloutTiming,
  rolloutTimingProblem,
  Scaling,
  Trigger,
  Volume,
  type BatchJobProps,
} from '../../../lib/workload';

const seconds = Duration.seconds;

describe('Rollout', () => {
  test.each([
    [Rollout.canary(1), { type: 'canary', canaries: 1 }],
    [Rollout.rolling(2), { type: 'rolling', atOnce: 2 }],
    [Rollout.blueGreen(), { type: 'blueGreen' }],
    [Rollout.stopThenStart('it alone writes the book'), { type: 'stopThenStart', reason: 'it alone writes the book' }],
  ])('is one of four kinds: %#', (rollout, kind) => {
    expect([rollout.kind, rollout.problem]).toEqual([kind, undefined]);
  });

  test.each([
    [Rollout.canary(0), 'canaries must be a whole number from 1 to 100'],
    [Rollout.canary(101), 'canaries must be a whole number from 1 to 100'],
    [Rollout.canary(1.5), 'canaries must be a whole number from 1 to 100'],
    [Rollout.rolling(0), 'atOnce must be a whole number from 1 to 1000'],
    [Rollout.stopThenStart('short'), 'Rollout.stopThenStart needs a reason of at least 10 characters'],
    [Rollout.canary(1, { healthyDeadline: seconds(-1) }), 'Duration.seconds takes a number of at least 0 that is whole in milliseconds'],
  ])('remembers what is wrong: %#', (rollout, message) => {
    expect(rollout.problem).toMatchObject({ code: 'VALUE-INVALID', message });
  });

  test('gives an instance five minutes, or two more than its startup, and the roll-out five more than that', () => {
    expect(rolloutTiming({}, seconds(30))).toEqual({
      minHealthyTime: seconds(10),
      healthyDeadline: Duration.minutes(5),
      progressDeadline: Duration.minutes(10),
    });
    expect(rolloutTiming({}, Duration.minutes(10))).toMatchObject({
      healthyDeadline: Duration.minutes(12),
      progressDeadline: Duration.minutes(17),
    });
    expect(rolloutTiming({ healthyDeadline: Duration.minutes(1) }, Duration.zero)).toMatchObject({ progressDeadline: Duration.minutes(6) });
  });

  test.each([
    [60, 60, 120],
    [10, 120, 120],
    [10, 120, 60],
  ])('wants rising deadlines, not %i, %i, %i seconds', (min, healthy, progress) => {
    const timing = { minHealthyTime: seconds(min), healthyDeadline: seconds(healthy), progressDeadline: seconds(progress) };
    expect(rolloutTimingProblem(timing)).toMatchObject({
      code: 'MESH-TIMEOUT',
      at: 'rollout',
      message: 'the deadlines of a roll-out must rise',
      limit: 'minHealthyTime < healthyDeadline < progressDeadline',
    });
    expect(rolloutTimingProblem({ ...timing, healthyDeadline: seconds(61), progressDeadline: seconds(121) })).toBeUndefined();
  });
});

describe('HealthCheck', () => {
  test('waits 30 seconds, asks every 10 and takes no answer later than 2, unless it is told', () => {
    expect(HealthCheck.http('/ready')).toMatchObject({ startup: seconds(30), interval: seconds(10), timeout: seconds(2), port: undefined });
    expect(HealthCheck.grpc({ startup: seconds(60), interval: seconds(5), timeout: seconds(1), port: 'admin' })).toMatchObject({
      probe: { type: 'grpc', service: '' },
      startup: seconds(60),
      interval: seconds(5),
      timeout: seconds(1),
      port: 'admin',
    });
  });

  test.each([
    [HealthCheck.http('/'), 'NOMAD-RULE', "the health path '/' would open the whole application around mutual TLS and intentions"],
    [HealthCheck.http('ready'), 'VALUE-INVALID', 'a path starts with / and has no query, fragment, blank or ..'],
    [HealthCheck.http('/ready?deep=1'), 'VALUE-INVALID', 'a path starts with / and has no query, fragment, blank or ..'],
    [
      HealthCheck.http('/ready', { interval: Duration.milliseconds(500) }),
      'NOMAD-RULE',
      'interval and timeout of a check are at least 1 second',
    ],
    [HealthCheck.grpc({ timeout: Duration.milliseconds(999) }), 'NOMAD-RULE', 'interval and timeout of a check are at least 1 second'],
    [HealthCheck.grpc({ timeout: seconds(10) }), 'MESH-TIMEOUT', 'the timeout of a check is not below its interval'],
    [HealthCheck.script('healthy.sh'), 'VALUE-INVALID', 'the command of a script check is an absolute path in the image'],
    [HealthCheck.none('later'), 'VALUE-INVALID', 'HealthCheck.none needs a reason of at least 10 characters'],
  ])('remembers what is wrong: %#', (health, code, message) => {
    expect(health.problem).toMatchObject({ code, message });
  });
});

describe('RestartPolicy', () => {
  test('fits its attempts into its interval', () => {
    expect(RestartPolicy.of(4, { interval: seconds(60), delay: seconds(15) }).problem).toBeUndefined();
    expect(RestartPolicy.of(5, { interval: seconds(60), delay: seconds(15) }).problem).toMatchObject({
      code: 'NOMAD-RULE',
      message: 'attempts times delay must fit into the interval, which is at least 5 seconds',
      value: '5 × 15s in 1m',
    });
    expect(RestartPolicy.of(0, { interval: seconds(4), delay: seconds(1) }).problem?.code).toBe('NOMAD-RULE');
    expect(RestartPolicy.of(-1, { interval: seconds(60), delay: seconds(1) }).problem?.code).toBe('VALUE-INVALID');
  });
});

describe('Scaling', () => {
  test.each([
    [0, 5, 'Scaling minimum must be a whole number from 1 to 10000'],
    [5, 4, 'Scaling maximum must be a whole number from 5 to 10000'],
    [-1, 5, 'Scaling minimum must be a whole number from 1 to 10000'],
  ])('lies not between %i and %i', (min, max, message) => {
    expect(Scaling.between(min, max).problem).toMatchObject({ code: 'VALUE-INVALID', message });
  });

  test('may be one number', () => {
    expect(Scaling.between(3, 3).problem).toBeUndefined();
  });
});

describe('Trigger', () => {
  test.each(['30 18 * * 1-5', '*/5 * * * *', '0 0 1 1 *', '0 9 29 2 *', ' 30  18 * * 1-5 '])('fires at %j', (cron) => {
    expect(Trigger.schedule(cron).problem).toBeUndefined();
  });

  test.each(['0 30 18 * * 1-5', '30 18 * *', '', '@daily'])('has five fields, not %j', (cron) => {
    expect(Trigger.schedule(cron).problem).toMatchObject({
      code: 'CRON-INVALID',
      message:
        'a schedule has five fields: minute hour day-of-month month day-of-week (with six, Nomad reads the last as a year, others the first as seconds)',
      value: JSON.stringify(cron),
      limit: '5 fields',
      fix: "for instance '30 18 * * 1-5'",
    });
  });

  test.each(['60 18 * * *', '0 24 * * *', '0 0 32 * *', '0 0 * 13 *', 'a b c d e', '5-1 * * * *'])('does not parse as %j', (cron) => {
    expect(Trigger.schedule(cron).problem).toMatchObject({
      code: 'CRON-INVALID',
      message: expect.stringMatching(/^the schedule does not parse: ./),
      value: JSON.stringify(cron),
    });
  });

  test.each(['0 0 31 2 *', '0 0 30 2 *', '0 0 31 4,6,9,11 *'])('never fires at %s', (cron) => {
    expect(Trigger.schedule('30 18 * * 1-5', cron).problem).toMatchObject({
      code: 'CRON-INVALID',
      message: 'the schedule never fires',
      value: JSON.stringify(cron),
      fix: 'choose a day that exists',
    });
  });

  test('takes parameters whose names become variables, each once', () => {
    expect(Trigger.dispatch({ required: ['business_date'], optional: ['book'] }).problem).toBeUndefined();
    expect(Trigger.dispatch({ required: ['Business-Date'] }).problem).toMatchObject({ code: 'NAME-INVALID', value: '"Business-Date"' });
    expect(Trigger.dispatch({ required: ['book'], optional: ['book'] }).problem).toMatchObject({
      code: 'VALUE-CONFLICT',
      message: 'a parameter is both required and optional',
      value: '"book"',
    });
  });
});

describe('a deadline', () => {
  const nine = TimeOfDay.of('09:00');
  const findings = (own: Partial<BatchJobProps>) =>
    deadlineFindings({ trigger: Trigger.schedule('30 18 * * 1-5'), expectedDuration: Duration.minutes(50), ...own } as BatchJobProps, nine);

  test('can be kept up to the last minute', () => {
    const trigger = Trigger.schedule('0 8 * * 1-5');
    expect(findings({ trigger, finishBy: Deadline.at(nine), expectedDuration: Duration.minutes(60) })).toEqual([]);
    expect(findings({ trigger, finishBy: Deadline.at(nine), expectedDuration: Duration.minutes(61) })).toEqual([
      {
        code: 'MESH-TIMEOUT',
        at: 'finishBy',
        message: 'a run that starts at 08:00 and takes as long as expected ends after its deadline',
        value: '1h1m',
        limit: '60 minutes until 09:00',
        fix: 'start earlier, or move the deadline',
      },
    ]);
  });

  test('may lie behind midnight', () => {
    expect(findings({ finishBy: Deadline.nextMarketOpen(), expectedDuration: Duration.hours(14) })).toEqual([]);
    expect(findings({ finishBy: Deadline.nextMarketOpen(), expectedDuration: Duration.hours(15) })).toMatchObject([
      { limit: '870 minutes until 09:00' },
    ]);
  });

  test('is kept by every start of the day, or said for each', () => {
    const trigger = Trigger.schedule('0 6,7,8 * * *');
    const late = findings({ trigger, finishBy: Deadline.at(nine), expectedDuration: Duration.minutes(90), overlap: 'allow' });
    expect(late.map(({ message }) => message)).toEqual([
      'a run that starts at 08:00 and takes as long as expected ends after its deadline',
    ]);
  });

  test('has no say where nothing is scheduled', () => {
    expect(findings({ trigger: Trigger.once(), finishBy: Deadline.at(nine), expectedDuration: Duration.days(2) })).toEqual([]);
  });
});

describe('a run that is longer than the time to the next', () => {
  const runs = (overlap?: 'allow') =>
    deadlineFindings(
      { trigger: Trigger.schedule('*/30 * * * *'), expectedDuration: Duration.minutes(31), overlap } as BatchJobProps,
      TimeOfDay.of('09:00'),
    );

  test('would be skipped, so it is refused', () => {
    expect(runs()).toEqual([
      {
        code: 'CRON-INVALID',
        at: 'trigger',
        message: 'a run takes longer than the time to the next one, which Nomad would then skip',
        value: '31m',
        limit: '30 minutes between two runs',
        fix: "run it less often, or allow overlap: 'allow'",
      },
    ]);
  });

  test('may overlap where that is said', () => {
    expect(runs('allow')).toEqual([]);
  });
});

describe('other values of a workload', () => {
  test.each([
    [LogBounds.of(0, Memory.mib(10)), 'log files must be a whole number from 1 to 100'],
    [LogBounds.of(2, Memory.mib(0)), 'Memory.mib must be a whole number from 1 to 16777216 MiB'],
    [HardeningException.capability('CAP_NET_RAW', 'the probe sends pings'), 'a capability is one lower-case name without cap_'],
    [HardeningException.capability('all', 'the probe sends pings'), 'a capability is one lower-case name without cap_'],
    [HardeningException.root('old'), 'HardeningException.root needs a reason of at least 10 characters'],
    [HardeningException.writableRoot(''), 'HardeningException.writableRoot needs a reason of at least 10 characters'],
    [Placement.of({ nodeMeta: { 'Disk Type': 'nvme' } }), 'a key of client metadata is lower case'],
    [Volume.host('/data'), 'a volume source is a name without path'],
    [Volume.csi('Ledger'), 'a volume source is a name without path'],
  ])('remember what is wrong: %#', (value, message) => {
    expect(value.problem).toMatchObject({ code: 'VALUE-INVALID', message });
  });

  test('are sound otherwise', () => {
    const values = [
      LogBounds.of(5, Memory.mib(20)),
      HardeningException.capability('net_raw', 'the probe sends pings'),
      Placement.of({ nodeMeta: { disk: 'nvme' } }),
      Volume.host('ledger-data', { readOnly: true }),
    ];
    expect(values.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });
});
