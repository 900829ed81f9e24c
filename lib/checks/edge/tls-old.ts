import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';
import { listenersIn } from './gateways';

const OLD = ['TLSv1_0', 'TLSv1_1'];

const gateway = (MinVersion: string) =>
  exampleEntry('api-gateway', 'sec-public', { Listeners: [{ Name: 'https', Port: 8443, Protocol: 'http', TLS: { MinVersion } }] });

/** A public listener that speaks a broken TLS. */
export const tlsOld: EstateRule = {
  code: 'EDGE-TLS-OLD',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Clients can be talked down to a version of TLS that has been broken for years.',
  source: 'types/tls.go; RFC 8996',
  check(estate, say) {
    const index = indexOf(estate);
    const tell = (path: string, at: string, version: string): void => {
      if (!OLD.includes(version)) return;
      say(path, at, {
        message: 'a listener accepts a version of TLS that RFC 8996 forbids',
        value: version,
        limit: 'TLSv1_2',
        fix: "write 'TLSv1_2'",
      });
    };
    for (const { path, at, listener } of listenersIn(index))
      for (const member of ['MinVersion', 'MaxVersion']) tell(path, `${at}.TLS.${member}`, textIn(objectIn(listener, 'TLS'), member));
    for (const { path, entry } of index.entries('ingress-gateway').values()) {
      tell(path, 'TLS.TLSMinVersion', textIn(objectIn(entry, 'TLS'), 'TLSMinVersion'));
      objectsIn(entry, 'Listeners').forEach((listener, number) => {
        tell(path, `Listeners[${String(number)}].TLS.TLSMinVersion`, textIn(objectIn(listener, 'TLS'), 'TLSMinVersion'));
      });
    }
  },
  trips: { entries: [gateway('TLSv1_1')] },
  passes: { entries: [gateway('TLSv1_2')] },
};
