export type { Dialect } from './check';
export { checkStruct } from './check-struct';
export { isPlainObject, type JsonObject } from './json';
export { Model } from './model';
export { snakeCase, type ModelTable } from './table';
export type { ModelVersions } from './model-versions';
