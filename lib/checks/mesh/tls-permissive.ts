import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { textIn } from '../json-members';
import type { EstateRule } from '../rule';

/** A sidecar that takes callers without a certificate. */
export const tlsPermissive: EstateRule = {
  code: 'MESH-TLS-PERMISSIVE',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'A caller without a certificate is let through, and no intention is asked: identity in the mesh means nothing there.',
  source: 'agent/structs/config_entry.go MutualTLSMode; consul docs proxy-defaults',
  check(estate, say) {
    const index = indexOf(estate);
    for (const kind of ['proxy-defaults', 'service-defaults']) {
      for (const { path, entry } of index.entries(kind).values()) {
        if (textIn(entry, 'MutualTLSMode') !== 'permissive') continue;
        say(path, 'MutualTLSMode', {
          message: 'connections without mutual TLS are accepted',
          value: 'permissive',
          limit: 'strict',
          fix: "write MutualTLSMode: 'strict'",
        });
      }
    }
    for (const { path, entry } of index.entries('mesh').values()) {
      if (entry['AllowEnablingPermissiveMutualTLS'] !== true) continue;
      say(path, 'AllowEnablingPermissiveMutualTLS', {
        message: 'any service may switch its mutual TLS off',
        value: 'true',
        limit: 'false',
        fix: 'write AllowEnablingPermissiveMutualTLS: false',
      });
    }
  },
  trips: { entries: [exampleEntry('service-defaults', 'sec-ledger', { Protocol: 'http', MutualTLSMode: 'permissive' })] },
  passes: { entries: [exampleEntry('service-defaults', 'sec-ledger', { Protocol: 'http', MutualTLSMode: 'strict' })] },
};
