import { HttpPath, HttpRule, ServiceContract } from 'kumiki';

/** Flags per customer ring. */
export const FeatureFlags = ServiceContract.http('feature-flags', {
  domain: 'platform-ops',
  offers: {
    read: [HttpRule.get(HttpPath.prefix('/flags/'))],
  },
});

/** Model files and large reference files. */
export const ModelStore = ServiceContract.http('model-store', {
  domain: 'platform-ops',
  offers: {
    fetch: [HttpRule.get(HttpPath.prefix('/models/'))],
  },
});
