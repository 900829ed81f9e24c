import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reduceFields } from '../../scripts/extract-fields';

const ROOT = resolve(__dirname, '../..');
const FULL = process.env['KUMIKI_CORPORA'] ?? resolve(ROOT, '../shared/data');

const TABLE = {
  source: { module: 'm', version: '1', commit: 'c', licence: 'MPL-2.0', repo: 'r' },
  structs: [
    {
      name: 'Task',
      fields: [
        { go: 'Name', json: 'Name', type: 'string', hcl: 'name', line: 7 },
        { go: 'User', json: 'User', type: 'string' },
      ],
    },
    { name: 'Stray', fields: null },
    { name: 'Job', fields: [{ go: 'Tasks', json: 'Tasks', type: '[]*Task', ref: 'Task', tags: 'alias:"the_tasks"' }] },
  ],
};

test('the reduced table has what the root reaches, in order, one field a line', () => {
  expect(reduceFields('nomad', JSON.stringify(TABLE))).toBe(`{
  "source": {
    "module": "m",
    "version": "1",
    "commit": "c",
    "licence": "MPL-2.0"
  },
  "structs": {
    "Job": [{ "json": "Tasks", "type": "[]*Task", "ref": "Task", "hcl": "the_tasks" }],
    "Task": [
      { "json": "Name", "type": "string", "hcl": "name" },
      { "json": "User", "type": "string" }
    ]
  }
}
`);
});

const isHere = existsSync(FULL);
if (!isHere)
  process.stderr.write(
    'skipped: the reduced tables are those of the full ones: the full ones are not here (KUMIKI_CORPORA names no folder of them)\n',
  );

(isHere ? describe : describe.skip)('the reduced tables', () => {
  test.each([
    ['nomad', 'nomad-api-fields.json'],
    ['consul', 'consul-config-entry-fields.json'],
  ] as const)('of %s are those of the full one', (engine, file) => {
    expect(readFileSync(join(ROOT, 'scripts/data', file), 'utf8')).toBe(reduceFields(engine, readFileSync(join(FULL, file), 'utf8')));
  });
});
