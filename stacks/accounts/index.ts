import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addAccountEvents, addAccountOpening, addAccounts } from './accounts';
import { addNisaQuotaMigration } from './migration';
import { addMynumber, addPurposeCheck } from './mynumber';
import { addTaxLotCalc } from './nightly';
import { addNisa, addTaxStatus } from './tax';

/** Customer master and account opening. */
export class AccountsStack extends DomainStack {
  constructor(scope: Construct, id = 'accounts') {
    super(scope, id, { owner: 'accounts-team' });

    // The customer
    const accounts = addAccounts(this);
    addAccountEvents(this);

    // What the state wants to know
    const purposeCheck = addPurposeCheck(this);
    const mynumber = addMynumber(this, { purposeCheck });
    const nisa = addNisa(this);
    const taxStatus = addTaxStatus(this, { accounts });

    addAccountOpening(this, { accounts, mynumber });

    // Nightly, and once
    addTaxLotCalc(this, { taxStatus });
    addNisaQuotaMigration(this, { nisa, accounts });
  }
}
