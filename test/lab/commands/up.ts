import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOrBuildEngines } from '../engines/engines';
import { takeLock } from '../engines/lock';
import { buildImages, loadImages } from '../images/images';
import type { Layout } from '../layout';
import { adviceOn, cniPath, installOnMachine, missingFromMachine } from '../machine';
import type { Say } from '../engines/step';
import { progress } from '../progress';
import { createNamespaces, initOf, insideOf, removeNamespaces } from '../servers/namespaces';
import { onServer } from '../servers/server';
import { bringUp } from '../servers/up';
import { makeTls, tlsOf } from '../tls';
import { until } from '../until';
import { runInside } from './run-inside';

export interface UpOptions {
  /** Installs what the machine lacks, from the distribution. */
  readonly install?: boolean;
  /** The engines' own APIs speak TLS, under an authority of the lab's own. */
  readonly tls?: boolean;
}

/** Brings the lab up; what is up already stays. What a crash left is taken down first. */
export async function up(layout: Layout, { install = false, tls = false }: UpOptions): Promise<void> {
  const say = progress();
  if (insideOf() === undefined) {
    await prepareMachine(install, say);
    const { consul } = await findOrBuildEngines(layout.cache, say);
    // Two that bring one lab up at a time would each take the other's half-made server for a whole one.
    const lock = `${layout.folder}.lock`;
    await until(`no other command brings the lab '${layout.name}' up`, () => takeLock(lock), { timeoutSeconds: 600, onWait: say });
    // Also where a suite is interrupted. A lock whose holder is gone is nobody's.
    const release = () => {
      rmSync(lock, { force: true });
    };
    process.once('exit', release);
    try {
      if (initOf(layout) === undefined) {
        await removeNamespaces(layout);
        await createNamespaces(layout);
        if (tls) makeTls(layout, consul);
        say(`the lab '${layout.name}' has namespaces of its own, and ${layout.folder}`);
      }
      if (tls && tlsOf(layout) === undefined)
        throw new Error(`the lab '${layout.name}' is up without TLS: npm run lab -- down, then npm run lab -- up --tls`);
      await runInside(layout, ['up']);
      if (process.exitCode !== 0) throw new Error(`the lab '${layout.name}' did not come up`);
    } finally {
      release();
      process.off('exit', release);
    }
    return;
  }
  const engines = await findOrBuildEngines(layout.cache, () => undefined);
  const archive = await buildImages(engines, layout.cache, say);
  await bringUp({ layout, engines, cniPath: cniPath() ?? '' }, say, (server) => loadImages(archive, onServer(layout, server, [])));
  say(`the lab '${layout.name}' is up; the logs of its engines are in ${join(layout.folder, 'logs')}`);
}

async function prepareMachine(install: boolean, say: Say): Promise<void> {
  const missing = missingFromMachine();
  if (missing.length === 0) return;
  if (install) {
    await installOnMachine(missing, say);
    return;
  }
  throw new Error(adviceOn(missing));
}
