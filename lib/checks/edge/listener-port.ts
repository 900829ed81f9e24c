import type { JsonObject } from '../../model';
import { indexOf } from '../estate-index';
import { exampleEntry } from '../example-estate';
import { numberIn, textIn } from '../json-members';
import type { EstateRule } from '../rule';
import { listenersIn } from './gateways';

const gateway = (...hosts: readonly string[]) =>
  exampleEntry('api-gateway', 'sec-public', {
    Listeners: hosts.map((Hostname, index) => ({ Name: `https-${String(index)}`, Port: 8443, Protocol: 'http', Hostname })),
  });

/** Listeners that cannot be one. */
export const listenerPort: EstateRule = {
  code: 'EDGE-LISTENER-PORT',
  on: 'estate',
  severity: 'error',
  protects: 'Consul refuses the gateway at apply.',
  source: 'agent/structs/config_entry_gateways.go, validateMergedListeners',
  check(estate, say) {
    const byPort = new Map<string, JsonObject>();
    for (const { gateway: name, path, at, listener } of listenersIn(indexOf(estate))) {
      const port = numberIn(listener, 'Port');
      const key = `${name} ${String(port)}`;
      const other = byPort.get(key);
      byPort.set(key, listener);
      if (other === undefined || sharedText(other) === sharedText(listener)) continue;
      say(path, at, {
        message: `the listeners ${textIn(other, 'Name')} and ${textIn(listener, 'Name')} share a port, and not host and protocol`,
        value: `${sharedText(other)} and ${sharedText(listener)} on ${String(port)}`,
        limit: 'one host and one protocol for each port',
        fix: 'make one listener without a host, and let the routes name theirs',
      });
    }
  },
  trips: { entries: [gateway('www.sec.example.co.jp', 'api.sec.example.co.jp')] },
  passes: { entries: [gateway('')] },
};

function sharedText(listener: JsonObject): string {
  return `${textIn(listener, 'Protocol').toLowerCase()} ${textIn(listener, 'Hostname') || 'any host'}`;
}
