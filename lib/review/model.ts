/**
 * Version of the form below. A change that readers must know of raises it; members that are only added do not.
 * Everything is plain data, sorted, without dates of its own: two reviews of the same outputs at the same time are the same bytes.
 */
export const REVIEW_VERSION = 1;

/** Everything a reviewer needs, most important first. Every page, text and report is made from this and from nothing else. */
export interface Review {
  readonly version: typeof REVIEW_VERSION;
  /** What is compared. */
  readonly outputs: ReviewedOutputs;
  readonly verdict: Verdict;
  /** One number for each of five questions. */
  readonly numbers: ReviewNumbers;
  /** The most dangerous things first, at most five. */
  readonly why: readonly Reason[];
  /** Reasons beyond those five; {@link dangers} has all of them. */
  readonly whyMore: number;
  /** Every danger there is, most dangerous first. */
  readonly dangers: readonly Reason[];
  /** When it may be applied. */
  readonly timing: Timing;
  /** Who can now call whom. */
  readonly calls: CallsSection;
  /** Which secrets and keys a job can now read. */
  readonly secrets: SecretsSection;
  /** Which jobs can now log in as whom. */
  readonly identities: IdentitiesSection;
  /** What restarts. */
  readonly restarts: RestartsSection;
  /** What is public. */
  readonly exposure: ExposureSection;
  /** How much of each pool is asked for. */
  readonly sizes: SizesSection;
  /** Never folded. */
  readonly deletions: DeletionsSection;
  readonly schedules: SchedulesSection;
  /** Findings of the checks. */
  readonly findings: FindingsSection;
  /** What else changes how requests and engines behave: time limits, retries, pools, mounts, auth methods. */
  readonly behaviour: BehaviourSection;
  /** The changed part of the mesh, with one hop around it. */
  readonly graph: GraphSection;
  /** Raw differences of every resource. */
  readonly fields: FieldsSection;
  /** What Terraform's plans say; `given` is false where there were none. */
  readonly plans: PlansSection;
  /** What was looked at, so that silence is proven. */
  readonly proofs: readonly Proof[];
  /** What could not be decided. Each was counted as broadened. */
  readonly unknowns: readonly Unknown[];
}

/** A place in the reviewed program: construct path and, where it is known, the line. */
export interface Origin {
  /** Construct path, `trading/orders`; a Terraform address where there is no construct. */
  readonly path: string;
  /** `stacks/trading/orders.ts:12`. */
  readonly source?: string;
  /** Set where that line is one of the base: the head says nothing of it any more. */
  readonly inBase?: true;
}

/** What happened to a thing. */
export type Change = 'added' | 'removed' | 'changed';

/**
 * What a change means for who may do what. What cannot be decided is `broadened`, and the row says why in `undecided`.
 * A change that opens one thing and closes another is `broadened`.
 */
export type Effect = 'broadened' | 'narrowed' | 'neutral';

// ---------------------------------------------------------------------------------------------------------------- head of the page

/** The two outputs. */
export interface ReviewedOutputs {
  readonly base: ReviewedOutput;
  readonly head: ReviewedOutput;
  /** Stacks that differ, in the order in which they are applied. */
  readonly stacks: readonly StackChange[];
  /** Teams that answer for what differs, sorted. */
  readonly owners: readonly string[];
}

/** One synthesized output. */
export interface ReviewedOutput {
  /** How it was named: a folder, a git ref. */
  readonly name: string;
  /** SHA-256 over its files, hex: an approval is bound to it. */
  readonly hash: string;
  readonly stacks: number;
  readonly resources: number;
  readonly jobs: number;
  /** Instances of all jobs: every count added up; a system job counts as one. */
  readonly instances: number;
}

