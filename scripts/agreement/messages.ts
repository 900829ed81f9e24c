import type { ProblemCode } from '../../lib/problems';

/** Which codes mean the same as a message of Nomad. */
export interface Meaning {
  readonly message: RegExp;
  readonly codes: readonly ProblemCode[];
}

const of = (message: RegExp, ...codes: ProblemCode[]): Meaning => ({ message, codes });

/** What Nomad 1.11.3 may say of a job; the first that fits is meant. */
export const MEANINGS: readonly Meaning[] = [
  of(/^json: |^illegal base64/, 'NOMAD-TYPE'),

  // checks, before what they share words with
  of(/connect expose check|exposed service check/, 'NOMAD-CHECK-EXPOSE', 'NOMAD-CONNECT-NETWORK'),
  of(/local service port for service check/, 'NOMAD-CHECK-EXPOSE'),
  of(/required value (?:interval|timeout)|^(?:Check .* invalid: )?(?:interval|timeout) \(/, 'NOMAD-CHECK-INTERVAL'),
  of(/invalid check type|http (?:type|path)|valid script path|initial check state|[Nn]otes/, 'NOMAD-CHECK'),
  of(/tcp checks are not valid/, 'NOMAD-CHECK-PORT'),
  of(/requires a port|missing a port|numeric port/, 'NOMAD-CHECK-PORT'),
  of(/(?:success|failures)_before_(?:passing|critical|warning)/, 'NOMAD-CHECK-THRESHOLD', 'NOMAD-CHECK-PROVIDER'),
  of(/on_update|OnUpdate/, 'NOMAD-CHECK-ON-UPDATE', 'NOMAD-SERVICE-ON-UPDATE', 'NOMAD-CHECK-RESTART'),
  of(/limit must be greater|grace period must|ignore_warnings/, 'NOMAD-CHECK-RESTART'),
  of(/must specify task parameter|non-existent task|may only specify task the check/, 'NOMAD-CHECK-TASK'),
  of(/check "?.*"? is duplicate/, 'NOMAD-CHECK-TWICE'),
  of(
    /only be set for Consul|not valid for Nomad|http checks must|method type|gRPC|address_mode.*nomad/i,
    'NOMAD-CHECK-PROVIDER',
    'NOMAD-CHECK-ADDRESS',
  ),

  // services and the mesh
  of(/Service name must be valid/, 'NOMAD-SERVICE-NAME'),
  of(/address_mode/, 'NOMAD-SERVICE-ADDRESS', 'NOMAD-CHECK-ADDRESS'),
  of(/[Ss]ervice identity|identity with an empty name/, 'NOMAD-SERVICE-IDENTITY'),
  of(/Service provider must be|Multiple service providers/, 'NOMAD-SERVICE-PROVIDER'),
  of(/provider nomad cannot include Connect|cannot have "connect" block|must be exclusively native/, 'NOMAD-CONNECT'),
  of(/kind must be one of consul service kind/, 'NOMAD-SERVICE-KIND'),
  of(/may only specify task the service/, 'NOMAD-SERVICE-TASK'),
  of(/^Services are not unique|service ".*" is duplicate/, 'NOMAD-SERVICE-TWICE'),
  of(/port label .* referenced by services/, 'NOMAD-SERVICE-PORT'),
  of(/Connect Native/, 'NOMAD-CONNECT-NATIVE'),
  of(/connect (?:sidecar|gateway):|exactly one network for Consul Connect|network mode for Consul Connect/, 'NOMAD-CONNECT-NETWORK'),
  of(/must not contain uppercase/, 'NOMAD-CONNECT-NAME'),
  of(/using same address for upstreams/, 'NOMAD-UPSTREAM'),
  of(/transparent proxy|is not a valid (?:CIDR|user|UID)|CIDR|invalid user ID/i, 'NOMAD-TRANSPARENT-PROXY'),
  of(/service\.port must be set for mesh gateway/, 'NOMAD-GATEWAY'),
  of(/[Ii]ngress/, 'NOMAD-GATEWAY-INGRESS', 'NOMAD-GATEWAY'),
  of(/[Tt]erminating|linked service/i, 'NOMAD-GATEWAY-TERMINATING', 'NOMAD-GATEWAY'),
  of(/[Gg]ateway|Bind [Aa]ddress/, 'NOMAD-GATEWAY', 'NOMAD-GATEWAY-INGRESS', 'NOMAD-GATEWAY-TERMINATING'),
  of(/proxy task must not|proxy service/, 'NOMAD-TASK-KIND'),

  // the job
  of(/Missing job region/, 'NOMAD-REGION'),
  of(/^Missing job ID|^Job ID contains/, 'NOMAD-JOB-ID'),
  of(/^Missing job name|^Job Name contains/, 'NOMAD-JOB-NAME'),
  of(/^Invalid job type|^Missing job type|job type cannot be core/, 'NOMAD-JOB-TYPE'),
  of(/datacenter/, 'NOMAD-DATACENTER'),
  of(/Missing job task groups/, 'NOMAD-GROUP-MISSING'),
  of(/description must be under/, 'NOMAD-UI'),
  of(/job priority must be between/, 'NOMAD-PRIORITY'),
  of(/submitted with a payload/, 'NOMAD-PAYLOAD'),
  of(/Multiregion/, 'NOMAD-MULTIREGION'),
  of(/Invalid cron spec/, 'CRON-INVALID'),
  of(/^Periodic can only|[Oo]nly cron or crons|Must specify a spec|Invalid time zone|periodic specification type/, 'NOMAD-PERIODIC'),
  of(/^Parameterized job|Unknown payload requirement|meta keys should be disjoint/, 'NOMAD-PARAMETERIZED'),
  of(/Enterprise/, 'NOMAD-ENTERPRISE'),
  of(/consul\.partition/, 'NOMAD-CONSUL-PARTITION'),

  // placement
  // A signal without a name becomes a constraint of Nomad's own that asks for nothing.
  of(/Set contains constraint/, 'NOMAD-CONSTRAINT', 'NOMAD-TEMPLATE-CHANGE', 'NOMAD-VAULT'),
  of(
    /affinity block|affinity operator|affinity operand|[Aa]ffinity weight|No LTarget provided|Set contains operators|(?:Version|Semver) affinity/,
    'NOMAD-AFFINITY',
  ),
  of(/Regular expression failed|requires an RTarget/, 'NOMAD-CONSTRAINT', 'NOMAD-AFFINITY'),
  of(
    /constraint type|constraint operand|constraint is invalid|RTarget|Distinct Property|no attribute provided|(?:opening|closing) brace|unsupported attribute|[Oo]perand/,
    'NOMAD-CONSTRAINT',
  ),
  of(/[Ss]pread/, 'NOMAD-SPREAD'),

  // the group
  of(/task group \d+ missing name|Missing task group name|Task group name contains/, 'NOMAD-GROUP-NAME'),
  of(/redefines/, 'NOMAD-DUPLICATE-NAME'),
  of(/Scaling policy invalid|scaling policy type|(?:minimum|maximum) count must/, 'NOMAD-SCALING'),
  of(/[Cc]ount cannot exceed 1|count can't be negative|job_max_count/, 'NOMAD-COUNT'),
  of(/Missing tasks for task group/, 'NOMAD-TASK-MISSING'),
  of(/marked as leader/, 'NOMAD-LEADER'),
  of(/lost_after|stop_after|reconcile option/, 'NOMAD-DISCONNECT'),
  of(/restart mode|Restart policy|Interval can not be less|can't restart the TaskGroup/, 'NOMAD-RESTART'),
  of(
    /reschedule policy|Reschedule Policy|Interval (?:must|cannot)|Unlimited cannot|Delay cannot|delay function|Max Delay|Nomad can only make|Set the interval/,
    'NOMAD-RESCHEDULE',
  ),
  of(/minimum DiskMB/, 'NOMAD-EPHEMERAL-DISK'),
  of(
    /update block|health check given|Max parallel|Canary count|Auto Promote|Minimum healthy time|Healthy deadline must|Progress deadline|Stagger must/,
    'NOMAD-UPDATE',
  ),
  of(/migrate block|MaxParallel must|(?:Missing|Invalid) HealthCheck|MinHealthyTime|HealthyDeadline/, 'NOMAD-MIGRATE'),
  of(/[Vv]olume [Mm]ount|undefined volume/, 'NOMAD-VOLUME-MOUNT'),
  of(
    /volume has an empty|per_alloc|host volumes cannot|must be read-only|CSI volumes must|block devices cannot|access mode allows/,
    'NOMAD-VOLUME',
  ),
  of(/Port label|Static port|cannot be greater than|cannot be mapped|collision may not/, 'NOMAD-PORT', 'NOMAD-CONNECT-PORT'),
  of(/CNI arg|Hostname is not/, 'NOMAD-NETWORK'),

  // the task
  of(/Missing task driver/, 'NOMAD-DRIVER'),
  of(/Task \d+ missing name|Missing task name|Task cannot be named|Task name cannot/, 'NOMAD-TASK-NAME', 'NOMAD-SIDECAR-TASK'),
  of(/KillTime?out|Kill[Tt]imeout/, 'NOMAD-KILL-TIMEOUT'),
  of(/ShutdownDelay must/, 'NOMAD-SHUTDOWN-DELAY', 'NOMAD-KILL-TIMEOUT'),
  of(/'cpu' or 'cores'|minimum CPU|minimum MemoryMB|MemoryMaxMB|SecretsMB/, 'NOMAD-RESOURCES'),
  of(/device name|numa/, 'NOMAD-DEVICE', 'NOMAD-ENTERPRISE'),
  of(/minimum number of files|minimum file size|log storage/, 'NOMAD-LOG'),
  of(/[Ss]ource must be specified|artifact mode|checksum|[Aa]rtifact/, 'NOMAD-ARTIFACT'),
  of(/Unknown change mode|Signal must be specified when/, 'NOMAD-VAULT'),
  of(
    /change mode|signal value when|signals with env var|[Cc]hange script|script (?:command|path)|command value when/,
    'NOMAD-TEMPLATE-CHANGE',
    'NOMAD-VAULT',
  ),
  of(/escapes allocation directory|invalid destination path/, 'NOMAD-ARTIFACT', 'NOMAD-TEMPLATE', 'NOMAD-DISPATCH-PAYLOAD'),
  of(
    /embedded template|destination for the template|same destination|splay|as octal|wait (?:min|value)|minimum wait|wait/i,
    'NOMAD-TEMPLATE',
  ),
  of(/invalid hook|lifecycle hook/, 'NOMAD-LIFECYCLE'),
  of(/[Ss]ecret/, 'NOMAD-SECRET'),
  of(/[Ii]dentit|invalid name|audience|change_signal|change_mode|ttl|filepath/, 'NOMAD-IDENTITY'),
  of(/[Aa]ction|command/, 'NOMAD-ACTION'),
  of(/CSIPluginConfig/, 'NOMAD-CSI-PLUGIN'),
];

/** The single complaints in what Nomad says: it folds them into one another. */
export function complaints(errors: readonly string[]): string[] {
  return errors.flatMap((error) => {
    const inner = error
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith('* ') && !/errors? occurred:$/.test(line))
      .map((line) => line.slice(2));
    return inner.length > 0 ? inner : [error.trim()];
  });
}
