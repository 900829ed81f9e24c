import { tokensFor } from '../identities';
import { SERVERS, type Server } from '../layout';
import type { Say } from '../engines/step';
import {
  awaitConsulClients,
  awaitNomadClients,
  giveConsulTokens,
  startConsulClient,
  startConsulServer,
  startNomadClient,
  startNomadServer,
  startVault,
  type EngineRoom,
} from './engines-up';
import { createServer, startDocker } from './server';
import { startSimulators } from './simulators';

/** Brings the engines and the servers of a lab up, from the inside. What runs already is left as it is. */
export async function bringUp(room: EngineRoom, say: Say, loadImages: (server: Server) => Promise<void>): Promise<void> {
  const { layout } = room;
  for (const server of SERVERS) await createServer(layout, server);
  await startSimulators(layout);
  say(`${String(SERVERS.length)} servers: ${SERVERS.map(({ name }) => name).join(', ')}`);

  const dockers = SERVERS.map(async (server) => {
    await startDocker(layout, server);
    await loadImages(server);
  });
  const vault = startVault(room);
  await startConsulServer(room);
  await giveConsulTokens(room);
  for (const server of SERVERS) startConsulClient(room, server);
  await startNomadServer(room);
  say('Consul and Nomad are up, with their access rules');
  await Promise.all([vault, awaitConsulClients(room), ...dockers]);
  say('Vault is unsealed; each server has a Consul agent, Docker and the images');
  for (const server of SERVERS) startNomadClient(room, server);
  // Several commands and tests share these two; those of the teams are made when they are asked for.
  await tokensFor(layout, { is: 'platform' });
  await tokensFor(layout, { is: 'access' });
  await awaitNomadClients(room, say);
  say('the Nomad clients are ready');
}
