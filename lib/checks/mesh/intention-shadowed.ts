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
      objectsIn(entry, 'Sources').forEach((source, position) => {
        const permissions = objectsIn(source, 'Permissions');
        const wide: JsonObject[] = [];
        permissions.forEach((permission, number) => {
          const http = objectIn(permission, 'HTTP');
          const shadow = wide.length === 0 ? undefined : shadowOf(permission, http, wide);
          // A deny of all that is left closes a list, also one that left nothing.
          if (shadow !== undefined && !(number === permissions.length - 1 && isRest(permission, http)))
            say(path, `Sources[${String(position)}].Permissions[${String(number)}]`, {
              message: `this ${textIn(permission, 'Action')} is never reached: the ${textIn(shadow, 'Action')} before it takes all its requests`,
              value: text(http),
              limit: `after ${text(objectIn(shadow, 'HTTP'))}`,
              fix: 'put the narrower permission first',
            });
          // Only a prefix can take the requests of many others; so the list stays short.
          if (textIn(http, 'PathPrefix') !== '') wide.push(permission);
        });
      });
    }
  },
  trips: { entries: [exampleIntentions('sec-ledger', { 'sec-orders': [REST, BALANCES], '*': 'deny' })] },
  passes: { entries: [exampleIntentions('sec-ledger', { 'sec-orders': [BALANCES, REST], '*': 'deny' })] },
};

/** The earlier permission of the other action that takes all requests of this one. */
function shadowOf(permission: JsonObject, http: JsonObject, wide: readonly JsonObject[]): JsonObject | undefined {
  const action = textIn(permission, 'Action');
  return wide.find((earlier) => textIn(earlier, 'Action') !== action && covers(objectIn(earlier, 'HTTP'), http));
}

function isRest(permission: JsonObject, http: JsonObject): boolean {
  return textIn(permission, 'Action') === 'deny' && textIn(http, 'PathPrefix') === '/' && Object.keys(http).length === 1;
}

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
