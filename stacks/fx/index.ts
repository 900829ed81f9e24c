import type { Construct } from 'constructs';
import { DomainStack, Duration } from 'kumiki';
import { addFxHedger, addFxLosscut } from './hedging';
import { addFxEodPnl, addFxRollover, addFxWeeklyRecon } from './nightly';
import { addFxOrders, addFxPositions } from './orders';
import { addFxPricing, addLpGateway } from './pricing';

/** Foreign exchange margin trading, round the clock on weekdays. */
export class FxStack extends DomainStack {
  constructor(scope: Construct, id = 'fx') {
    super(scope, id, {
      owner: 'fx-team',
      // There is no quiet hour on weekdays: quotes that were given are honoured, which takes up to 15 seconds.
      defaults: { shutdownDelay: Duration.seconds(20) },
    });

    const lpGateway = addLpGateway(this);
    const fxPricing = addFxPricing(this, { lpGateway });
    const fxPositions = addFxPositions(this, { fxPricing });
    const fxHedger = addFxHedger(this, { lpGateway });
    const fxOrders = addFxOrders(this, { fxPricing, fxPositions, fxHedger });
    addFxLosscut(this, { fxPositions, fxOrders });

    // When New York has closed, and on Saturdays
    addFxRollover(this, { fxPositions });
    addFxEodPnl(this, { fxPositions, fxHedger });
    addFxWeeklyRecon(this, { fxPositions });
  }
}
