import type { CheckFacts, JobDigest } from '../../../../lib/checks';
import type { JsonObject } from '../../../../lib/model';
import { Engines } from '../../../../lib/platform';
import { findingsOf, jobOf } from '../../../support/estate-findings';

const pool = (servers: number, cpuPerServer: number | undefined = 10_000, memoryPerServer = 10_000): CheckFacts => ({
  engines: Engines.tested().versions,
  pools: [{ name: 'default', servers, cpuPerServer, memoryPerServer }],
});
const port = (Value: number, more: JsonObject = {}): JsonObject => ({ Networks: [{ ReservedPorts: [{ Label: 'p', Value, ...more }] }] });
const AT = 'TaskGroups[0].Networks[0].ReservedPorts[0]';

describe('a port of a server', () => {
  const pinned = (Rack: string): JsonObject => ({ Constraints: [{ LTarget: '${meta.rack}', Operand: '=', RTarget: Rack }] });

  test.each<[string, JobDigest, JobDigest, boolean]>([
    ['is for one job', jobOf('a', port(80)), jobOf('b', port(80)), true],
    ['is another one by its number', jobOf('a', port(80)), jobOf('b', port(81)), false],
    ['is another one on another network of the host', jobOf('a', port(80)), jobOf('b', port(80, { HostNetwork: 'private' })), false],
    ['is the same on the network called default', jobOf('a', port(80)), jobOf('b', port(80, { HostNetwork: 'default' })), true],
    ['is another one in another pool', jobOf('a', port(80)), jobOf('b', port(80), { NodePool: 'edge' }), false],
    ['is another one on other servers', jobOf('a', { ...port(80), ...pinned('1') }), jobOf('b', { ...port(80), ...pinned('2') }), false],
    ['is the same on the same servers', jobOf('a', { ...port(80), ...pinned('1') }), jobOf('b', { ...port(80), ...pinned('1') }), true],
    ['may be shared where the job says so', jobOf('a', port(80)), jobOf('b', port(80, { IgnoreCollision: true })), false],
  ])('%s', (_, a, b, found) => {
    expect(findingsOf({ jobs: [a, b] })).toEqual(found ? [`POOL-PORT-TAKEN b ${AT}`] : []);
  });
});

describe('servers', () => {
  const distinct = (Count: number, more: JsonObject = {}): JobDigest =>
    jobOf('a', { Count, Constraints: [{ Operand: 'distinct_hosts', RTarget: 'true' }], ...more });

  test.each<[string, JobDigest, boolean]>([
    ['are enough for as many distinct instances', distinct(3), false],
    ['are too few for one more', distinct(4), true],
    ['are too few for a canary beside them', distinct(3, { Update: { Canary: 1 } }), true],
    ['are too few for what scaling may add', distinct(2, { Scaling: { Min: 2, Max: 4, Enabled: true } }), true],
    ['are enough where scaling is off', distinct(2, { Scaling: { Min: 2, Max: 4, Enabled: false } }), false],
    ['are shared where nothing asks for distinct ones', jobOf('a', { Count: 9 }), false],
  ])('%s', (_, job, found) => {
    expect(findingsOf({ facts: pool(3), jobs: [job] })).toEqual(found ? ['POOL-HOSTS-SHORT a TaskGroups[0].Count'] : []);
  });

  test('are too few for all jobs on one port together', () => {
    const jobs = [jobOf('a', { Count: 2, ...port(80) }), jobOf('b', { Count: 2, ...port(80) })];
    expect(findingsOf({ facts: pool(3), jobs })).toEqual([`POOL-HOSTS-SHORT b ${AT}`, `POOL-PORT-TAKEN b ${AT}`]);
  });
});

describe('a pool', () => {
  const group = (Count: number, CPU: number, MemoryMB: number): JsonObject => ({
    Count,
    Tasks: [{ Name: 't', Resources: { CPU, MemoryMB } }],
  });

  test.each<[string, readonly JobDigest[], readonly string[]]>([
    ['is full to the last MHz', [jobOf('a', group(10, 2000, 1))], []],
    ['has no MHz more', [jobOf('a', group(10, 2000, 1)), jobOf('b', group(1, 1, 1))], ['POOL-EXHAUSTED a TaskGroups[0]']],
    ['has no MiB more', [jobOf('a', group(2, 1, 10_001))], ['POOL-EXHAUSTED a TaskGroups[0]']],
    ['counts a system job on each server', [jobOf('a', group(1, 5000, 1), { Type: 'system' }), jobOf('b', group(5, 2000, 1))], []],
    ['counts a batch job not at all, which waits for its turn', [jobOf('a', group(9, 9000, 1), { Type: 'batch' })], []],
    ['counts what scaling may add', [jobOf('a', { ...group(1, 2000, 1), Scaling: { Max: 11 } })], ['POOL-EXHAUSTED a TaskGroups[0]']],
  ])('%s', (_, jobs, expected) => {
    expect(findingsOf({ facts: pool(2), jobs })).toEqual(expected);
  });

  test('whose size nobody says may hold anything', () => {
    const jobs = [jobOf('a', { ...group(99, 99_000, 99_000), Constraints: [{ Operand: 'distinct_hosts' }] })];
    expect(findingsOf({ jobs })).toEqual([]);
  });

  test('that is counted in cores has its memory looked at alone', () => {
    const facts: CheckFacts = { ...pool(1), pools: [{ name: 'default', servers: 1, memoryPerServer: 1000 }] };
    expect(findingsOf({ facts, jobs: [jobOf('a', group(1, 99_000, 1000))] })).toEqual([]);
    expect(findingsOf({ facts, jobs: [jobOf('a', group(1, 99_000, 1001))] })).toEqual(['POOL-EXHAUSTED a TaskGroups[0]']);
  });
});
