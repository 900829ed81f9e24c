import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addCash } from './cash';
import { addCutOffs } from './cut-offs';
import { addCorporateActions, addCustody } from './custody';
import { addJasdecGateway, addJasdecInbox } from './jasdec';
import { addLedger, addLedgerPoster } from './ledger';
import {
  addCorpActionsApply,
  addJasdecInstruct,
  addLedgerClose,
  addSettlementNetting,
  addSettlementReport,
  addTradeCapture,
} from './nightly';
import { addLedgerReplay } from './replay';
import { addSettlements } from './settlements';

/** Ledger, custody, cash and what settles them. */
export class SettlementStack extends DomainStack {
  constructor(scope: Construct, id = 'settlement') {
    super(scope, id, { owner: 'settlement-team' });

    // The books
    const ledger = addLedger(this);
    const cash = addCash(this, { ledger });
    const custody = addCustody(this);
    addLedgerPoster(this, { ledger, cash });
    addLedgerReplay(this, { ledger });

    // The depository
    addCutOffs(this);
    const jasdecGateway = addJasdecGateway(this);
    const settlements = addSettlements(this, { custody, cash, jasdecGateway });
    addJasdecInbox(this, { settlements });
    const corporateActions = addCorporateActions(this, { custody, ledger, jasdecGateway });

    // Nightly
    addTradeCapture(this, { settlements });
    addSettlementNetting(this, { settlements });
    addSettlementReport(this, { settlements, ledger });
    addJasdecInstruct(this, { settlements, jasdecGateway });
    addLedgerClose(this, { ledger });
    addCorpActionsApply(this, { corporateActions });
  }
}
