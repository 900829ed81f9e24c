import { indexOf } from '../estate-index';
import { exampleIntentions } from '../example-estate';
import { objectsIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';

/** An intention that lets in whoever comes. */
export const intentionWide: EstateRule = {
  code: 'MESH-INTENTION-WIDE',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Every service that is ever registered may call, and nobody is asked again.',
  source: 'agent/structs/config_entry_intentions.go',
  check(estate, say) {
    for (const [destination, { path, entry }] of indexOf(estate).entries('service-intentions')) {
      objectsIn(entry, 'Sources').forEach((source, position) => {
        const name = textIn(source, 'Name');
        if (name !== '*' && destination !== '*') return;
        const at = `Sources[${String(position)}]`;
        if (textIn(source, 'Action') === 'allow')
          say(path, `${at}.Action`, {
            message: `${name === '*' ? 'any service' : name} may call ${destination === '*' ? 'every service' : destination}`,
            value: `${name} -> ${destination}`,
            fix: 'name each caller at each destination',
          });
        objectsIn(source, 'Permissions').forEach((permission, number) => {
          if (textIn(permission, 'Action') !== 'allow') return;
          say(path, `${at}.Permissions[${String(number)}]`, {
            message: `any service may make requests to ${destination}`,
            value: `${name} -> ${destination}`,
            fix: 'name each caller',
          });
        });
      });
    }
  },
  trips: { entries: [exampleIntentions('sec-ledger', { '*': 'allow' })] },
  passes: { entries: [exampleIntentions('sec-ledger', { '*': 'deny' })] },
};
