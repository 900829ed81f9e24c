import { opaqueFaults } from '../../envoy';
import type { JsonObject } from '../../model';
import { exampleEntry, exampleIntentions } from '../example-estate';
import { objectIn } from '../json-members';
import { indexOf } from '../estate-index';
import type { EstateRule } from '../rule';

const defaults = (Config: JsonObject) => exampleEntry('proxy-defaults', 'global', { Config });

/** A setting for all proxies that nobody reads. */
export const proxyDefaults: EstateRule = {
  code: 'MESH-PROXY-DEFAULTS',
  on: 'estate',
  severity: 'warning',
  inProgram: 'error',
  protects: 'What was meant for every proxy of the firm reaches none. Consul takes every key, and its API drops none.',
  source: 'Consul 1.22.7, agent/structs/config_entry.go (ProxyConfigEntry.Validate)',
  check(estate, say) {
    for (const { path, entry } of indexOf(estate).entries('proxy-defaults').values()) {
      for (const { kind, at, ...saying } of opaqueFaults(objectIn(entry, 'Config'), 'defaults', estate.facts.engines.consul)) {
        if (kind !== 'escape') say(path, `Config.${at}`, saying);
      }
    }
  },
  trips: { entries: [defaults({ local_connect_timeout: 1000 })] },
  passes: { entries: [defaults({ local_connect_timeout_ms: 1000, protocol: 'http' }), exampleIntentions('*', { '*': 'deny' })] },
};
