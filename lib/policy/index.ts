export { readApprovals, type Approval, type ReadApprovals } from './approval';
export { approvalCode, CODE_LENGTH, type Approvable } from './approval-code';
export { gate, type Answer, type Gate, type GateOptions } from './gate';
export { gateText } from './gate-text';
export { platformApprovals, type ApprovalPlatform } from './platform-approvals';
export { POLICY_VERSION, type ApprovalRule, type BreakGlassRule, type Policy, type When } from './policy';
export { readPolicy, type ReadPolicy } from './read-policy';
export { requirementsOf, type Requirement } from './requirements';
