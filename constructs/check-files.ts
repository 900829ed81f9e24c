import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS_VERSION, factsFile, type AcknowledgedFinding, type CallSource, type CheckFacts, type SourcesFile } from '../lib/checks';
import { destinationOf, type MeshGraph } from '../lib/mesh';
import type { CallSite } from '../lib/problems';

/** What the files tell of an app. */
export interface Checked {
  readonly checks: { readonly facts: CheckFacts };
  readonly mesh: MeshGraph;
  readonly jobOwners: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, CallSite>;
  readonly acknowledged: readonly AcknowledgedFinding[];
  readonly fullName: (id: string) => string;
}

/** Writes `checks/platform.json` and `checks/sources.json`: with them an output is checked and reviewed without its program. @internal */
export function writeCheckFiles(outdir: string, app: Checked): void {
  const folder = join(outdir, 'checks');
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: unknown): void => {
    writeFileSync(join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`);
  };
  write('platform.json', factsFile(app.checks.facts));
  write('sources.json', sourcesFile(app));
}

function sourcesFile({ mesh, sites, jobOwners, acknowledged, fullName }: Checked): SourcesFile {
  return {
    version: CHECKS_VERSION,
    constructs: sorted([...sites].flatMap(([path, { text }]) => (text === undefined ? [] : [[path, text]]))),
    calls: callSources(mesh, fullName),
    jobs: sorted([...jobOwners]),
    acknowledged,
  };
}

/** One line for each caller and destination. */
function callSources({ calls }: MeshGraph, fullName: (id: string) => string): CallSource[] {
  const sources = new Map<string, CallSource>();
  for (const { from, to: target, site } of calls) {
    const to = destinationOf(target, fullName);
    const source = site.text;
    const known = sources.get(`${from} ${to}`);
    if (source !== undefined && (known === undefined || source < known.source)) sources.set(`${from} ${to}`, { from, to, source });
  }
  return [...sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}

function sorted(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
