import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addAmlScreening, addAmlStream } from './aml';
import { addAuditLog } from './audit-log';
import { addEvidenceExport } from './evidence';
import { addInsiderList } from './insider-list';
import { addAmlBatch, addRegulatoryReport, addSanctionRescreen, addSurveillanceEod } from './nightly';
import { addSurveillance, addTradeMonitor } from './surveillance';

/** Records, surveillance, money laundering. */
export class ComplianceStack extends DomainStack {
  constructor(scope: Construct, id = 'compliance') {
    super(scope, id, { owner: 'compliance-team' });

    const auditLog = addAuditLog(this);
    const insiderList = addInsiderList(this);

    // The market
    const surveillance = addSurveillance(this);
    addTradeMonitor(this, { surveillance, insiderList });

    // Money
    const amlScreening = addAmlScreening(this, { auditLog });
    addAmlStream(this, { amlScreening, surveillance });

    // Nightly
    addSurveillanceEod(this, { surveillance });
    addAmlBatch(this, { amlScreening, surveillance });
    addRegulatoryReport(this, { auditLog });
    addSanctionRescreen(this, { amlScreening });

    // When a court asks
    addEvidenceExport(this, { auditLog, surveillance });
  }
}
