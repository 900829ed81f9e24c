import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addApprovals, addManualAdjust } from './adjustments';
import { addBranchFax } from './branch-fax';
import { addCaseManagement } from './cases';
import { addOperatorConsole } from './console';

/** What operators use. */
export class BackOfficeStack extends DomainStack {
  constructor(scope: Construct, id = 'back-office') {
    super(scope, id, { owner: 'back-office-team' });

    const caseManagement = addCaseManagement(this);
    const approvals = addApprovals(this);
    const manualAdjust = addManualAdjust(this, { approvals });
    addOperatorConsole(this, { caseManagement, approvals, manualAdjust });

    addBranchFax(this);
  }
}
