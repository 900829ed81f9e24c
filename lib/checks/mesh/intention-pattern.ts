import { indexOf } from '../estate-index';
import { exampleIntentions } from '../example-estate';
import { objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

/** Signs that are no letters to a regular expression. A lone star is everybody, and Consul takes none within a name. */
const SIGNS = /[.+?()[\]{}|^$\\]/;

/** A caller whose name fits others, too. */
export const intentionPattern: EstateRule = {
  code: 'MESH-INTENTION-PATTERN',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'A sidecar reads the name of a caller as a regular expression: sec-.+ lets in every service whose name begins with sec-.',
  source: 'seen on Consul 1.22.7: web.v1 lets web-v1 in; agent/xds/rbac.go writes names into the expression as they are',
  check(estate, say) {
    for (const { path, entry } of indexOf(estate).entries('service-intentions').values()) {
      objectsIn(entry, 'Sources').forEach((source, position) => {
        const name = textIn(source, 'Name');
        if (!SIGNS.test(name)) return;
        say(path, `Sources[${String(position)}].Name`, {
          message: 'a sidecar reads this name as a regular expression, and may find other callers in it',
          value: name,
          limit: 'letters, digits, - and _',
          fix: 'rename the caller, and name each one that is meant',
        });
      });
    }
  },
  trips: { entries: [exampleIntentions('sec-ledger', { 'sec-.+': 'allow', '*': 'deny' })] },
  passes: { entries: [exampleIntentions('sec-ledger', { 'sec-orders': 'allow', '*': 'deny' })] },
};
