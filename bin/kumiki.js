#!/usr/bin/env node
// In a clone the command runs from its sources, so that it is never an old one; in the package from dist/.
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { version } = require('../package.json');

const isClone = existsSync(join(__dirname, '..', 'cli', 'main.ts'));
if (isClone) require('../scripts/run-typescript.js');
const { main } = require(isClone ? '../cli/main.ts' : '../dist/cli/main.js');

// Whoever reads the report may stop early, as head does.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});

main(process.argv.slice(2), { version }).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    // What a person can change is said where it is found; this is the rest. 1 would mean findings.
    const where = error instanceof Error ? (/\n\s+at (.*)/.exec(error.stack ?? '')?.[1] ?? '') : '';
    process.stderr.write(`kumiki: this is a fault of kumiki ${version}, please report it: ${String(error)} at ${where}\n`);
    process.exitCode = 2;
  },
);
