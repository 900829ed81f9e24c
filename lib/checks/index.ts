export { checkEstate, type EstateFinding } from './check-estate';
export { checkJob, type CheckJobOptions } from './check-job';
export type { Estate, EstateEntry, EstateKeyReader, EstateKeyWriter, EstateMount, EstateRole } from './estate';
export { exampleJob } from './example-job';
export type { CheckFacts, PoolFacts } from './facts';
export { footprintOf, type Footprint } from './footprint';
export {
  jobDigest,
  type GroupDigest,
  type JobDigest,
  type ReadDigest,
  type ServiceDigest,
  type StaticPortDigest,
  type TaskDigest,
  type UpstreamDigest,
} from './job-digest';
export type { EstateRule, JobRule, Rule, Say, SayOfEstate, Saying } from './rule';
export { RULES } from './rules';
export { templateReads, type ReadKind, type TemplateRead } from './template-reads';
