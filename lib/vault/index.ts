export { TOKEN_PERIOD_SECONDS, type WorkloadRoleModel } from './jwt-role';
export { policyText, type PolicyPath } from './policy';
export { policyPaths, PolicyRules } from './policy-rules';
export { pathProblem, VaultSecret, type SecretOwner, type SecretRequest } from './secret';
export { addSecretLiterals, secretLiteralsIn } from './secret-literal';
export { environmentTemplate, fileTemplate, secretCall, secretField } from './secret-template';
