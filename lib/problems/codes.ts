/**
 * Every code kumiki can print, with its title. Codes are API: a change is recorded in CHANGELOG.md.
 * The family in front says whose rule it is.
 */
export const PROBLEM_CODES = {
  // values and props
  'VALUE-INVALID': 'a value is outside its limits',
  'VALUE-TYPE': 'a value has the wrong type',
  'VALUE-CONFLICT': 'two statements about one thing disagree',
  'VALUE-TOKEN': 'a value is known only to Terraform',
  'PROP-UNKNOWN': 'a prop does not exist',
  'PROP-MISSING': 'a required prop is not there',
  'NAME-INVALID': 'a name breaks the naming rules',
  'NAME-TAKEN': 'a name is used twice',
  // platform and stacks
  'PLATFORM-MISSING': 'no platform facts in this app',
  'PLATFORM-TWICE': 'platform facts given twice',
  'STACK-NESTED': 'a stack is not a child of the app',
  'STACK-MISSING': 'a stack that others rely on is not in the app',
  'POOL-UNKNOWN': 'a server pool that the platform does not have',
  'POOL-TOO-SMALL': 'a job does not fit the servers of its pool',
  'IMAGE-MISSING': 'an image is not in the release file',
  'IMAGE-NOT-PINNED': 'an image is not pinned by digest',
  'RELEASE-FILE': 'the release file cannot be used',
  EDITION: 'a feature of the Enterprise edition',
  // Nomad
  'NOMAD-UNKNOWN-FIELD': 'a field Nomad does not have',
  'NOMAD-TYPE': 'a field of a Nomad job has the wrong type',
  'NOMAD-DURATION': 'a bare number where a duration is meant',
  'NOMAD-VERSION': 'a field the declared Nomad or provider does not know',
  'NOMAD-RULE': 'a rule of Nomad about a valid field',
  'NOMAD-PORT': 'two users of one socket, or a port that is taken',
  'NOMAD-ROLLOUT': 'a roll-out that contradicts the service',
  'NOMAD-IMAGE-LATEST': 'an image that is another one tomorrow',
  'NOMAD-TASK-CYCLE': 'init tasks wait for each other',
  'NOMAD-OVERRIDE': 'an override that does not fit the job',
  'NOMAD-CONFIG-UNKNOWN': 'a key the driver of a task does not know',
  'NOMAD-CONFIG-MISSING': 'a key the driver of a task needs is not there',
  'NOMAD-CONFIG-TYPE': 'a value the driver of a task cannot read',
  'NOMAD-CONFIG-VERSION': 'a key the driver of the declared Nomad does not take',
  'NOMAD-CONFIG-EXPRESSION': 'an expression a client cannot read',
  'NOMAD-CONFIG-VARIABLE': 'a variable nothing sets, in the config of a container',
  'NOMAD-CONFIG-PORTS': 'a port of a container that its group does not have',
  'NOMAD-TEMPLATE-SYNTAX': 'a template that cannot be read',
  'NOMAD-TEMPLATE-FUNCTION': 'a function no template has',
  'NOMAD-TEMPLATE-DENIED': 'a function that clients deny to templates',
  'NOMAD-TEMPLATE-VAULT': 'a template that reads from Vault without a token',
  'NOMAD-TEMPLATE-CONSUL': 'a template that reads from Consul as nobody',
  'NOMAD-TEMPLATE-KV-FIELD': 'a field of a secret one level too high',
  'NOMAD-TEMPLATE-KV-PATH': 'a path of a secret as the former engine wrote it',
  'NOMAD-TEMPLATE-RESTART': 'instances that restart together because others did',
  // Consul and the mesh
  'CONSUL-UNKNOWN-FIELD': 'a field Consul does not have',
  'CONSUL-TYPE': 'a field of a config entry has the wrong type',
  'CONSUL-RULE': 'a rule of Consul about a valid field',
  'MESH-NOT-GRANTED': 'a call the callee does not name',
  'MESH-GRANT-UNUSED': 'a grant nobody uses',
  'MESH-UNKNOWN-SERVICE': 'a service nobody defines',
  'MESH-PROTOCOL': 'a call that the protocol of the callee cannot carry',
  'MESH-UPSTREAM-UNKNOWN': 'an upstream that leads nowhere',
  'MESH-SELF': 'an upstream to oneself',
  'MESH-TIMEOUT': 'a timeout that contradicts another',
  'MESH-RETRY': 'a retry of a request that is not idempotent',
  'MESH-EVERYTHING': 'more is opened than is said',
  'MESH-SEALED': 'a write after the mesh graph was sealed',
  // edges
  'EDGE-NOT-ACCEPTED': 'a route the edge does not accept',
  'EDGE-ROUTE-TAKEN': 'two services on one host and path',
  'EDGE-RULE': 'a rule of the api-gateway',
  // Vault and secrets
  'VAULT-PATH': 'a Vault path that is too wide or malformed',
  'SECRET-LITERAL': 'a literal that looks like a secret',
  // order of change
  'CHANGE-RELEASE': 'an output that is not the last release',
  'CHANGE-IN-PLACE': 'a change that cannot be made under traffic',
  'CHANGE-UNION': 'two releases that one resource cannot serve',
  'CHANGE-RENAME': 'a service that comes back under another name',
  // schedule
  'CRON-INVALID': 'a schedule Nomad does not accept',
} as const;

/** A code kumiki can print: a key of {@link PROBLEM_CODES}. */
export type ProblemCode = keyof typeof PROBLEM_CODES;
