import { indexOf } from '../estate-index';
import { exampleCaller, exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';
import { listenersIn } from './gateways';

const GATEWAY = exampleEntry('api-gateway', 'sec-public', {
  Listeners: [
    { Name: 'https', Port: 8443, Protocol: 'http', TLS: { Certificates: [{ Kind: 'file-system-certificate', Name: 'sec-public-tls' }] } },
  ],
});
const certificate = (Certificate: string) =>
  exampleEntry('file-system-certificate', 'sec-public-tls', { Certificate, PrivateKey: '/secrets/tls/key.pem' });
const JOB = exampleCaller('sec-public', [], {
  kind: 'api-gateway',
  connect: false,
  files: ['/secrets/tls/cert.pem', '/secrets/tls/key.pem'],
});

/** Folders that Nomad makes for each task: what is in them, a template of the job wrote. */
const TASK_FOLDERS = /^\/(?:secrets|local)\//;

/** A certificate in a file that nobody writes. */
export const certificateUnwritten: EstateRule = {
  code: 'EDGE-CERTIFICATE-UNWRITTEN',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Envoy refuses the listener for want of the file, and goes on to say that it is ready.',
  source: 'agent/xds/secrets.go: the file is read by the Envoy of the gateway',
  check(estate, say) {
    const index = indexOf(estate);
    for (const { gateway, listener } of listenersIn(index)) {
      const files = index.registrations(gateway).find(({ service }) => service.kind === 'api-gateway')?.service.files;
      if (files === undefined) continue;
      for (const each of objectsIn(objectIn(listener, 'TLS'), 'Certificates')) {
        const entry = index.entries('file-system-certificate').get(textIn(each, 'Name'));
        if (entry === undefined) continue;
        for (const member of ['Certificate', 'PrivateKey']) {
          const file = textIn(entry.entry, member);
          if (!TASK_FOLDERS.test(file) || files.includes(file)) continue;
          say(entry.path, member, {
            message: `no template of ${gateway} writes this file`,
            value: file,
            limit: files.join(', ') || 'no templates',
            fix: 'name the file that the template writes',
          });
        }
      }
    }
  },
  trips: { entries: [GATEWAY, certificate('/secrets/tls/certificate.pem')], jobs: [JOB] },
  passes: { entries: [GATEWAY, certificate('/secrets/tls/cert.pem')], jobs: [JOB] },
};
