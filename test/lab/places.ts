import { command } from './allocations';
import { SERVERS, type Layout, type Server } from './layout';
import { onServer } from './servers/server';

/** What a server's engines keep on its disk and in its memory. */
const OF_A_SERVER = ['/var/lib/nomad', '/var/lib/consul', '/var/lib/docker/containers', '/run/docker/containerd'];

/** Files on a server in which a text stands, whoever may read them. */
export async function placesOn(layout: Layout, server: Server, text: string): Promise<readonly string[]> {
  return filesWith(text, OF_A_SERVER, (grep) => onServer(layout, server, grep));
}

/** The same for all servers, each place after the name of its server. */
export async function placesOnServers(layout: Layout, text: string): Promise<readonly string[]> {
  const found = await Promise.all(
    SERVERS.map(async (server) => (await placesOn(layout, server, text)).map((place) => `${server.name}:${place}`)),
  );
  return found.flat();
}

/** Files below some folders of the lab itself in which a text stands. */
export async function filesWith(
  text: string,
  folders: readonly string[],
  where: (grep: readonly string[]) => [string, ...string[]] = (grep) => grep as unknown as [string, ...string[]],
): Promise<readonly string[]> {
  // An empty text stands everywhere. What ends while it is looked at is an error of grep, and no place.
  if (text === '') throw new Error('nothing was given to look for');
  const script = 'grep --recursive --files-with-matches --fixed-strings --regexp "$@" 2>/dev/null || true';
  const lines = await command(where(['bash', '-c', script, 'grep', text, ...folders]));
  return lines.split('\n').filter(Boolean);
}
