import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CHECKS_VERSION,
  factsFile,
  type AcknowledgedFinding,
  type CallSource,
  type CheckFacts,
  type ReadSource,
  type SourcesFile,
} from '../lib/checks';
import { destinationOf, type MeshGraph } from '../lib/mesh';
import type { CallSite } from '../lib/problems';

/** What the files tell of an app. */
export interface Checked {
  readonly checks: { readonly facts: CheckFacts };
  readonly mesh: MeshGraph;
  readonly jobOwners: ReadonlyMap<string, string>;
  readonly owners: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, CallSite>;
  readonly readSites: ReadonlyMap<string, ReadonlyMap<string, readonly CallSite[]>>;
  readonly acknowledged: readonly AcknowledgedFinding[];
  readonly fullName: (id: string) => string;
}

/** Writes `checks/platform.json` and `checks/sources.json`: with them an output is checked and reviewed without its program. @internal */
export function writeCheckFiles(outdir: string, app: Checked): void {
  const folder = join(outdir, 'checks');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'platform.json'), `${JSON.stringify(factsFile(app.checks.facts), undefined, 2)}\n`);
  writeFileSync(join(folder, 'sources.json'), sourcesText(app));
}

/** The file as text, a line for each of its thousands of members: as one object it would be the largest of the synth. */
function sourcesText({ mesh, sites, readSites, jobOwners, owners, acknowledged, fullName }: Checked): string {
  const file: { readonly [Key in keyof SourcesFile]-?: string } = {
    version: String(CHECKS_VERSION),
    constructs: mapText(sites, ({ text }) => text),
    calls: callsText(mesh, fullName),
    reads: readsText(readSites),
    jobs: mapText(jobOwners, (path) => path),
    owners: mapText(owners, (path) => path),
    acknowledged: listText(acknowledged.map((finding) => JSON.stringify(finding))),
  };
  return `{\n${Object.entries(file)
    .map(([key, text]) => `  "${key}": ${text}`)
    .join(',\n')}\n}\n`;
}

function mapText<T>(map: ReadonlyMap<string, T>, textOf: (value: T) => string | undefined): string {
  const lines: string[] = [];
  for (const key of [...map.keys()].sort()) {
    const text = textOf(map.get(key) as T);
    if (text !== undefined) lines.push(`    ${JSON.stringify(key)}: ${JSON.stringify(text)}`);
  }
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
}

function listText(members: readonly string[]): string {
  return members.length === 0 ? '[]' : `[\n    ${members.join(',\n    ')}\n  ]`;
}

/** One line for each caller and destination; a route of an edge is a call of the edge. */
function callsText(mesh: MeshGraph, fullName: (id: string) => string): string {
  const lines: string[] = [];
  const byCaller = new Map<string, Map<string, string>>();
  const put = (from: string, to: string, { text: source }: CallSite): void => {
    const sources = byCaller.get(from) ?? new Map<string, string>();
    byCaller.set(from, sources);
    const known = sources.get(to);
    if (source !== undefined && (known === undefined || source < known)) sources.set(to, source);
  };
  for (const [from, calls] of mesh.callsByCaller()) for (const { to, site } of calls) put(from, destinationOf(to, fullName), site);
  for (const { edge, to, site } of mesh.routes) put(fullName(edge.edge), to, site);
  for (const from of [...byCaller.keys()].sort()) {
    const sources = byCaller.get(from) ?? new Map<string, string>();
    for (const to of [...sources.keys()].sort()) {
      const call: CallSource = { from, to, source: sources.get(to) ?? '' };
      lines.push(JSON.stringify(call));
    }
  }
  return listText(lines);
}

function readsText(readSites: Checked['readSites']): string {
  const lines: string[] = [];
  for (const job of [...readSites.keys()].sort()) {
    const sites = readSites.get(job) ?? new Map<string, readonly CallSite[]>();
    for (const path of [...sites.keys()].sort()) {
      const [source] = (sites.get(path) ?? []).flatMap(({ text }) => text ?? []).sort();
      if (source === undefined) continue;
      const read: ReadSource = { job, path, source };
      lines.push(JSON.stringify(read));
    }
  }
  return listText(lines);
}