/** How much of a stack differs. */
export interface StackChange {
  readonly stack: string;
  /** Team that answers for it; absent for the platform's own. */
  readonly owner?: string;
  readonly change: Change;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** What has to happen before a change may be applied, weakest first. */
export const DECISIONS = ['AUTO', 'NEEDS ONE', 'NEEDS TWO', 'BLOCK'] as const;

export type Decision = (typeof DECISIONS)[number];

export interface Verdict {
  readonly decision: Decision;
  /** The rule that decided; `nothing-changed` and `nothing-dangerous` decide AUTO. */
  readonly rule: string;
  /** What the rule says, one lower-case sentence without a full stop. */
  readonly says: string;
  /** Teams that have to be among those who approve, sorted. */
  readonly approvers: readonly string[];
  /** Set where a rule was passed over in an emergency. */
  readonly breakGlass?: { readonly reason: string; readonly without: Decision };
}

/** The five numbers. */
export interface ReviewNumbers {
  /** Pairs of caller and callee. */
  readonly calls: { readonly added: number; readonly removed: number; readonly changed: number };
  /** Pairs of job and path. */
  readonly secrets: { readonly added: number; readonly removed: number; readonly changed: number };
  /** Instances. */
  readonly restarts: {
    readonly replaced: number;
    readonly inPlace: number;
    readonly of: number;
    /** Of new jobs and groups, and beyond the count there was. */
    readonly started?: number;
    /** Of jobs and groups that go, and beyond the count there will be. */
    readonly stopped?: number;
  };
  /** Public ways in: host and path. */
  readonly exposure: { readonly added: number; readonly removed: number; readonly changed: number };
  /** Things that are destroyed or replaced. */
  readonly deletions: number;
}

/** Classes of danger, worst first. */
export type DangerClass = 'D5' | 'D4' | 'D3' | 'D2' | 'D1';

/** A danger, with the sum that ranks it. */
export interface Reason {
  /** Rule of the danger table, `call-added`. */
  readonly rule: string;
  readonly class: DangerClass;
  /** Weight of the rule × blast × time. */
  readonly score: number;
  /** What the rule asks for. */
  readonly decision: Decision;
  /** One lower-case sentence without a full stop. */
  readonly text: string;
  /** Section of the review that has the details. */
  readonly section: SectionName;
  /** What it is about: a service, a job, a host. */
  readonly subject: string;
  readonly source?: string;
  /** Set where the line is one of the base. */
  readonly inBase?: true;
}

/** Sections that rows are in. */
export type SectionName =
  | 'outputs'
  | 'fields'
  | 'calls'
  | 'secrets'
  | 'identities'
  | 'restarts'
  | 'exposure'
  | 'sizes'
  | 'deletions'
  | 'schedules'
  | 'findings'
  | 'behaviour'
  | 'plans';

/** When a change may be applied. */
export interface Timing {
  /** When it is looked at, or meant to be applied: ISO 8601 in the platform's time zone. */
  readonly at: string;
  readonly session: SessionState;
  /** Whether it has to wait until the exchange is closed. */
  readonly needsClosedSession: boolean;
  /** What makes it wait, one sentence each. */
  readonly because: readonly string[];
  /** From when on it may be applied; absent where that is now, or cannot be said. */
  readonly from?: string;
}

/** Where a moment lies on the clock of the exchange. `unknown` where no market hours are known. */
export type SessionState = 'open' | 'closed' | 'unknown';

// --------------------------------------------------------------------------------------------------------------------------- calls

export interface CallsSection {
  readonly rows: readonly CallChange[];
}

/** One pair whose permission changed. */
export interface CallChange {
  readonly change: Change;
  readonly effect: Effect;
  /** Consul service name of the caller; `*` for everybody who is not named. */
  readonly from: string;
  /** Consul service name of the callee; `*` for every service without an intention of its own. */
  readonly to: string;
  readonly fromDomain?: string;
  readonly toDomain?: string;
  /** Whether they belong to different domains; false where one of them is unknown. */
  readonly acrossDomains: boolean;
  /** What passes before and after, as people read it: `GET /accounts/{id}/balance`, `every request`, `connection`. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What passes now and did not. */
  readonly opened: readonly string[];
  /** What passed and does not now. It ends for good when the caller connects anew. */
  readonly closed: readonly string[];
  /** Whether the caller has a way to the callee in the head: an upstream, a route of a gateway. `unknown` for `*`. */
  readonly wired: 'yes' | 'no' | 'unknown';
  /** The intention that decides in the head, `sec-orders → sec-ledger`, `* → *`; `none` where Consul's default does. */
  readonly decidedBy: string;
  /** Why it could not be decided whether this broadens. */
  readonly undecided?: string;
  /** Pairs of services of the head that a row with `*` stands for. */
  readonly pairs: number;
  /** Whose word made it: the caller's, else the callee's. */
  readonly origin?: Origin;
}

// ------------------------------------------------------------------------------------------------------------------------- secrets

export interface SecretsSection {
  readonly rows: readonly SecretChange[];
}

/** What a job may do at one path. */
export interface SecretChange {
  readonly change: Change;
  readonly effect: Effect;
  /** `vault` for paths of policies, `consul` for keys. */
  readonly engine: 'vault' | 'consul';
  /** Nomad namespace and job; `*` where a role or rule does not bind one. */
  readonly namespace: string;
  readonly job: string;
  /** Vault role, or Consul policy. */
  readonly role: string;
  /** Policy that grants it. */
  readonly policy: string;
  /** Path as the policy writes it, with its `+` and `*`. */
  readonly path: string;
  /** Capabilities before and after, sorted. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  /** Whether a template of the job in the head reads it. */
  readonly usedByTemplate: 'yes' | 'no' | 'unknown';
  /** Other jobs that may read the same path in the head, where this one could not: they share it from now on. */
  readonly sharedWith?: readonly string[];
  readonly undecided?: string;
  readonly origin?: Origin;
}

// ---------------------------------------------------------------------------------------------------------------------- identities

export interface IdentitiesSection {
  readonly rows: readonly IdentityChange[];
}

/** Who may log in, and as what. */
export interface IdentityChange {
  readonly change: Change;
  readonly effect: Effect;
  readonly engine: 'consul' | 'vault';
  /** What is bound: a binding rule, a role. */
  readonly name: string;
  /** Who: `job sec-orders of trading`, `tasks of sec-orders of trading`, or the selector where it has another form. */
  readonly who: string;
  /** What they become: `service sec-orders`, `policy keys-sec-orders`, `policies nomad-sec-orders`. */
  readonly becomes: string;
  /** One lower-case sentence: what is different. */
  readonly text: string;
  readonly undecided?: string;
  readonly origin?: Origin;
}

// ------------------------------------------------------------------------------------------------------------------------ restarts

export interface RestartsSection {
  /** One row a group, and one with an empty group where the whole job is refused; groups that stay as they are have none. */
  readonly rows: readonly GroupRestart[];
}

/**
 * What Nomad does with the instances of a group. `canary`: new ones beside the old until they are promoted. `next-run`: what
 * runs stays, and the next run of the schedule or the next dispatch is of the new form. `refused`: Nomad does not take the job.
 */
export const UPDATES = ['in-place', 'replace', 'canary', 'create', 'destroy', 'next-run', 'refused'] as const;

export type Update = (typeof UPDATES)[number];

export interface GroupRestart {
  readonly namespace: string;
  readonly job: string;
  /** `service`, `batch`, `system`, `sysbatch`. */
  readonly type: string;
  /** Empty where the row is about the whole job. */
  readonly group: string;
  readonly update: Update;
  /** Counts before and after; a system job counts as one. */
  readonly before: number;
  readonly after: number;
  /** Instances that are replaced by new ones: zero where the update is in place. */
  readonly replaced: number;
  /** How many are replaced at a time; the canaries where there are some, all where nothing limits it. */
  readonly atOnce: number;
  /** For a job that runs on every server, percent of these. */
  readonly canaries: number;
  /** Whether somebody has to promote the canaries. */
  readonly promotedByHand: boolean;
  /** Fields that cause it, by name from the job on: `TaskGroups[orders].Tasks[orders].Config.image`. */
  readonly fields: readonly string[];
  /** Fields beyond those. */
  readonly fieldsMore: number;
  /**
   * Fields by which Nomad looks again which servers fit. What would go on where it is, is replaced where its server does not;
   * what runs on every server is stopped there.
   */
  readonly recheck: readonly string[];
  /** Roll-out: shortest, as the times of the job say, and the deadline after which it counts as failed. Absent where nothing is waited for. */
  readonly seconds?: { readonly atLeast: number; readonly atMost: number };
  /** Why Nomad refuses it, or why it cannot be said: one lower-case sentence. */
  readonly reason?: string;
  /** Whether it interrupts: fewer instances than wanted run meanwhile. */
  readonly gap: boolean;
  readonly origin?: Origin;
}

// ------------------------------------------------------------------------------------------------------------------------ exposure

export interface ExposureSection {
  readonly rows: readonly ExposureChange[];
}

/** What can be reached from outside the mesh. */
export interface ExposureChange {
  readonly change: Change;
  readonly effect: Effect;
  /** `port`: a port of a server that leads past the mesh. `listener`: a port of an edge. */
  readonly what: 'route' | 'listener' | 'certificate' | 'headers' | 'port' | 'external';
  /** Edge, gateway, or job. */
  readonly at: string;
  readonly host?: string;
  /** Where a route asks for one. */
  readonly method?: string;
  /** Path as people read it, `/orders*`. */
  readonly path?: string;
  /** Consul service name behind it. */
  readonly to?: string;
  /** One lower-case sentence: what is different. */
  readonly text: string;
  readonly undecided?: string;
  readonly origin?: Origin;
}

// --------------------------------------------------------------------------------------------------------------------------- sizes

export interface SizesSection {
  /** Pools of which something changes, sorted. */
  readonly pools: readonly PoolChange[];
}

/** What jobs ask of a pool, and what it has. */
export interface PoolChange {
  readonly pool: string;
  readonly before: PoolDemand;
  readonly after: PoolDemand;
  /** What it has, where the platform says so. */
  readonly capacity?: { readonly servers: number; readonly cpu: number; readonly memory: number };
  /** `no` where the sum alone is more than the pool has; `unknown` without a capacity. A sum that fits may still not fit in pieces. */
  readonly fits: 'yes' | 'no' | 'unknown';
  /** Instances that a roll-out adds for a while: canaries. */
  readonly surge: PoolDemand;
  /** Jobs of the pool whose demand changes, largest change first, at most ten. */
  readonly jobs: readonly JobDemand[];
  readonly jobsMore: number;
}

export interface PoolDemand {
  readonly instances: number;
  /** MHz; tasks with reserved cores are in `cores` alone. */
  readonly cpu: number;
  readonly cores: number;
  /** MiB reserved. */
  readonly memory: number;
  /** MiB at most, where tasks may take more than they reserve. */
  readonly memoryMax: number;
  /** Proxies among the tasks. */
  readonly sidecars: number;
  /** What these proxies ask for. */
  readonly sidecarCpu: number;
  readonly sidecarMemory: number;
}

export interface JobDemand {
  readonly job: string;
  readonly before: PoolDemand;
  readonly after: PoolDemand;
}

// ----------------------------------------------------------------------------------------------------------------------- deletions

export interface DeletionsSection {
  readonly rows: readonly Deletion[];
}

/** Something that goes. */
export interface Deletion {
  /**
   * `renamed`: a new one looks like it. `replaced`: destroyed and made anew. `moved`: another Terraform address holds it.
   */
  readonly change: 'deleted' | 'renamed' | 'replaced' | 'moved';
  /** `job`, `namespace`, `node pool`, `config entry`, `mount`, …: in words. */
  readonly kind: string;
  readonly name: string;
  readonly stack: string;
  /** Name of the new one, where there is one. */
  readonly becomes?: string;
  /** Services that may call it in the base, at most ten, sorted. */
  readonly callers: readonly string[];
  readonly callersMore: number;
  /** Callers that still have a way to it in the head: their requests fail. */
  readonly stillCalledBy: readonly string[];
  /** Services that call it, or call one that does: how many, and whether counting stopped. */
  readonly blast: Blast;
  /** What is lost with it, one lower-case sentence each. */
  readonly lost: readonly string[];
  readonly origin?: Origin;
}

/** Transitive callers. */
export interface Blast {
  readonly services: number;
  /** Whether there may be more. */
  readonly capped: boolean;
}

// ----------------------------------------------------------------------------------------------------------------------- schedules

export interface SchedulesSection {
  readonly rows: readonly ScheduleChange[];
}

export interface ScheduleChange {
  readonly change: Change;
  readonly namespace: string;
  readonly job: string;
  readonly before?: Schedule;
  readonly after?: Schedule;
  /** The next three runs in the head; fewer where there are no more, or it is not enabled. */
  readonly runs: readonly Run[];
  /** Whether one of the next runs, or the time a run may take, lies in the session. */
  readonly touchesSession: 'yes' | 'no' | 'unknown';
  /** Why no runs can be given. */
  readonly undecided?: string;
  readonly origin?: Origin;
}

export interface Schedule {
  readonly specs: readonly string[];
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly prohibitOverlap: boolean;
}

export interface Run {
  /** ISO 8601 with the offset of {@link timeZone}. */
  readonly at: string;
  /** `Asia/Tokyo`. */
  readonly timeZone: string;
  /** `Mon`. */
  readonly weekday: string;
  /** Name of the national holiday. */
  readonly holiday?: string;
  readonly session: SessionState;
}

// ------------------------------------------------------------------------------------------------------------------------ findings

export interface FindingsSection {
  /** Of the head, and not of the base. */
  readonly added: readonly ReviewFinding[];
  /** Of what was looked at on both sides: how many of the base are gone. */
  readonly gone: number;
  /** Of what was looked at on both sides: how many were there before and still are. */
  readonly standing: number;
  /** Of what was looked at in the head: how many the program lets stand with a reason. */
  readonly accepted: number;
}

export interface ReviewFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly path: string;
  readonly source?: string;
  readonly at?: string;
  readonly message: string;
  readonly value?: string;
  readonly limit?: string;
  readonly fix: string;
}

