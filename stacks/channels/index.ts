import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addMobileBff } from './mobile';
import { addWebBff, addWebFront, addWebLanding } from './web';

/** Web and mobile front ends. */
export class ChannelsStack extends DomainStack {
  constructor(scope: Construct, id = 'channels') {
    super(scope, id, { owner: 'channels-team' });

    const webBff = addWebBff(this);
    addWebFront(this, { webBff });
    addWebLanding(this);
    addMobileBff(this);
  }
}
