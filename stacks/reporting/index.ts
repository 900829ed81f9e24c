import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addDocumentStore } from './documents';
import { addBalanceReport, addStatementRender } from './nightly';
import { addStatementReissue, addStatements } from './statements';
import { addTaxReports } from './tax-reports';

/** Statements, trade reports, tax reports. */
export class ReportingStack extends DomainStack {
  constructor(scope: Construct, id = 'reporting') {
    super(scope, id, { owner: 'reporting-team' });

    const documentStore = addDocumentStore(this);
    const statements = addStatements(this, { documentStore });
    addStatementReissue(this, { statements });
    addTaxReports(this, { documentStore });

    // Nightly
    addBalanceReport(this, { documentStore });
    addStatementRender(this, { statements });
  }
}
