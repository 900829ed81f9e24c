import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addExposure, addExposureStream } from './exposure';
import { addKillSwitch } from './kill-switch';
import { addLimitRefresh, addRiskEod } from './nightly';
import { addPretradeRisk, addRiskLimits } from './pretrade';

/** The firm's own limits. */
export class RiskStack extends DomainStack {
  constructor(scope: Construct, id = 'risk') {
    super(scope, id, { owner: 'risk-team' });

    const killSwitch = addKillSwitch(this);
    const exposure = addExposure(this);
    addExposureStream(this, { exposure, killSwitch });
    const riskLimits = addRiskLimits(this);
    addPretradeRisk(this, { exposure, riskLimits, killSwitch });

    // Nightly
    addRiskEod(this, { exposure, riskLimits });
    addLimitRefresh(this, { riskLimits, exposure });
  }
}
