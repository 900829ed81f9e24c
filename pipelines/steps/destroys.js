// Says which resources a plan destroys, and fails where there are any: destroys.js plan.json
'use strict';
const { readFileSync } = require('node:fs');

const { resource_changes: changes = [] } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const destroyed = changes.filter(({ change }) => change.actions.includes('delete')).map(({ address }) => address);
if (destroyed.length > 0) {
  process.stderr.write(`kumiki: the plan destroys ${destroyed.join(', ')}, and nothing is closed before settle\n`);
  process.exitCode = 1;
}
