import type { ProblemCode } from '../../lib/problems';

/** Which codes mean the same as a message of Nomad. */
export interface Meaning {
  readonly message: RegExp;
  readonly codes: readonly ProblemCode[];
}

const of = (message: RegExp, ...codes: ProblemCode[]): Meaning => ({ message, codes });

/** What Nomad 1.11.3 may say of a job; the first that fits is meant. */
export const MEANINGS: readonly Meaning[] = [
  of(/^json: |^illegal base64|^parsing time/, 'NOMAD-TYPE'),

  // Nomad breaks off over what is not there, and says nothing: whoever asks has to say it.
  of(/^the server broke off/, 'NOMAD-TYPE', 'NOMAD-VOLUME-MOUNT', 'NOMAD-SIDECAR-MOUNT'),

  // checks
  of(
    /connect expose check|exposed service check|expose may only|local service port for service check/,
    'NOMAD-CHECK-EXPOSE',
    'NOMAD-CONNECT-NETWORK',
    'NOMAD-CHECK-PROVIDER',
  ),
  of(/required value (?:interval|timeout)|interval \(.* cannot be lower|timeout \(.* is lower/, 'NOMAD-CHECK-INTERVAL'),
  of(/invalid check type|http type must|script type must|initial check state|notes must not/, 'NOMAD-CHECK'),
  of(/tcp checks are not valid|check requires a port|is missing a port|numeric port/, 'NOMAD-CHECK-PORT'),
  of(
    /may only be set (?:to ignore_warnings )?for Consul service checks|http check must|method type .* not supported/,
    'NOMAD-CHECK-PROVIDER',
    'NOMAD-CHECK-ADDRESS',
    'NOMAD-CHECK-ON-UPDATE',
  ),
  of(/(?:success|failures)_before_(?:passing|critical|warning)/, 'NOMAD-CHECK-THRESHOLD'),
  of(/on_update value .* check_restart|^on_update must be|: on_update must be/, 'NOMAD-CHECK-ON-UPDATE'),
  of(/ignore_warnings on check_restart|limit must be greater|grace period must/, 'NOMAD-CHECK-RESTART'),
  of(/must specify task parameter|non-existent task/, 'NOMAD-CHECK-TASK'),
  of(/may only specify task the check/, 'NOMAD-CHECK-TASK', 'NOMAD-SERVICE-TASK'),
  of(/check ".*" is duplicate/, 'NOMAD-CHECK-TWICE'),
  of(/^(?:Check ".*" invalid: |check ".*" )cannot use address_mode|invalid address_mode/, 'NOMAD-CHECK-ADDRESS'),

  // services and the mesh
  of(/Service name must be valid/, 'NOMAD-SERVICE-NAME'),
  of(/cannot use address_mode|Service address_mode/, 'NOMAD-SERVICE-ADDRESS'),
  of(/Service on_update must be/, 'NOMAD-SERVICE-ON-UPDATE'),
  of(/Service identity must provide|identity with an empty name/, 'NOMAD-SERVICE-IDENTITY'),
  of(/Service provider must be|Multiple service providers/, 'NOMAD-SERVICE-PROVIDER'),
  of(/provider nomad cannot include Connect|cannot have "connect" block|must be exclusively native/, 'NOMAD-CONNECT'),
  of(/kind must be one of consul service kind/, 'NOMAD-SERVICE-KIND'),
  of(/may only specify task the service/, 'NOMAD-SERVICE-TASK'),
  of(/^Services are not unique|service ".*" is duplicate/, 'NOMAD-SERVICE-TWICE'),
  of(/port label .* referenced by services/, 'NOMAD-SERVICE-PORT'),
  // One of a task's service is in the mesh in no way at all.
  of(/Connect Native/, 'NOMAD-CONNECT-NATIVE', 'NOMAD-CONNECT'),
  of(/connect (?:sidecar|gateway): /, 'NOMAD-CONNECT-NETWORK'),
  of(/must not contain uppercase/, 'NOMAD-CONNECT-NAME'),
  of(/using same address for upstreams/, 'NOMAD-UPSTREAM'),
  of(/[Tt]ransparent proxy/, 'NOMAD-TRANSPARENT-PROXY', 'NOMAD-CONNECT'),
  // Nomad makes the addresses of an ingress gateway of its listeners.
  of(/Consul Gateway Bind Address/, 'NOMAD-GATEWAY', 'NOMAD-GATEWAY-INGRESS'),
  of(/service\.port must be set for mesh gateway|Consul Gateway|mesh_gateway mode/, 'NOMAD-GATEWAY'),
  of(/Consul Ingress/, 'NOMAD-GATEWAY-INGRESS'),
  of(/Consul (?:Terminating|Linked)/, 'NOMAD-GATEWAY-TERMINATING'),
  of(/Connect proxy (?:task|service)|with Connect proxy/, 'NOMAD-TASK-KIND'),

  // the job
  of(/^Missing job region/, 'NOMAD-REGION'),
  of(/^mismatched request namespace/, 'NOMAD-NAMESPACE'),
  of(/^Missing job ID|^Job ID contains/, 'NOMAD-JOB-ID'),
  of(/^Missing job name|^Job Name contains/, 'NOMAD-JOB-NAME'),
  of(/^Invalid job type|^Missing job type|^job type cannot be core/, 'NOMAD-JOB-TYPE'),
  of(/datacenter/, 'NOMAD-DATACENTER'),
  of(/^Missing job task groups/, 'NOMAD-GROUP-MISSING'),
  of(/description must be under/, 'NOMAD-UI'),
  of(/^job priority must be/, 'NOMAD-PRIORITY'),
  of(/submitted with a payload/, 'NOMAD-PAYLOAD'),
  of(/^Multiregion/, 'NOMAD-MULTIREGION'),
  of(/^Invalid cron spec/, 'CRON-INVALID'),
  of(/^Periodic can only|^Only cron or crons|^Must specify a spec|^Invalid time zone|periodic specification type/, 'NOMAD-PERIODIC'),
  of(/^Parameterized job|^Unknown payload requirement|meta keys should be disjoint/, 'NOMAD-PARAMETERIZED'),
  of(
    /requires Nomad Enterprise|^Vault ".*" not enabled|uses (?:Vault|Consul) cluster .* but does not have an identity/,
    'NOMAD-ENTERPRISE',
  ),
  of(/consul\.partition/, 'NOMAD-CONSUL-PARTITION'),

  // placement
  // A signal without a name becomes a constraint of Nomad's own that asks for nothing.
  of(/Set contains constraint/, 'NOMAD-CONSTRAINT', 'NOMAD-TEMPLATE-CHANGE', 'NOMAD-VAULT'),
  of(
    /affinity block|[Aa]ffinity operand|affinity operator|Affinity weight|No LTarget|Set contains operators|affinity is invalid/,
    'NOMAD-AFFINITY',
  ),
  of(/Regular expression failed|requires an RTarget/, 'NOMAD-CONSTRAINT', 'NOMAD-AFFINITY'),
  of(
    /constraint (?:type|operand|is invalid)|RTarget|Distinct Property|no attribute provided|(?:opening|closing) brace|unsupported attribute|unsupported operand|disallowed Operand/,
    'NOMAD-CONSTRAINT',
  ),
  of(/spread block|spread attribute|Spread block|Spread target|spread target/, 'NOMAD-SPREAD'),

  // the group
  of(/task group \d+ missing name|Missing task group name|Task group name contains/, 'NOMAD-GROUP-NAME'),
  of(/ redefines /, 'NOMAD-DUPLICATE-NAME', 'NOMAD-SIDECAR-TASK'),
  of(/Scaling policy invalid: missing target/, 'NOMAD-SCALING', 'NOMAD-GROUP-NAME', 'NOMAD-JOB-ID'),
  of(/Scaling policy invalid/, 'NOMAD-SCALING'),
  of(/Count cannot exceed 1|count can't be negative|job_max_count/, 'NOMAD-COUNT'),
  of(/Missing tasks for task group/, 'NOMAD-TASK-MISSING'),
  of(/marked as leader/, 'NOMAD-LEADER'),
  of(/lost_after|stop_after|reconcile option/, 'NOMAD-DISCONNECT'),
  of(/restart mode|Restart policy|Interval can not be less|can't restart the TaskGroup/, 'NOMAD-RESTART'),
  of(
    /reschedule policy|Reschedule Policy|^Interval (?:must|cannot)|Unlimited cannot|^Delay cannot|delay function|^Max Delay|Nomad can only make|^Set the interval/,
    'NOMAD-RESCHEDULE',
  ),
  of(/minimum DiskMB/, 'NOMAD-EPHEMERAL-DISK'),
  of(
    /update block|Invalid health check given|^Max parallel|^Canary count|^Auto Promote|^Minimum healthy time|^Healthy deadline|^Progress deadline|^Stagger/,
    'NOMAD-UPDATE',
  ),
  of(/migrate block|^MaxParallel must|(?:Missing|Invalid) HealthCheck|^MinHealthyTime|^HealthyDeadline/, 'NOMAD-MIGRATE'),
  of(/undefined volume|volume mount (?:has|references)|^Volume Mount/, 'NOMAD-VOLUME-MOUNT'),
  of(
    /volume has an empty|per_alloc|host volumes cannot|must be read-only|CSI volumes must|block devices cannot|access mode allows/,
    'NOMAD-VOLUME',
  ),
  of(/^Port label|^Static port|^Port .* cannot be|collision may not/, 'NOMAD-PORT', 'NOMAD-CONNECT-PORT'),
  of(/CNI arg|Hostname is not/, 'NOMAD-NETWORK'),

  // the task
  of(/Missing task driver/, 'NOMAD-DRIVER'),
  of(/^Task \d+ missing name|Missing task name|Task cannot be named|Task name cannot/, 'NOMAD-TASK-NAME', 'NOMAD-SIDECAR-TASK'),
  of(/^KillTimout|^KillTimeout/, 'NOMAD-KILL-TIMEOUT'),
  of(/^ShutdownDelay must/, 'NOMAD-SHUTDOWN-DELAY', 'NOMAD-KILL-TIMEOUT'),
  of(/'cpu' or 'cores'|minimum CPU|minimum MemoryMB|^MemoryMaxMB|^SecretsMB/, 'NOMAD-RESOURCES'),
  of(/device name must|^numa device/, 'NOMAD-DEVICE'),
  of(/^numa affinity must/, 'NOMAD-ENTERPRISE'),
  of(/minimum number of files|minimum file size|^log storage/, 'NOMAD-LOG'),
  of(/source must be specified|artifact mode|checksum/, 'NOMAD-ARTIFACT'),
  of(/Unknown change mode|Signal must be specified when/, 'NOMAD-VAULT'),
  of(/Invalid change mode|signal value when|signals with env var|change script configuration|script path value/, 'NOMAD-TEMPLATE-CHANGE'),
  of(/escapes allocation directory|invalid destination path/, 'NOMAD-ARTIFACT', 'NOMAD-TEMPLATE', 'NOMAD-DISPATCH-PAYLOAD'),
  of(/embedded template|destination for the template|has same destination|splay value|as octal|^wait min/, 'NOMAD-TEMPLATE'),
  of(/invalid hook|no lifecycle hook/, 'NOMAD-LIFECYCLE'),
  of(/^secret |Duplicate secret|^Secret "|provider cannot use the env|cannot use the config block/, 'NOMAD-SECRET'),
  of(/^invalid name '|command cannot be empty|Action .* defined multiple/, 'NOMAD-ACTION'),
  of(/^CSIPluginConfig/, 'NOMAD-CSI-PLUGIN'),
  of(
    /Duplicate default identities|^invalid name "|invalid audience|change_signal|^invalid change_mode|^ttl |specify filepath/,
    'NOMAD-IDENTITY',
  ),
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
