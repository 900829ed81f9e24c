import { indexOf } from '../estate-index';
import { exampleEntry, exampleIntentions } from '../example-estate';
import { objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

const MESH = exampleEntry('mesh', 'mesh', {});
const GLOBAL = exampleEntry('proxy-defaults', 'global', { Config: { protocol: 'http' }, MutualTLSMode: 'strict' });

/** Nothing says that nobody may call whom nobody named. */
export const denyMissing: EstateRule = {
  code: 'MESH-DENY-MISSING',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'A destination without an entry of its own is open where the default policy of the agents is, or ever becomes, allow.',
  source: "platform: the default of intentions follows the access control's default policy",
  check(estate, say) {
    const index = indexOf(estate);
    const global = index.entries('proxy-defaults').get('global') ?? index.entries('mesh').get('mesh');
    // The platform's own entries are not in this estate.
    if (global === undefined) return;
    const everywhere = index.entries('service-intentions').get('*');
    // An allow for everybody is another finding.
    if (everywhere !== undefined && objectsIn(everywhere.entry, 'Sources').some((source) => textIn(source, 'Name') === '*')) return;
    say(global.path, undefined, {
      message: 'no intention denies from every source to every destination',
      value: 'none',
      limit: '* -> * deny',
      fix: "write service-intentions '*' with the source '*' and Action deny",
    });
  },
  trips: { entries: [MESH, GLOBAL] },
  passes: { entries: [MESH, GLOBAL, exampleIntentions('*', { '*': 'deny' })] },
};
