import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addOrderHistoryBackfill } from './backfill';
import { addJpxGateway, addPtsGateway } from './exchange-lines';
import { addExecutions, addFills, addOrderRouter } from './execution';
import { addExecConfirm, addOrderExpiry, addPositionsPreload, addPreopenCheck } from './nightly';
import { addOrderHistory, addOrders, addOrderValidation } from './orders';
import { addPositions } from './positions';
import { addQuotes } from './quotes';
import { addOrderJournal, addSequencer } from './sequencer';

/** Equity orders from acceptance to execution. */
export class TradingStack extends DomainStack {
  constructor(scope: Construct, id = 'trading') {
    super(scope, id, { owner: 'trading-team' });

    const quotes = addQuotes(this);

    const positions = addPositions(this);

    const sequencer = addSequencer(this);
    addOrderJournal(this, { sequencer });

    const jpxGateway = addJpxGateway(this);
    const ptsGateway = addPtsGateway(this);

    const orderRouter = addOrderRouter(this, { sequencer, jpxGateway, ptsGateway });
    const executions = addExecutions(this, { positions });
    addFills(this, { executions, positions });

    const orderValidation = addOrderValidation(this);
    const orders = addOrders(this, { quotes, orderValidation, orderRouter, positions });
    const orderHistory = addOrderHistory(this);

    addOrderExpiry(this, { orders });
    addExecConfirm(this, { executions, jpxGateway });
    addPositionsPreload(this, { positions });
    addPreopenCheck(this, { positions, jpxGateway });

    addOrderHistoryBackfill(this, { orderHistory });
  }
}
