import type { Construct } from 'constructs';

/**
 * An id that `constructs` and cdktf take without throwing. A wrong or taken one is reported as NAME-INVALID or NAME-TAKEN
 * by the construct itself, together with every other mistake of the program; until then it lives under another id.
 */
export function acceptableId(scope: Construct, id: unknown): string {
  const plain = String(id).replaceAll(/[^A-Za-z0-9_-]/g, '-') || 'unnamed';
  let candidate = plain;
  for (let copy = 2; scope.node.tryFindChild(candidate) !== undefined; copy++) candidate = `${plain}-${String(copy)}`;
  return candidate;
}

/** Terraform's name of a resource, from the name it has in the engine. Input may come from plain JavaScript. */
export function logicalId(name: unknown): string {
  return String(name).replaceAll(/[^A-Za-z0-9_-]/g, '-');
}
