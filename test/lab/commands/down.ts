import type { Layout } from '../layout';
import { progress } from '../progress';
import { leftovers } from '../servers/leftovers';
import { removeNamespaces } from '../servers/namespaces';
import { until } from '../until';

/** Ends the lab. Nothing of it is left but the cache of engines and images. */
export async function down(layout: Layout): Promise<void> {
  const say = progress();
  if (leftovers(layout).length === 0) {
    say(`there is no lab '${layout.name}'`);
    return;
  }
  await removeNamespaces(layout);
  await until('nothing is left of it', () => leftovers(layout).length === 0, { timeoutSeconds: 30 }).catch(() => {
    throw new Error(`the lab '${layout.name}' is down, but left:\n${leftovers(layout).join('\n')}`);
  });
  say(`the lab '${layout.name}' is gone: its processes, containers, networks, mounts and files`);
}
