// What was released, by whom, and on whose word: release-record.js review.json gate.json authors
'use strict';
const { readFileSync } = require('node:fs');

const [review, gate] = process.argv.slice(2, 4).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const authors = readFileSync(process.argv[4], 'utf8').split('\n').filter(Boolean);
const { KUMIKI_ENVIRONMENT: environment, GITHUB_SHA, CI_COMMIT_SHA, KUMIKI_AT } = process.env;
const record = {
  version: 1,
  environment,
  commit: GITHUB_SHA ?? CI_COMMIT_SHA,
  base: review.outputs.base.hash,
  head: review.outputs.head.hash,
  code: gate.code,
  decision: gate.decision,
  authors,
  approvedBy: [...new Set(gate.answers.flatMap(({ have }) => have))].sort(),
  breakGlass: gate.breakGlass,
  at: KUMIKI_AT ?? new Date().toISOString(),
};
process.stdout.write(`${JSON.stringify(record, undefined, 2)}\n`);
