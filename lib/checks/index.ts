export { checkApiJob, type ApiJobFindings } from './check-api-job';
export { checkEstate, type EstateFinding } from './check-estate';
export { checkJob, type CheckJobOptions } from './check-job';
export type { Estate, EstateEntry, EstateKeyReader, EstateRole } from './estate';
export { exampleJob } from './example-job';
export type { CheckFacts, PoolFacts } from './facts';
export { jobDigest, type JobDigest, type ServiceDigest, type UpstreamDigest } from './job-digest';
export type { EstateRule, JobRule, Rule, Say, SayOfEstate, Saying } from './rule';
export { RULES } from './rules';
