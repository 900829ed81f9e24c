import type { JsonObject } from '../../model';
import { indexOf } from '../estate-index';
import { exampleIntentions } from '../example-estate';
import { objectIn, objectsIn, textIn, textsIn } from '../json-members';
import type { EstateRule } from '../rule';

const REST = { Action: 'deny', HTTP: { PathPrefix: '/' } };
const BALANCES = { Action: 'allow', HTTP: { PathExact: '/balances', Methods: ['GET'] } };

/** A permission that an earlier one of the other action takes the requests from. */
export const intentionShadowed: EstateRule = {
  code: 'MESH-INTENTION-SHADOWED',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects:
    'A deny below a wider allow never denies, and an allow below a wider deny never opens: the text says the opposite of what Envoy does.',
  source: 'agent/structs/config_entry_intentions.go: permissions are read in order, and the first that matches decides',
  check(estate, say) {
    for (const { path, entry } of indexOf(estate).entries('service-intentions').values()) {
      for (const [position, source] of objectsIn(entry, 'Sources').entries()) {
        const permissions = objectsIn(source, 'Permissions');
        const wide = new Set<JsonObject>();
        for (const [number, permission] of permissions.entries()) {
          const action = textIn(permission, 'Action');
          // A deny of all that is left closes a list, also one that left nothing.
          if (number === permissions.length - 1 && action === 'deny' && text(objectIn(permission, 'HTTP')) === 'any method /*') continue;
          for (const earlier of wide) {
            if (textIn(earlier, 'Action') === action || !covers(objectIn(earlier, 'HTTP'), objectIn(permission, 'HTTP'))) continue;
            say(path, `Sources[${String(position)}].Permissions[${String(number)}]`, {
              message: `this ${action} is never reached: the ${textIn(earlier, 'Action')} before it takes all its requests`,
              value: text(objectIn(permission, 'HTTP')),
              limit: `after ${text(objectIn(earlier, 'HTTP'))}`,
              fix: 'put the narrower permission first',
            });
            break;
          }
          // Only a prefix can take the requests of many others; so the list stays short.
          if (textIn(objectIn(permission, 'HTTP'), 'PathPrefix') !== '') wide.add(permission);
        }
      }
    }
  },
  trips: { entries: [exampleIntentions('sec-ledger', { 'sec-orders': [REST, BALANCES], '*': 'deny' })] },
  passes: { entries: [exampleIntentions('sec-ledger', { 'sec-orders': [BALANCES, REST], '*': 'deny' })] },
};

/** Whether a prefix takes every request of another match. */
function covers(wide: JsonObject, narrow: JsonObject): boolean {
  if (objectsIn(wide, 'Header').length > 0) return false;
  const methods = textsIn(wide, 'Methods');
  const asked = textsIn(narrow, 'Methods');
  if (methods.length > 0 && (asked.length === 0 || asked.some((method) => !methods.includes(method)))) return false;
  const prefix = textIn(wide, 'PathPrefix');
  // A regular expression of paths stands below the root at least.
  if (textIn(narrow, 'PathRegex') !== '') return prefix === '/';
  return (textIn(narrow, 'PathExact') || textIn(narrow, 'PathPrefix') || '/').startsWith(prefix);
}

function text(http: JsonObject): string {
  const methods = textsIn(http, 'Methods');
  const path = textIn(http, 'PathExact') || textIn(http, 'PathRegex') || `${textIn(http, 'PathPrefix')}*`;
  return `${methods.length === 0 ? 'any method' : methods.join('|')} ${path}`;
}
