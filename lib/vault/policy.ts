/** What one path of a policy allows. */
export interface PolicyPath {
  readonly path: string;
  readonly capabilities: readonly string[];
}

/**
 * Text of a Vault policy: one block per path, paths and capabilities sorted, two statements on one path merged. Paths
 * are exact by construction: no wildcard is ever written.
 */
export function policyText(paths: readonly PolicyPath[]): string {
  const merged = new Map<string, Set<string>>();
  for (const { path, capabilities } of paths) {
    const known = merged.get(path) ?? new Set();
    for (const capability of capabilities) known.add(capability);
    merged.set(path, known);
  }
  return [...merged]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([path, capabilities]) =>
        `path "${path}" {\n  capabilities = [${[...capabilities]
          .sort()
          .map((capability) => `"${capability}"`)
          .join(', ')}]\n}\n`,
    )
    .join('\n');
}
