// Required by a command whose cost is measured: says what its process took.
'use strict';
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.USAGE, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6 }));
});
