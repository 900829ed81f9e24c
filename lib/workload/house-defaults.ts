import { Sidecar } from '../envoy';
import { Cpu, Duration, Memory } from '../values';
import { LogBounds } from './log-bounds';
import type { LongRunningProps, WorkloadDefaults } from './props';
import { RestartPolicy } from './restart';
import { Rollout } from './rollout';

/** The house's defaults for every workload. The manual prints them; a platform, a domain or a workload may say otherwise. */
export const HOUSE_DEFAULTS = {
  killSignal: 'SIGTERM',
  // Below the 30 seconds at which a Nomad client cuts off.
  killTimeout: Duration.seconds(25),
  logs: LogBounds.of(5, Memory.mib(20)),
  priority: 50,
  sidecar: Sidecar.of({ cpu: Cpu.mhz(150), memory: Memory.mib(128), metricsPort: 9102, localConnectTimeout: Duration.seconds(1) }),
  user: '10001:10001',
} as const satisfies WorkloadDefaults;

/** Added for what runs all the time. */
export const LONG_RUNNING_DEFAULTS = {
  ...HOUSE_DEFAULTS,
  restart: RestartPolicy.of(2, { interval: Duration.minutes(30), delay: Duration.seconds(15) }),
  rollout: Rollout.canary(1),
  shutdownDelay: Duration.seconds(10),
} as const satisfies Partial<LongRunningProps>;

/** Changed for batch. */
export const BATCH_DEFAULTS = {
  ...HOUSE_DEFAULTS,
  priority: 30,
  restart: RestartPolicy.of(2, { interval: Duration.hours(1), delay: Duration.seconds(30) }),
} as const satisfies WorkloadDefaults;
