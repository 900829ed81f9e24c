import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addBoard } from './board';
import { addCandleBuilder, addCandles } from './charts';
import { addFeedJpx, addFeedOverseas } from './feeds';
import { addNews, addNewsIngest } from './news';
import { addCandleRollup, addClosingPrices } from './nightly';
import { addStreamGateway } from './stream';
import { addNormaliser, addTickCache, addTickStore } from './ticks';

/** Prices, boards, charts, news. */
export class MarketDataStack extends DomainStack {
  constructor(scope: Construct, id = 'market-data') {
    super(scope, id, { owner: 'market-data-team' });

    // From the lines
    const feedJpx = addFeedJpx(this);
    const feedOverseas = addFeedOverseas(this);
    const normaliser = addNormaliser(this, { feedJpx, feedOverseas });

    // Ticks and what is made of them
    const tickCache = addTickCache(this);
    const tickStore = addTickStore(this, { tickCache });
    addBoard(this, { normaliser, tickCache });
    const candles = addCandles(this, { tickStore });
    addCandleBuilder(this, { candles, tickCache });

    // To the customer
    addStreamGateway(this);
    addNews(this);
    addNewsIngest(this);

    // Nightly
    addClosingPrices(this, { tickStore });
    addCandleRollup(this, { candles, tickStore });
  }
}
