export { fromApiJson, toApiForm, toApiJson, type ApiForm } from './api-json';
export { address, type Dialect } from './check';
export { checkStruct } from './check-struct';
export { decodeApiJson, decodeReport, type DecodeReport } from './decode';
export { versionRank } from './model-versions';
export { isPlainObject, type Json, type JsonObject } from './json';
export type { ModelVersions } from './model-versions';
export { Model, type Shape } from './model';
export type { ModelTable } from './table';
