export {
  Acknowledgements,
  acknowledgedFinding,
  mayStand,
  sortedAcknowledged,
  type AcknowledgedFinding,
  type Settled,
} from './acknowledgements';
export { callOf, type CallEnds } from './call-of';
export { checkApiJob, type ApiJobFindings } from './check-api-job';
export { checkEstate, type EstateFinding } from './check-estate';
export { CheckedJobs, keyOfJob } from './checked-jobs';
export { checkJob, type CheckJobOptions } from './check-job';
export type { Estate, EstateEntry, EstateKeyReader, EstateKeyWriter, EstateMount, EstateRole } from './estate';
export { cronFields } from './cron/cron-expression';
export { exampleFindings } from './example-findings';
export { exampleJob } from './example-job';
export type { CheckFacts, PoolFacts } from './facts';
export { CHECKS_VERSION, factsFile, factsIn, type FactsFile } from './facts-file';
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
export { ONLY_THE_SERVER, type OnlyTheServer } from './only-the-server';
export { malformedEntries, outputEstate, outputJobs, type OutputJob } from './output-estate';
export type { EstateRule, JobRule, Rule, Say, SayOfEstate, Saying } from './rule';
export { RULES } from './rules';
export { sourcesIn, type CallSource, type ReadSource, type SourcesFile } from './sources-file';
export type { ReadKind, TemplateRead } from './template-reads';
export { WrittenEntry } from './written-entry';
