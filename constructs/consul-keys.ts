import { Construct } from 'constructs';
import { keyProblem } from '../lib/consul';
import { CallSite } from '../lib/problems';
import { isPlainObject } from '../lib/model';
import { stableJson, templateText, tokenFindings, type Json } from '../lib/terraform';
import { secretLiteralsIn } from '../lib/vault';
import { missingProps } from '../lib/workload';
import { acceptableId, logicalId } from './construct-id';
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
    platform.sites.set(this.node.path, site);
    const domain = DomainStack.of(this).node.id;
    const values = isPlainObject(props.values) ? props.values : {};
    const unusable = [
      ...missingProps(props, ['values']),
      ...tokenFindings(values).map((finding) => ({ ...finding, at: `values.${finding.at ?? ''}` })),
    ];
    for (const finding of unusable) platform.report(this.node.path, finding, site);
    const key = Object.keys(values)
      .sort()
      .map((name) => {
        const value = values[name] ?? null;
        const path = `${domain}/shared/${name}`;
        const at = `values.${name}`;
        const wrong = keyProblem(name);
        for (const finding of [...(wrong === undefined ? [] : [wrong]), ...secretLiteralsIn(at, name, value)])
          platform.report(this.node.path, { at, ...finding }, site);
        const taken = platform.claimKey(path, this.node.path);
        if (taken !== undefined)
          platform.report(
            this.node.path,
            { code: 'NAME-TAKEN', at, message: 'two ConsulKeys write one key', value: taken, fix: 'write it in one place' },
            site,
          );
        platform.checks.addKeyWriter({ path: this.node.path, key: path });
        return { path, value: templateText(typeof value === 'string' ? value : stableJson(value)), delete: true };
      });
    new ConsulKeyValues(this, 'Resource', { key }).overrideLogicalId(logicalId(this.node.path.split('/').slice(1).join('-')));
  }
}
