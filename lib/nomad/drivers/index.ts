import type { ConfigTable } from './config-table';
import { DOCKER_CONFIG } from './docker';
import { EXEC_CONFIG } from './exec';
import { JAVA_CONFIG } from './java';
import { RAW_EXEC_CONFIG } from './raw-exec';

export { configKeys, requiredKeys, type ConfigShape, type ConfigTable } from './config-table';

/** What is known of a driver's config. */
export interface DriverConfig {
  readonly keys: ConfigTable;
  /** Keys of which the driver needs one. */
  readonly oneOf?: readonly string[];
}

const CONFIGS: ReadonlyMap<string, DriverConfig> = new Map([
  ['docker', { keys: DOCKER_CONFIG }],
  ['exec', { keys: EXEC_CONFIG }],
  ['java', { keys: JAVA_CONFIG, oneOf: ['class', 'jar_path'] }],
  ['raw_exec', { keys: RAW_EXEC_CONFIG }],
]);

/** Undefined for a driver that is not described here. */
export function driverConfig(driver: string): DriverConfig | undefined {
  return CONFIGS.get(driver);
}
