export { DECISIONS, REVIEW_VERSION, UPDATES } from './model';
export type {
  BehaviourChange,
  BehaviourSection,
  Blast,
  CallChange,
  CallsSection,
  Change,
  DangerClass,
  Decision,
  Deletion,
  DeletionsSection,
  Effect,
  ExposureChange,
  ExposureSection,
  FieldChange,
  FieldsSection,
  FindingsSection,
  GraphEdge,
  GraphNode,
  GraphSection,
  GroupRestart,
  IdentitiesSection,
  IdentityChange,
  JobDemand,
  Origin,
  PlannedChange,
  PlansSection,
  PoolChange,
  PoolDemand,
  Proof,
  Reason,
  ResourceChange,
  RestartsSection,
  Review,
  ReviewFinding,
  ReviewNumbers,
  ReviewedOutput,
  ReviewedOutputs,
  Run,
  Schedule,
  ScheduleChange,
  SchedulesSection,
  SecretChange,
  SecretsSection,
  SectionName,
  SessionState,
  SizesSection,
  StackChange,
  Timing,
  Unknown,
  Update,
  Verdict,
} from './model';
export { updateKind, type GroupUpdate, type JobUpdate, type UpdateKindOptions } from './update-kind';
export { DANGER_RULES, type DangerRule, type DangerRuleName } from './danger-rules';
export { counted, numbered } from './counted';
export { differences, type Difference } from './differences';
export type { Plans } from './plans';
export { emptyRelease, readRelease, type ReadRelease, type Release } from './release';
export { review, type ReviewOptions } from './review';
export { MINIMUM_REASON } from './verdict';
export { localTime, sessionAt, sessionEnd, type LocalTime } from './session';
export { isNamesake, spokenFields } from './spoken';
