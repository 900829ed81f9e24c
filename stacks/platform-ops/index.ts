import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addFeatureFlags } from './feature-flags';
import { addLogIndexRotate, addLogShipper } from './logs';
import { addMetricsAgent, addMetricsStore } from './metrics';
import { addModelStore } from './models';
import { addRestoreDrill } from './restore-drill';

/** The platform's own services. */
export class PlatformOpsStack extends DomainStack {
  constructor(scope: Construct, id = 'platform-ops') {
    super(scope, id, { owner: 'platform-team' });

    addFeatureFlags(this);
    addModelStore(this);

    // Metrics and logs of every server
    const metricsStore = addMetricsStore(this);
    addMetricsAgent(this, { metricsStore });
    addLogShipper(this);

    // Nightly, and on Saturdays
    addLogIndexRotate(this);
    addRestoreDrill(this, { metricsStore });
  }
}
