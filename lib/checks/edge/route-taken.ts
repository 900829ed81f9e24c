import type { JsonObject } from '../../model';
import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { objectIn, objectsIn, textIn, textsIn } from '../json-members';
import type { EstateRule } from '../rule';

const route = (name: string, path: string) =>
  exampleEntry('http-route', name, {
    Hostnames: ['www.sec.example.co.jp'],
    Parents: [{ Kind: 'api-gateway', Name: 'sec-public', SectionName: 'https' }],
    Rules: [{ Matches: [{ Path: { Match: 'prefix', Value: path } }], Services: [{ Name: `sec-${path.slice(1)}` }] }],
  });

/** Two routes that want the same requests. */
export const routeTaken: EstateRule = {
  code: 'EDGE-ROUTE-TAKEN',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'Of two routes on one host and path one gets every request, and nobody says which.',
  source: 'agent/consul/discoverychain/gateway.go, consolidateHTTPRoutes',
  check(estate, say) {
    const taken = new Map<string, string>();
    for (const [name, { path, entry }] of indexOf(estate).entries('http-route')) {
      objectsIn(entry, 'Rules').forEach((rule, number) => {
        for (const key of keysOf(entry, rule)) {
          const other = taken.get(key);
          if (other === undefined || other === name) taken.set(key, name);
          else
            say(path, `Rules[${String(number)}]`, {
              message: `the route ${other} takes the same requests`,
              value: key,
              limit: 'one route, with a weight for each of its services',
              fix: 'put both services into one route, or give one another path',
            });
        }
      });
    }
  },
  trips: { entries: [route('sec-public.orders', '/orders'), route('sec-public.orders-again', '/orders')] },
  passes: { entries: [route('sec-public.orders', '/orders'), route('sec-public.quotes', '/quotes')] },
};

/** Every gateway, host and match of a rule, as text. */
function keysOf(route: JsonObject, rule: JsonObject): string[] {
  const gateways = objectsIn(route, 'Parents').map((parent) => `${textIn(parent, 'Name')}/${textIn(parent, 'SectionName')}`);
  const hosts = textsIn(route, 'Hostnames');
  const matches = objectsIn(rule, 'Matches').map(matchText);
  return gateways.flatMap((gateway) =>
    (hosts.length === 0 ? ['*'] : hosts).flatMap((host) =>
      (matches.length === 0 ? ['any /*'] : matches).map((match) => `${match} at ${host} of ${gateway}`),
    ),
  );
}

function matchText(match: JsonObject): string {
  const path = objectIn(match, 'Path');
  const kind = textIn(path, 'Match');
  const conditions = [...objectsIn(match, 'Headers'), ...objectsIn(match, 'Query')];
  const method = (textIn(match, 'Method') || 'any').toUpperCase();
  const value = textIn(path, 'Value') || '/';
  const more = conditions.length === 0 ? '' : ` ${JSON.stringify(conditions)}`;
  return `${method === 'ALL' ? 'ANY' : method} ${kind === 'exact' ? value : kind === 'regex' ? `~${value}` : `${value}*`}${more}`;
}
