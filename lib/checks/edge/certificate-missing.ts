import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';
import { listenersIn } from './gateways';

const GATEWAY = exampleEntry('api-gateway', 'sec-public', {
  Listeners: [
    {
      Name: 'https',
      Port: 8443,
      Protocol: 'http',
      TLS: { Certificates: [{ Kind: 'file-system-certificate', Name: 'sec-public-tls' }] },
    },
  ],
});
const certificate = (name: string) =>
  exampleEntry('file-system-certificate', name, { Certificate: '/secrets/cert.pem', PrivateKey: '/secrets/key.pem' });

/** A listener whose certificate is nowhere. */
export const certificateMissing: EstateRule = {
  code: 'EDGE-CERTIFICATE-MISSING',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'The gateway is not accepted: none of its routes is bound, and the apply is green.',
  source: 'agent/consul/gateways/controller_gateways.go, checkCertificates',
  check(estate, say) {
    const index = indexOf(estate);
    for (const { path, at, listener } of listenersIn(index)) {
      objectsIn(objectIn(listener, 'TLS'), 'Certificates').forEach((each, number) => {
        const kind = textIn(each, 'Kind') || 'inline-certificate';
        const name = textIn(each, 'Name');
        if (index.entries(kind).has(name)) return;
        say(path, `${at}.TLS.Certificates[${String(number)}].Name`, {
          message: `no ${kind} has this name`,
          value: name,
          limit: [...index.entries(kind).keys()].sort().join(', ') || 'none',
          fix: `write the ${kind}, or name one that is there`,
        });
      });
    }
  },
  trips: { entries: [GATEWAY, certificate('sec-partners-tls')] },
  passes: { entries: [GATEWAY, certificate('sec-public-tls')] },
};
