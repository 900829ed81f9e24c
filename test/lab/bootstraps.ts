import { command, serverOf, type Allocation } from './allocations';
import { findOrBuildEngines } from './engines/engines';
import type { Layout } from './layout';
import { onServer } from './servers/server';

/** Where the Envoys of allocations find their bootstrap: a sidecar as Nomad writes it, a gateway as its bootstrap task does. */
const PLACES = '-path "*/connect-proxy-*/secrets/envoy_bootstrap.json" -o -path "*/alloc/data/envoy.json"';

/** The bootstraps of an allocation, with what Envoy says of each that it does not accept. */
export async function bootstrapsOf(
  layout: Layout,
  allocation: Allocation,
): Promise<readonly { readonly file: string; readonly refusal?: string }[]> {
  const server = serverOf(allocation);
  const { envoy } = await findOrBuildEngines(layout.cache, () => undefined);
  const files = await command(onServer(layout, server, ['sh', '-c', `find /var/lib/nomad/alloc/${allocation.ID} ${PLACES}`]));
  const checked = files.split('\n').filter(Boolean);
  return Promise.all(
    checked.map(async (file) => {
      try {
        await command(onServer(layout, server, [envoy, '--mode', 'validate', '--log-level', 'error', '--config-path', file]));
        return { file };
      } catch (error) {
        return { file, refusal: (error as { stderr?: string }).stderr ?? String(error) };
      }
    }),
  );
}
