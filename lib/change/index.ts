export { expand, type Expansion } from './expand';
export { keptText } from './kept';
export { isGraph, isStack, lastRelease, strangerFinding, type LastRelease, type ReadFile, type ReadOutputOptions } from './last-release';
export type { Output, Resource, StackJson, Values } from './output';
export { renameProblems } from './renames';
