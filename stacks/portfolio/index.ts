import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addAssetHistory } from './history';
import { addPortfolioClose } from './nightly';
import { addPortfolio } from './portfolio';
import { addValuationRefresh, addValuations } from './valuations';

/** What the customer owns, and how it is doing. */
export class PortfolioStack extends DomainStack {
  constructor(scope: Construct, id = 'portfolio') {
    super(scope, id, { owner: 'portfolio-team' });

    const assetHistory = addAssetHistory(this);
    const valuations = addValuations(this);
    addValuationRefresh(this, { valuations, assetHistory });
    addPortfolio(this, { valuations });

    // Nightly
    addPortfolioClose(this, { valuations, assetHistory });
  }
}
