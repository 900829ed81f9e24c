import fc from 'fast-check';
import { Sidecar } from '../../../lib/envoy';
import { Cpu, Duration, Memory } from '../../../lib/values';
import { BATCH_DEFAULTS, HOUSE_DEFAULTS, LONG_RUNNING_DEFAULTS, resolveLayers, type Origin } from '../../../lib/workload';

interface Settings {
  readonly count?: number | undefined;
  readonly user?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly sidecar?: Sidecar;
}

const ORIGINS: readonly Origin[] = ['library', 'platform', 'domain', 'prop'];
const resolve = (...values: readonly Settings[]) =>
  resolveLayers<Settings>(values.map((one, index) => ({ origin: ORIGINS[index]!, values: one })));

describe('settings of several layers', () => {
  test('are those of the last that says something, and each knows where it came from', () => {
    expect(resolve({ count: 1, user: 'a' }, { count: 2 }, {}, { user: 'b' })).toEqual({
      values: { count: 2, user: 'b' },
      origins: { count: 'platform', user: 'prop' },
    });
  });

  test('are not changed by a layer that says undefined', () => {
    expect(resolve({ count: 1 }, { count: undefined })).toEqual({ values: { count: 1 }, origins: { count: 'library' } });
  });

  test('can be zero or empty', () => {
    expect(resolve({ count: 1, user: 'a' }, { count: 0, user: '' }).values).toEqual({ count: 0, user: '' });
  });

  test('merge the environment by key', () => {
    expect(resolve({}, { env: { TZ: 'UTC', LANG: 'C' } }, { env: { TZ: 'Asia/Tokyo' } }, { env: { DEBUG: '0' } })).toEqual({
      values: { env: { TZ: 'Asia/Tokyo', LANG: 'C', DEBUG: '0' } },
      origins: { env: 'prop' },
    });
  });

  test('merge the options of the sidecar by key', () => {
    const { values } = resolve(
      { sidecar: Sidecar.of({ cpu: Cpu.mhz(150), memory: Memory.mib(128), localConnectTimeout: Duration.seconds(1) }) },
      {},
      { sidecar: Sidecar.of({ memory: Memory.mib(256) }) },
      { sidecar: Sidecar.of({ concurrency: 2 }) },
    );
    expect(values.sidecar?.options).toEqual({
      cpu: Cpu.mhz(150),
      memory: expect.objectContaining({ mebibytes: 256 }),
      localConnectTimeout: Duration.seconds(1),
      concurrency: 2,
    });
  });

  test('never change the layers they are made from', () => {
    const layer = fc.record({ count: fc.nat(), env: fc.dictionary(fc.string(), fc.string()) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 4 }), (layers) => {
        const before = structuredClone(layers);
        resolve(...layers);
        expect(layers).toEqual(before);
      }),
    );
  });
});

describe("the house's defaults", () => {
  test('keep every kill timeout below the cap of the clients', () => {
    expect(HOUSE_DEFAULTS.killTimeout.compare(Duration.seconds(30))).toBeLessThan(0);
  });

  test.each([
    ['the house', HOUSE_DEFAULTS],
    ['what runs all the time', LONG_RUNNING_DEFAULTS],
    ['batch', BATCH_DEFAULTS],
  ])('of %s are sound values', (_what, defaults) => {
    const problems = Object.values(defaults).map((value) => (typeof value === 'object' ? value.problem : undefined));
    expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  });
});
