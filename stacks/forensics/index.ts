import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addEvidenceCollector } from './evidence';

/** Only the forensic collector lives here: own namespace, own CI identity, so that neither product nor platform teams can change it. */
export class ForensicsStack extends DomainStack {
  constructor(scope: Construct, id = 'forensics') {
    super(scope, id, { owner: 'security-team' });

    addEvidenceCollector(this);
  }
}
