import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addTradingCalendar } from './calendar';
import { addFees } from './fees';
import { addInstruments } from './instruments';
import { addInstrumentLoad } from './nightly';

/** Instruments, calendar, fees: what everybody looks up. */
export class ReferenceDataStack extends DomainStack {
  constructor(scope: Construct, id = 'reference-data') {
    super(scope, id, { owner: 'reference-data-team' });

    const instruments = addInstruments(this);
    addTradingCalendar(this);
    addFees(this, { instruments });

    // Nightly
    addInstrumentLoad(this, { instruments });
  }
}
