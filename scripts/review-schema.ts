/**
 * Writes schemas/review-1.json, the JSON Schema of what `kumiki review --json` writes, from the types of lib/review/model.ts.
 *
 *     npm run schema                # write
 *     npm run schema -- --check     # fail when the file is stale
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { REVIEW_VERSION } from '../lib/review';

const ROOT = resolve(__dirname, '..');

/** Path of the schema, from the root of the repository. */
export const REVIEW_SCHEMA = `schemas/review-${String(REVIEW_VERSION)}.json`;

/** The schema as the types say it. Members may be added without another version, so it does not refuse unknown ones. */
export function reviewSchema(): string {
  const schema = createGenerator({
    path: join(ROOT, 'lib', 'review', 'model.ts'),
    tsconfig: join(ROOT, 'tsconfig.json'),
    type: 'Review',
    topRef: false,
    additionalProperties: true,
    skipTypeCheck: true,
    sortProps: true,
  }).createSchema('Review');
  const { $schema, ...rest } = schema;
  return `${JSON.stringify({ $schema, $id: `urn:kumiki:review:${String(REVIEW_VERSION)}`, title: 'The review of a change', ...rest }, undefined, 2)}\n`;
}

function main(check: boolean): void {
  const file = join(ROOT, REVIEW_SCHEMA);
  const text = reviewSchema();
  if (!check) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${REVIEW_SCHEMA} is stale; npm run schema\n`);
    process.exitCode = 1;
  }
}

if (require.main === module) main(process.argv.includes('--check'));
