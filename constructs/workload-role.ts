import { Construct } from 'constructs';
import { templateText } from '../lib/terraform';
import type { WorkloadRoleModel } from '../lib/vault';
import { Platform } from './platform';
import { VaultJwtRole, VaultPolicy } from './resources';

/** Settings of a workload role. */
export interface WorkloadRoleProps {
  /** Who may log in, and what it may read. */
  readonly role: WorkloadRoleModel;
  /** Path of Vault's JWT auth backend. */
  readonly authPath: string;
  /** Text of the policy. */
  readonly policy: string;
  /** Renewal period of its tokens, seconds. */
  readonly tokenPeriodSeconds: number;
  /** Construct that it is made for, where its findings are told. @default - the role itself @internal */
  readonly owner?: string | undefined;
}

/**
 * One JWT role and one policy per job (`vault_jwt_auth_backend_role`, `vault_policy`), bound by namespace and job id:
 * the shared role with a templated policy mixes up two jobs of one id (hashicorp/nomad#23510).
 */
export class WorkloadRole extends Construct {
  /** Adds the role and its policy. @param scope a stack with a Vault provider, or a construct in one; @param id construct id: the Terraform address follows from the role's name */
  constructor(scope: Construct, id: string, props: WorkloadRoleProps) {
    super(scope, id);
    // Not in the signature: the published types leave out what is internal.
    const { role, authPath, policy, tokenPeriodSeconds, owner } = props;
    Platform.find(this)?.checks.addRole({
      path: owner ?? this.node.path,
      name: role.name,
      namespace: role.namespace,
      jobId: role.jobId,
      policies: [policy],
    });
    const name = `nomad-${role.name}`;
    new VaultPolicy(this, 'policy', { name, policy: templateText(policy) }).overrideLogicalId(role.name);
    const resource = new VaultJwtRole(this, 'Resource', {
      backend: authPath,
      roleName: role.name,
      roleType: 'jwt',
      boundAudiences: ['vault.io'],
      boundClaims: { nomad_namespace: role.namespace, nomad_job_id: role.jobId },
      userClaim: '/nomad_job_id',
      userClaimJsonPointer: true,
      claimMappings: { nomad_namespace: 'nomad_namespace', nomad_job_id: 'nomad_job_id', nomad_task: 'nomad_task' },
      tokenType: 'service',
      tokenPolicies: [name],
      tokenPeriod: tokenPeriodSeconds,
      // Nomad renews for the life of the task.
      tokenExplicitMaxTtl: 0,
    });
    resource.overrideLogicalId(role.name);
  }
}
