import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addMarginAccounts, addMarginRecalc } from './accounts';
import { addMarginCalls } from './calls';
import { addCollateral } from './collateral';
import { addMarginCallRun, addMarginEod } from './nightly';

/** Margin trading and stock lending. */
export class MarginStack extends DomainStack {
  constructor(scope: Construct, id = 'margin') {
    super(scope, id, { owner: 'margin-team' });

    const collateral = addCollateral(this);
    const marginAccounts = addMarginAccounts(this, { collateral });
    const marginCalls = addMarginCalls(this, { marginAccounts });
    addMarginRecalc(this, { marginAccounts, marginCalls });

    // Nightly
    addMarginEod(this, { marginAccounts, collateral });
    addMarginCallRun(this, { marginCalls, marginAccounts });
  }
}
