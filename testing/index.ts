// The second public entry, `kumiki/testing`: a user's own tests read the whole estate as plain values, with any test runner.
export { Estate, estateOf, problemsOf, type ConfigEntryJson, type EstateResource, type JobJson, type SecretAccess } from './estate';
export { EstateMesh } from './estate-mesh';
