import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';
import { listenersIn } from './gateways';

const CERTIFICATE = exampleEntry('file-system-certificate', 'sec-public-tls', {
  Certificate: '/secrets/cert.pem',
  PrivateKey: '/secrets/key.pem',
});
const gateway = (certificate: object) =>
  exampleEntry('api-gateway', 'sec-public', {
    Listeners: [{ Name: 'https', Port: 8443, Protocol: 'http', TLS: { Certificates: [{ Name: 'sec-public-tls', ...certificate }] } }],
  });

/** A private key in Consul. */
export const certificateInline: EstateRule = {
  code: 'EDGE-CERTIFICATE-INLINE',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: "The private key of the public certificate stands in Consul's store, in the state and in every plan.",
  source: 'agent/structs/config_entry_gateways.go: a certificate without a kind is inline',
  check(estate, say) {
    const index = indexOf(estate);
    for (const { path, at, listener } of listenersIn(index)) {
      objectsIn(objectIn(listener, 'TLS'), 'Certificates').forEach((certificate, number) => {
        const kind = textIn(certificate, 'Kind');
        if (kind !== '' && kind !== 'inline-certificate') return;
        say(path, `${at}.TLS.Certificates[${String(number)}].Kind`, {
          message: kind === '' ? 'a certificate without a kind is an inline one' : 'an inline certificate has its private key in Consul',
          value: kind === '' ? 'none' : kind,
          limit: 'file-system-certificate',
          fix: "write Kind: 'file-system-certificate', and let a template write the files",
        });
      });
    }
    for (const { path } of index.entries('inline-certificate').values())
      say(path, undefined, {
        message: 'an inline certificate has its private key in Consul, and in the state',
        limit: 'file-system-certificate',
        fix: 'write a file-system-certificate, and let a template write the files',
      });
  },
  trips: { entries: [gateway({}), CERTIFICATE] },
  passes: { entries: [gateway({ Kind: 'file-system-certificate' }), CERTIFICATE] },
};
