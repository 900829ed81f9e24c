import { findSourceMap } from 'node:module';
import { CallSite } from '../lib/problems';

// Where Node reads source maps (`--enable-source-maps`), a mistake names the line of the TypeScript file.
CallSite.readSourceMaps((file, line, column) => {
  const entry = findSourceMap(file)?.findEntry(line - 1, column - 1);
  return entry !== undefined && 'originalSource' in entry ? { file: entry.originalSource, line: entry.originalLine + 1 } : undefined;
});
