export { readApprovals, type Approval, type ReadApprovals } from './approval';
export { approvalCode, type Approvable } from './approval-code';
export { gate, type Answer, type Gate, type GateOptions } from './gate';
export { gateText } from './gate-text';
export { idleWords, type Estate } from './idle-words';
export { platformApprovals, type ApprovalPlatform } from './platform-approvals';
export type { ApprovalRule, BreakGlassRule, Policy, When } from './policy';
export { readPolicy, type ReadPolicy } from './read-policy';
export { requirementsOf, type Requirement } from './requirements';
