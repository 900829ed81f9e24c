import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';
import { listenersIn } from './gateways';

const certificates = ['sec-public-tls', 'sec-staff-tls'].map((name) =>
  exampleEntry('file-system-certificate', name, { Certificate: `/secrets/${name}.pem`, PrivateKey: `/secrets/${name}-key.pem` }),
);
const gateway = (...names: readonly string[]) =>
  exampleEntry('api-gateway', 'sec-public', {
    Listeners: [
      {
        Name: 'https',
        Port: 8443,
        Protocol: 'http',
        TLS: { Certificates: names.map((Name) => ({ Kind: 'file-system-certificate', Name })) },
      },
    ],
  });

/** Several certificates in files behind one listener. */
export const certificateMany: EstateRule = {
  code: 'EDGE-CERTIFICATE-MANY',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'Consul cannot read the names in the files, so Envoy cannot choose by host: it refuses the listener, or serves the wrong certificate.',
  source: 'agent/xds/listeners_apigateway.go',
  check(estate, say) {
    for (const { path, at, listener } of listenersIn(indexOf(estate))) {
      const files = objectsIn(objectIn(listener, 'TLS'), 'Certificates').filter(
        (each) => textIn(each, 'Kind') === 'file-system-certificate',
      );
      if (files.length < 2) continue;
      say(path, `${at}.TLS.Certificates`, {
        message: 'a listener has more than one certificate in files',
        value: files.map((each) => textIn(each, 'Name')).join(', '),
        limit: '1',
        fix: 'issue one certificate with all names, or make a listener for each on a port of its own',
      });
    }
  },
  trips: { entries: [...certificates, gateway('sec-public-tls', 'sec-staff-tls')] },
  passes: { entries: [...certificates, gateway('sec-public-tls')] },
};