// ----------------------------------------------------------------------------------------------------------------------- behaviour

export interface BehaviourSection {
  readonly rows: readonly BehaviourChange[];
}

/** Something that permits and restarts nothing, and still acts differently. */
export interface BehaviourChange {
  readonly change: Change;
  /** `traffic`: where requests go. `limits`: times, retries, connections. `protocol`. `platform`: mounts, auth methods, pools, scheduler, mesh defaults. */
  readonly what: 'traffic' | 'limits' | 'protocol' | 'platform';
  /** `service-router sec-orders`, `vault_mount secret`. */
  readonly subject: string;
  /** One lower-case sentence. */
  readonly text: string;
  readonly fields: readonly string[];
  /** Callers that see it, counted. */
  readonly callers: number;
  readonly origin?: Origin;
}

// --------------------------------------------------------------------------------------------------------------------------- graph

export interface GraphSection {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Neighbours that were left out, because a picture of hundreds says nothing. */
  readonly left: number;
}

export interface GraphNode {
  /** Consul service name, `public` for what is outside, or `*`. */
  readonly id: string;
  readonly kind: string;
  readonly domain?: string;
  /** `context`: not changed itself. */
  readonly state: Change | 'context';
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly state: Change | 'context';
  readonly effect: Effect;
  /** What may be asked, short. */
  readonly label: string;
}

