import type { Construct } from 'constructs';
import { DomainStack } from 'kumiki';
import { addIdentityEvents } from './events';
import { addKyc } from './kyc';
import { addLogin, addLoginRisk, addMfa } from './login';
import { addSessionCache, addSessions } from './sessions';
import { addTokenIssuer } from './tokens';

/** Who is it, and is it really. */
export class IdentityStack extends DomainStack {
  constructor(scope: Construct, id = 'identity') {
    super(scope, id, { owner: 'identity-team' });

    // Sessions
    const sessionCache = addSessionCache(this);
    const sessions = addSessions(this, { sessionCache });

    // Login
    const loginRisk = addLoginRisk(this);
    const mfa = addMfa(this);
    addLogin(this, { sessions, mfa, loginRisk });

    addKyc(this);
    addTokenIssuer(this);
    addIdentityEvents(this);
  }
}
