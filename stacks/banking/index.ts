import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addDepositMatcher, addDeposits } from './deposits';
import { addDepositRecon, addWithdrawalFile } from './nightly';
import { addWithdrawals } from './withdrawals';
import { addZenginGateway } from './zengin';

/** Money in and out of banks. */
export class BankingStack extends DomainStack {
  constructor(scope: Construct, id = 'banking') {
    super(scope, id, { owner: 'banking-team' });

    const zenginGateway = addZenginGateway(this);
    const deposits = addDeposits(this, { zenginGateway });
    addDepositMatcher(this, { deposits });
    const withdrawals = addWithdrawals(this, { zenginGateway });

    // Nightly
    addDepositRecon(this, { deposits });
    addWithdrawalFile(this, { withdrawals, zenginGateway });
  }
}
