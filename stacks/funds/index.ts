import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addFundCatalogue, addFundNav } from './catalogue';
import { addAccumulationRun, addFundNavImport, addFundOrderCut, addFundOrderSettle } from './nightly';
import { addAccumulation, addFundOrders } from './orders';
import { addFundPositions } from './positions';

/** Investment trusts. */
export class FundsStack extends DomainStack {
  constructor(scope: Construct, id = 'funds') {
    super(scope, id, { owner: 'funds-team' });

    const fundNav = addFundNav(this);
    const fundCatalogue = addFundCatalogue(this, { fundNav });
    const fundOrders = addFundOrders(this, { fundCatalogue });
    const accumulation = addAccumulation(this, { fundOrders });
    addFundPositions(this, { fundNav });

    // Nightly
    addFundOrderCut(this, { fundOrders });
    addFundNavImport(this, { fundNav });
    addFundOrderSettle(this, { fundOrders, fundNav });
    addAccumulationRun(this, { accumulation });
  }
}
