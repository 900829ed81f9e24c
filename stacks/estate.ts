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

/** The whole firm, in one environment. */
export function estate(app: App, environment: Environment): Platform {
  const platform = Platform.define(app, platformFacts(environment));

  // At the opening a late batch may be pushed aside; nothing else is.
  new PlatformStack(app, 'platform', { preemption: { service: true } });
  new EdgeStack(app);
  new ExternalStack(app);

  // Markets
  new TradingStack(app);
  new MarketDataStack(app);
  new ReferenceDataStack(app);
  new AccountsStack(app);
  new IdentityStack(app);
  new SettlementStack(app);
  new BankingStack(app);
  new MarginStack(app);
  new RiskStack(app);
  new FundsStack(app);
  new FxStack(app);
  new IpoStack(app);
  new PortfolioStack(app);
  new SingleShareStack(app);
  new NotificationStack(app);
  new ReportingStack(app);
  new BackOfficeStack(app);
  new ComplianceStack(app);
  new ChannelsStack(app);
  new PartnersStack(app);
  new PlatformOpsStack(app);
  new ForensicsStack(app);

  return platform;
}
