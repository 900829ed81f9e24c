import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addMiniFills, addMiniInventory } from './inventory';
import { addMiniLedgerRecon, addMiniNetting } from './nightly';
import { addMiniOrders, addMiniPricing } from './orders';

/** Stocks one share at a time, until 21:00. */
export class SingleShareStack extends DomainStack {
  constructor(scope: Construct, id = 'single-share') {
    super(scope, id, { owner: 'single-share-team' });

    const miniInventory = addMiniInventory(this);
    const miniPricing = addMiniPricing(this);
    const miniOrders = addMiniOrders(this, { miniPricing, miniInventory });
    addMiniFills(this);

    // Nightly
    addMiniNetting(this, { miniInventory, miniOrders });
    addMiniLedgerRecon(this, { miniInventory });
  }
}
