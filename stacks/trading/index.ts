import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addJpxGateway, addPtsGateway } from './exchange-lines';
import { addExecutions, addFills, addOrderRouter } from './execution';
import { addOrderHistory, addOrderHistoryBackfill } from './history';
import { addExecConfirm, addOrderExpiry, addPositionsPreload, addPreopenCheck } from './nightly';
import { addOrders } from './orders';
import { addPositions } from './positions';
import { addQuotes } from './quotes';
import { addOrderJournal, addSequencer } from './sequencer';
import { addOrderValidation } from './validation';

/** Equity orders from acceptance to execution. */
export class TradingStack extends DomainStack {
  constructor(scope: Construct, id = 'trading') {
    super(scope, id, { owner: 'trading-team' });

    // Prices and positions
    const quotes = addQuotes(this);
    const positions = addPositions(this);

    // To the exchange and back
    const sequencer = addSequencer(this);
    const jpxGateway = addJpxGateway(this);
    const ptsGateway = addPtsGateway(this);
    const orderRouter = addOrderRouter(this, { sequencer, jpxGateway, ptsGateway });
    const executions = addExecutions(this, { positions });
    addFills(this, { executions, positions });

    // From the customer
    const orderValidation = addOrderValidation(this);
    const orders = addOrders(this, { quotes, orderValidation, orderRouter, positions });

    // What happened
    const orderHistory = addOrderHistory(this);
    addOrderHistoryBackfill(this, { orderHistory });
    addOrderJournal(this, { sequencer });

    // Nightly
    addOrderExpiry(this, { orders });
    addExecConfirm(this, { executions, jpxGateway });
    addPositionsPreload(this, { positions });
    addPreopenCheck(this, { positions, jpxGateway });
  }
}
