import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

const patch = (Path: string) =>
  exampleEntry('service-defaults', 'sec-ledger', {
    Protocol: 'http',
    EnvoyExtensions: [
      {
        Name: 'builtin/property-override',
        Required: true,
        Arguments: {
          Patches: [{ ResourceFilter: { ResourceType: 'cluster', TrafficDirection: 'outbound' }, Op: 'add', Path, Value: '' }],
        },
      },
    ],
  });

/** An extension that rewrites what makes the mesh a mesh. */
export const extensionTls: EstateRule = {
  code: 'MESH-EXTENSION-TLS',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects:
    "An override below transport_socket takes away or weakens the mutual TLS of a proxy, and Consul's own settings say the opposite.",
  source: 'agent/envoyextensions/builtin/property-override',
  check(estate, say) {
    const index = indexOf(estate);
    for (const kind of ['service-defaults', 'proxy-defaults']) {
      for (const { path, entry } of index.entries(kind).values()) {
        objectsIn(entry, 'EnvoyExtensions').forEach((extension, number) => {
          objectsIn(objectIn(extension, 'Arguments'), 'Patches').forEach((each, position) => {
            const patched = textIn(each, 'Path');
            if (!patched.includes('transport_socket')) return;
            say(path, `EnvoyExtensions[${String(number)}].Arguments.Patches[${String(position)}].Path`, {
              message: 'an override of transport_socket changes the mutual TLS of the mesh',
              value: patched,
              fix: 'drop the patch',
            });
          });
        });
      }
    }
  },
  trips: { entries: [patch('/transport_socket/typed_config/sni')] },
  passes: { entries: [patch('/outlier_detection/max_ejection_percent')] },
};
