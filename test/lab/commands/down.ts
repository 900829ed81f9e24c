import type { Layout } from '../layout';
import { progress } from '../progress';
import { controlGroups, initOf, removeNamespaces } from '../servers/namespaces';
import { existsSync } from 'node:fs';

/** Ends the lab. Nothing of it is left but the cache of engines and images. */
export async function down(layout: Layout): Promise<void> {
  const say = progress();
  if (initOf(layout) === undefined && !existsSync(layout.folder) && controlGroups(layout).length === 0) {
    say(`there is no lab '${layout.name}'`);
    return;
  }
  await removeNamespaces(layout);
  say(`the lab '${layout.name}' is gone: its processes, containers, networks, mounts and files`);
}
