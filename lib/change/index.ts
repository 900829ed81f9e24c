export { expand, type Expansion } from './expand';
export { keptText, type Kept } from './kept';
export { lastRelease, strangerFinding, type ReadFile } from './last-release';
export type { Output, StackJson } from './output';
