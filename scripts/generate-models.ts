/**
 * Writes the models of Nomad's job and of Consul's config entries from the facts in scripts/data.
 *
 *     node --require ./scripts/run-typescript.js scripts/generate-models.ts            # write
 *     node --require ./scripts/run-typescript.js scripts/generate-models.ts --check    # fail when a file is stale
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renderInterfaces } from './models/interfaces';
import { readModel, type ModelSource } from './models/source';
import { renderTable } from './models/table';

const ROOT = resolve(__dirname, '..');
const DATA = join(__dirname, 'data');

/** The two models as they are in scripts/data. */
export function modelSources(): { readonly nomad: ModelSource; readonly consul: ModelSource } {
  return {
    nomad: readModel('Nomad', read('nomad-api-fields.json'), read('nomad-field-facts.json'), read('nomad-field-docs.json')),
    consul: readModel('Consul', read('consul-config-entry-fields.json'), read('consul-field-facts.json'), read('consul-field-docs.json')),
  };
}

/** Path, from the root of the repository, and text of every generated file. */
export function generatedModels(): ReadonlyMap<string, string> {
  const { nomad, consul } = modelSources();
  return new Map([
    ['lib/nomad/job.generated.ts', renderInterfaces(nomad)],
    ['lib/nomad/job-fields.generated.ts', renderTable(nomad, 'NOMAD_JOB_FIELDS')],
    ['lib/consul/config-entry.generated.ts', renderInterfaces(consul)],
    ['lib/consul/config-entry-fields.generated.ts', renderTable(consul, 'CONSUL_CONFIG_ENTRY_FIELDS')],
  ]);
}

function read(name: string): string {
  return readFileSync(join(DATA, name), 'utf8');
}

function main(check: boolean): void {
  for (const [path, text] of generatedModels()) {
    const file = join(ROOT, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (check) {
      process.stderr.write(`${path} is stale: run npm run generate\n`);
      process.exitCode = 1;
    } else {
      writeFileSync(file, text);
      process.stdout.write(`${path}\n`);
    }
  }
}

if (require.main === module) main(process.argv.includes('--check'));
