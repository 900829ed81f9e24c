import { checkJob } from '../../../../lib/checks';
import type { JsonObject } from '../../../../lib/model';
import { canonicalJob } from '../../../../lib/nomad';
import { Engines } from '../../../../lib/platform';

const SECOND = 1_000_000_000;

function drainFindings(task: JsonObject, maxKillTimeout?: number): string[] {
  const job = canonicalJob({
    ID: 'edge',
    Type: 'system',
    TaskGroups: [{ Name: 'edge', Services: [{ Name: 'edge', Kind: 'api-gateway' }], Tasks: [{ Name: 'envoy', Driver: 'docker' }, task] }],
  });
  return checkJob(job, { engines: Engines.tested().versions, maxKillTimeout }, { inProgram: false })
    .filter(({ code }) => code === 'EDGE-DRAIN')
    .map(({ at, value = '', limit = '' }) => `${at ?? ''}: ${value}, ${limit}`);
}

const drain = (seconds: number, more: JsonObject): JsonObject => ({
  Name: 'drain',
  Driver: 'docker',
  Config: {
    entrypoint: [
      '/bin/sh',
      '-c',
      `trap 'wget -q http://127.0.0.1:19000/healthcheck/fail; sleep ${String(seconds)}; exit 0' TERM; while :; do sleep 1; done`,
    ],
  },
  ...more,
});

describe('the drain of an edge', () => {
  test('is over a second before its task is killed', () => {
    expect(drainFindings(drain(24, { Leader: true, KillTimeout: 25 * SECOND }))).toEqual([]);
    expect(drainFindings(drain(25, { Leader: true, KillTimeout: 25 * SECOND }))).toEqual([
      'TaskGroups[0].Tasks[1].KillTimeout: 25s of drain, 25s until it is killed',
    ]);
  });

  test('ends at the cap of the clients, whatever the task says', () => {
    expect(drainFindings(drain(40, { Leader: true, KillTimeout: 60 * SECOND }), 30 * SECOND)).toEqual([
      'TaskGroups[0].Tasks[1].KillTimeout: 40s of drain, 30s until it is killed',
    ]);
  });

  test('has Nomad’s five seconds where the task says nothing', () => {
    expect(drainFindings(drain(5, { Leader: true }))).toEqual(['TaskGroups[0].Tasks[1].KillTimeout: 5s of drain, 5s until it is killed']);
  });

  test('is not there where no task leads', () => {
    expect(drainFindings(drain(5, {}))).toEqual(['TaskGroups[0]: envoy, drain, ']);
  });

  test('that another program does is not looked into', () => {
    expect(drainFindings({ Name: 'drain', Driver: 'docker', Leader: true, Config: { command: '/usr/bin/drain' } })).toEqual([]);
  });
});
