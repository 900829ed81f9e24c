import { Construct } from 'constructs';
import { keyProblem } from '../lib/consul';
import { CallSite } from '../lib/problems';
import { stableJson, templateText, type Json } from '../lib/terraform';
import { secretLiteralFinding } from '../lib/vault';
import { acceptableId } from './construct-id';
import { DomainStack } from './domain-stack';
import { Platform } from './platform';
import { ConsulKeyValues } from './resources';

/** Settings of keys that the domain deploys. */
export interface ConsulKeysProps {
  /** Key below `<domain>/shared/` → value: text as it is, anything else as JSON. No secrets (SECRET-LITERAL). */
  readonly values: Readonly<Record<string, Json>>;
}

/**
 * Keys of Consul's KV store whose values the domain deploys with its jobs. Each key is managed alone and removed with its
 * line; keys that operators own beside them are never touched. Jobs read them with `ConsulKey.shared`.
 *
 * Errors: VALUE-INVALID, SECRET-LITERAL.
 */
export class ConsulKeys extends Construct {
  /** Adds the keys to their domain. @param scope a DomainStack or a construct in one; @param id name of the Terraform resource; @param props keys and their values */
  constructor(scope: Construct, id: string, props: ConsulKeysProps) {
    super(scope, acceptableId(scope, id));
    const site = CallSite.here();
    const platform = Platform.of(this);
    platform.assertOpen(this.node.path, 'new');
    const domain = DomainStack.of(this).node.id;
    const key = Object.keys(props.values)
      .sort()
      .map((name) => {
        const value = props.values[name] ?? null;
        const text = typeof value === 'string' ? value : stableJson(value);
        for (const finding of [keyProblem(name), secretLiteralFinding(`values.${name}`, name, text)]) {
          if (finding !== undefined) platform.report(this.node.path, { at: `values.${name}`, ...finding }, site);
        }
        return { path: `${domain}/shared/${name}`, value: templateText(text), delete: true };
      });
    new ConsulKeyValues(this, 'Resource', { key }).overrideLogicalId(id);
  }
}
