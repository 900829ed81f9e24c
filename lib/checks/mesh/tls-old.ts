import { indexOf } from '../estate-index';
import { exampleEntry, exampleIntentions } from '../example-estate';
import { objectIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

const DENY = exampleIntentions('*', { '*': 'deny' });
const OLD = ['TLSv1_0', 'TLSv1_1'];

const MESH = (TLSMinVersion: string) => exampleEntry('mesh', 'mesh', { TLS: { Incoming: { TLSMinVersion } } });

/** Mutual TLS of a version that is broken. */
export const tlsOld: EstateRule = {
  code: 'MESH-TLS-OLD',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Sidecars agree on a version of TLS that has been broken for years.',
  source: 'types/tls.go; RFC 8996',
  check(estate, say) {
    for (const { path, entry } of indexOf(estate).entries('mesh').values()) {
      for (const direction of ['Incoming', 'Outgoing']) {
        const version = textIn(objectIn(objectIn(entry, 'TLS'), direction), 'TLSMinVersion');
        if (!OLD.includes(version)) continue;
        say(path, `TLS.${direction}.TLSMinVersion`, {
          message: 'the mesh accepts a version of TLS that RFC 8996 forbids',
          value: version,
          limit: 'TLSv1_2',
          fix: "write 'TLSv1_2'",
        });
      }
    }
  },
  trips: { entries: [MESH('TLSv1_0'), DENY] },
  passes: { entries: [MESH('TLSv1_2'), DENY] },
};
