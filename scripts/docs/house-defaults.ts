// The defaults of lib/workload/house-defaults.ts as a table.
import { Sidecar } from '../../lib/envoy';
import { BATCH_DEFAULTS, HOUSE_DEFAULTS, LONG_RUNNING_DEFAULTS, LogBounds, RestartPolicy, Rollout } from '../../lib/workload';
import type { Duration } from '../../lib/values';
import { table } from './source';

type Defaults = Readonly<Record<string, unknown>>;

/** One row for each default; what a kind leaves to the engine is empty. */
export function houseDefaultsTable(): string {
  const longRunning: Defaults = LONG_RUNNING_DEFAULTS;
  const batch: Defaults = BATCH_DEFAULTS;
  const names = [...new Set([...Object.keys(HOUSE_DEFAULTS), ...Object.keys(longRunning), ...Object.keys(batch)])].sort();
  return table(
    ['prop', 'service and worker', 'batch job'],
    names.map((name) => [`\`${name}\``, text(longRunning[name]), text(batch[name])]),
  );
}

function text(value: unknown): string {
  if (typeof value === 'string') return `\`${value}\``;
  if (typeof value === 'number') return String(value);
  if (value === undefined) return '—';
  if (value instanceof RestartPolicy)
    return `${String(value.attempts)} attempts in ${String(value.interval)}, ${String(value.delay)} apart`;
  if (value instanceof LogBounds) return `${String(value.files)} files of ${String(value.fileSize)} per stream`;
  if (value instanceof Rollout)
    return value.kind.type === 'canary' ? `\`Rollout.canary(${String(value.kind.canaries)})\`` : value.kind.type;
  if (value instanceof Sidecar) {
    return Object.entries(value.options)
      .map(([key, option]) => `${key} ${String(option)}`)
      .join('<br>');
  }
  return (value as Duration).toString();
}
