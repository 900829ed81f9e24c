import { keyPolicyText } from '../consul';
import { policyText, type PolicyPath } from '../vault';

/** A policy that gives what one of the two gives; undefined where a text is not in the form that kumiki writes. */
export function uniteVaultPolicies(deployed: string, wanted: string): string | undefined {
  const before = vaultPaths(deployed);
  const after = vaultPaths(wanted);
  if (before === undefined || after === undefined) return undefined;
  const united = policyText([...after, ...before]);
  return united === policyText(after) ? wanted : united;
}

/** The same for a policy of Consul that reads keys. */
export function uniteKeyPolicies(deployed: string, wanted: string): string | undefined {
  const before = blocksOf(deployed, KEY);
  const after = blocksOf(wanted, KEY);
  if (before === undefined || after === undefined) return undefined;
  const united = keyPolicyText([...after, ...before].map(([key = '']) => key));
  return united === keyPolicyText(after.map(([key = '']) => key)) ? wanted : united;
}

// No wildcards: where two patterns overlap Vault asks the more exact one alone, so a union would take rights away.
const PATH = /path "([^"*+]+)" \{\n {2}capabilities = \[([^\]]*)\]\n\}\n/g;
const KEY = /key "([^"]+)" \{\n {2}policy = "read"\n\}\n/g;

function vaultPaths(text: string): PolicyPath[] | undefined {
  const paths = blocksOf(text, PATH)?.map(([path = '', list = '']) => ({
    path,
    capabilities: [...list.matchAll(/"([^"]+)"/g)].map(([, capability = '']) => capability),
  }));
  return paths?.some(({ capabilities }) => capabilities.includes('deny')) === true ? undefined : paths;
}

/** The captures of each block; undefined where something stands beside the blocks. */
function blocksOf(text: string, block: RegExp): string[][] | undefined {
  if (text.replaceAll(block, '').trim() !== '') return undefined;
  return [...text.matchAll(block)].map(([, ...captures]) => captures);
}
