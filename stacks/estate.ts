import { Platform, PlatformStack, type App, type Environment } from 'kumiki';
import { AccountsStack } from './accounts';
import { BackOfficeStack } from './back-office';
import { BankingStack } from './banking';
import { ChannelsStack } from './channels';
import { ComplianceStack } from './compliance';
import { EdgeStack } from './edge';
import { ExternalStack } from './external';
import { ForensicsStack } from './forensics';
import { FundsStack } from './funds';
import { FxStack } from './fx';
import { IdentityStack } from './identity';
import { IpoStack } from './ipo';
import { MarginStack } from './margin';
import { MarketDataStack } from './market-data';
import { NotificationStack } from './notification';
import { PartnersStack } from './partners';
import { PlatformOpsStack } from './platform-ops';
import { PortfolioStack } from './portfolio';
import { ReferenceDataStack } from './reference-data';
import { ReportingStack } from './reporting';
import { RiskStack } from './risk';
import { SettlementStack } from './settlement';
import { SingleShareStack } from './single-share';
import { TradingStack } from './trading';
import { platformFacts } from './platform';

/**
 * The whole firm, in one environment. Each domain is a folder: `index.ts` says who is there and who calls whom, `contracts.ts`
 * what other domains may use, and the files beside them say the rest, a function for each service. An application finds
 * what it calls at `NOMAD_UPSTREAM_ADDR_<name>`, which Nomad sets when a task starts; `addEnv` stands only where it wants
 * another variable.
 */
export function estate(app: App, environment: Environment): Platform {
  const platform = Platform.define(app, platformFacts(environment));

  // At the opening a late batch may be pushed aside.
  new PlatformStack(app, 'platform', { preemption: { service: true } });

  // Ways in, ways out, and what watches over both
  new EdgeStack(app);
  new ExternalStack(app);
  new PlatformOpsStack(app);
  new ForensicsStack(app);

  // Markets
  new MarketDataStack(app);
  new ReferenceDataStack(app);
  new TradingStack(app);
  new MarginStack(app);
  new RiskStack(app);

  // Other products
  new FundsStack(app);
  new FxStack(app);
  new IpoStack(app);
  new SingleShareStack(app);

  // Customers and the channels they come through
  new AccountsStack(app);
  new IdentityStack(app);
  new PortfolioStack(app);
  new NotificationStack(app);
  new ChannelsStack(app);
  new PartnersStack(app);

  // The books, and those who check them
  new SettlementStack(app);
  new BankingStack(app);
  new ReportingStack(app);
  new BackOfficeStack(app);
  new ComplianceStack(app);

  return platform;
}
