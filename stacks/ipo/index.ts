import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addIpoLottery, addIpoLotteryRun } from './lottery';
import { addIpoApplications, addIpoOfferings } from './offerings';

/** Public offerings. */
export class IpoStack extends DomainStack {
  constructor(scope: Construct, id = 'ipo') {
    super(scope, id, { owner: 'ipo-team' });

    const ipoOfferings = addIpoOfferings(this);
    const ipoApplications = addIpoApplications(this, { ipoOfferings });
    const ipoLottery = addIpoLottery(this, { ipoApplications });
    addIpoLotteryRun(this, { ipoLottery, ipoOfferings });
  }
}
