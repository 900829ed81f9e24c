/** A rule by which a workload's identity (Nomad's JWT) becomes a Consul token. */
export interface BindingRuleModel {
  /** Logical name, unique in the stack. */
  readonly id: string;
  readonly bindType: 'policy' | 'service' | 'templated-policy';
  readonly bindName: string;
  readonly bindVarsName?: string;
  readonly selector: string;
  readonly description: string;
}

/** Task of a gateway job that writes Envoy's bootstrap, with a token of the gateway. */
export const GATEWAY_BOOTSTRAP_TASK = 'bootstrap';

/** Where a job's identities come from. */
export interface JobIdentity {
  readonly namespace: string;
  readonly jobId: string;
}

/** The service identity with which Nomad registers a service: exactly this name, from exactly this job. */
export function serviceBindingRule(serviceName: string, job: JobIdentity): BindingRuleModel {
  return {
    id: `service_${serviceName}`,
    bindType: 'service',
    bindName: serviceName,
    selector: `"nomad_service" in value and ${fromJob(job)} and value.nomad_service == "${serviceName}"`,
    description: `the job ${job.jobId} of ${job.namespace} is the service ${serviceName}`,
  };
}

/** The policy that lets the tasks of a job read the keys they declare (bind type policy: Consul 1.18). */
export function keyReaderBindingRule(policy: string, job: JobIdentity): BindingRuleModel {
  return {
    id: `keys_${job.jobId}`,
    bindType: 'policy',
    bindName: policy,
    selector: `"nomad_service" not in value and ${fromJob(job)}`,
    description: `tasks of ${job.jobId} of ${job.namespace} read their keys`,
  };
}

/**
 * Both rules an api-gateway needs: its bootstrap task logs in with the task's identity, Nomad registers it with the
 * service's. Without the second, Envoy gets an empty configuration and no error (seen on Consul 1.22.7).
 */
export function apiGatewayBindingRules(name: string, job: JobIdentity): BindingRuleModel[] {
  const shared = { bindType: 'templated-policy', bindName: 'builtin/api-gateway', bindVarsName: name } as const;
  return [
    {
      ...shared,
      id: `gateway-task_${name}`,
      selector: bootstrapTask(job),
      description: `the bootstrap task of ${job.jobId} is the api-gateway ${name}`,
    },
    {
      ...shared,
      id: `gateway-service_${name}`,
      selector: `"nomad_service" in value and ${fromJob(job)} and value.nomad_service == "${name}"`,
      description: `Nomad registers the api-gateway ${name}`,
    },
  ];
}

/**
 * Rules of a terminating gateway: it is its own service, for Nomad and for its bootstrap task, and it holds the identity
 * of every external service it stands for (each rule seen to be needed on Consul 1.22.7).
 */
export function terminatingGatewayBindingRules(name: string, linked: readonly string[], job: JobIdentity): BindingRuleModel[] {
  const registered = `"nomad_service" in value and ${fromJob(job)} and value.nomad_service == "${name}"`;
  return [
    serviceBindingRule(name, job),
    {
      id: `gateway-task_${name}`,
      bindType: 'service',
      bindName: name,
      selector: bootstrapTask(job),
      description: `the bootstrap task of ${job.jobId} is the terminating gateway ${name}`,
    },
    ...linked.map((service): BindingRuleModel => ({
      id: `gateway-link_${service}`,
      bindType: 'service',
      bindName: service,
      selector: registered,
      description: `the terminating gateway ${name} stands for ${service}`,
    })),
  ];
}

function fromJob({ namespace, jobId }: JobIdentity): string {
  return `value.nomad_namespace == "${namespace}" and value.nomad_job_id == "${jobId}"`;
}

/** Only the task that writes Envoy's bootstrap logs in as the gateway. */
function bootstrapTask(job: JobIdentity): string {
  return `"nomad_service" not in value and ${fromJob(job)} and value.nomad_task == "${GATEWAY_BOOTSTRAP_TASK}"`;
}

/** Rules text of a Consul policy that reads exactly these keys. */
export function keyPolicyText(keys: readonly string[]): string {
  return [...new Set(keys)]
    .sort()
    .map((key) => `key "${key}" {\n  policy = "read"\n}\n`)
    .join('\n');
}
