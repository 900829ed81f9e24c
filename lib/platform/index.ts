export { Engines, type Edition, type EngineVersions } from './engines';
export type { AuthMethods, MarketHours, PlatformFacts, PlatformImages } from './facts';
export { releasesFromJson, releasesOf, type Releases } from './releases';
export { backendBlock, StateBackend } from './state-backend';
