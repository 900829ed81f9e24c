import { Sidecar } from '../envoy';

/** Where a setting came from. */
export type Origin = 'library' | 'platform' | 'domain' | 'prop';

/** One layer of settings; a later layer wins. */
export interface Layer<T> {
  readonly origin: Origin;
  readonly values: Partial<T>;
}

/** Settings with every default filled in, and where each came from. */
export interface Resolved<T> {
  readonly values: T;
  readonly origins: Readonly<Partial<Record<keyof T, Origin>>>;
}

/** Merges layers, last wins; `env` and the sidecar's options merge by key. Undefined says nothing. */
export function resolveLayers<T extends object>(layers: readonly Layer<T>[]): Resolved<T> {
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};
  for (const { origin, values: layer } of layers) {
    for (const key in layer) {
      const value = layer[key];
      if (value === undefined) continue;
      values[key] = merge(key, values[key], value);
      origins[key] = origin;
    }
  }
  return { values: values as T, origins: origins as Resolved<T>['origins'] };
}

function merge(key: string, below: unknown, above: unknown): unknown {
  if (below === undefined) return above;
  if (key === 'env') return { ...(below as object), ...(above as object) };
  if (key === 'sidecar') return Sidecar.of({ ...(below as Sidecar).options, ...(above as Sidecar).options });
  return above;
}