// -------------------------------------------------------------------------------------------------------------------------- fields

export interface FieldsSection {
  readonly resources: readonly ResourceChange[];
}

/** One resource, field by field. */
export interface ResourceChange {
  readonly change: Change;
  readonly stack: string;
  /** Terraform address, `nomad_job.sec-orders`. */
  readonly address: string;
  readonly type: string;
  /** Fields that differ, lists by the names of their members; of an added or removed resource none. */
  readonly fields: readonly FieldChange[];
  readonly fieldsMore: number;
  readonly origin?: Origin;
}

export interface FieldChange {
  /** `jobspec.TaskGroups[orders].Tasks[orders].Config.image`. */
  readonly path: string;
  readonly change: Change;
  /** JSON text, cut at 400 characters with `…`. */
  readonly before?: string;
  readonly after?: string;
}

// --------------------------------------------------------------------------------------------------------------------------- plans

export interface PlansSection {
  readonly given: boolean;
  /** What is applied elsewhere than in the base says: somebody changed it by hand. */
  readonly drift: readonly PlannedChange[];
  /** Values that only the apply will know. */
  readonly knownAfterApply: readonly PlannedChange[];
  /** What a plan does that the comparison of the outputs does not show. */
  readonly beyond: readonly PlannedChange[];
  /** Resources that neither output has: the plan belongs to another synth. */
  readonly foreign: readonly PlannedChange[];
  /** Changed stacks without a plan; empty where no plans are given. */
  readonly missing: readonly string[];
}

export interface PlannedChange {
  readonly stack: string;
  readonly address: string;
  /** `create`, `update`, `delete`, `replace`, `read`. */
  readonly action: string;
  readonly fields: readonly string[];
}

// ---------------------------------------------------------------------------------------------------------------- proofs, unknowns

/** What was looked at. */
export interface Proof {
  readonly section: SectionName;
  /** `0 new call paths (70 × 70 pairs, 212 rules checked)`. */
  readonly text: string;
}

/** What could not be decided, and was counted as broadened. */
export interface Unknown {
  readonly section: SectionName;
  readonly subject: string;
  /** One lower-case sentence. */
  readonly why: string;
}
