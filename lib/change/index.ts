export { expand, type Expansion } from './expand';
export { keptText } from './kept';
export { lastRelease, strangerFinding } from './last-release';
export type { Output, StackJson } from './output';
