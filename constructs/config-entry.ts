import { Construct } from 'constructs';
import { checkConfigEntry, configEntryToApiText, type EntryModel } from '../lib/consul';
import { templateText, tokenFindings } from '../lib/terraform';
import { CallSite } from '../lib/problems';
import { acceptableId, logicalId } from './construct-id';
import { Platform } from './platform';
import { ConsulConfigEntry } from './resources';

/** Settings of a config entry. */
export interface ConfigEntryProps {
  /** Kind, name and members, typed by Consul's own structs. */
  readonly model: EntryModel;
  /** Entries Consul must know before. @default - none */
  readonly dependsOn?: readonly ConfigEntry[];
  /** Construct that it is written for, where its findings are told. @default - the entry itself @internal */
  readonly owner?: string | undefined;
}

/**
 * One Consul config entry (`consul_config_entry`), strict where the provider drops unknown keys in silence.
 *
 * Errors: CONSUL-UNKNOWN-FIELD, CONSUL-TYPE, VALUE-TOKEN, and NAME-TAKEN for a second entry of one kind and name.
 */
export class ConfigEntry extends Construct {
  /** Terraform address, for `depends_on`. */
  readonly address: string;

  /** Adds one entry. @param scope a stack or a construct in one; @param id construct id: the Terraform address follows from kind and name; @param props the entry */
  constructor(scope: Construct, id: string, props: ConfigEntryProps) {
    super(scope, acceptableId(scope, id));
    const { kind, name, entry } = props.model;
    const platform = Platform.of(this);
    platform.assertOpen(this.node.path, 'new');
    if (props.owner === undefined) platform.sites.set(this.node.path, CallSite.here());
    else if (platform.mesh.members.get(name)?.path !== props.owner) platform.owners.set(this.node.path, props.owner);
    const findings = [...tokenFindings(entry), ...checkConfigEntry(kind, entry, platform.facts.engines.versions)];
    for (const finding of findings) platform.report(this.node.path, finding, CallSite.here());
    const taken = platform.claimEntry(kind, name, this.node.path);
    if (taken !== undefined) {
      const clash = {
        code: 'NAME-TAKEN',
        message: `there are two entries ${kind} ${name}, and the second would overwrite the first`,
        value: taken,
        fix: 'say it in one place; for the entry of a service there is overrideEntry',
      } as const;
      platform.report(this.node.path, clash, CallSite.here());
    }
    const address = logicalId(`${kind}_${name === '*' ? 'any' : name}`);
    this.address = `consul_config_entry.${address}`;
    const text = configEntryToApiText(kind, entry);
    platform.checks.addEntry(props.owner ?? this.node.path, kind, name, text);
    const resource = new ConsulConfigEntry(this, 'Resource', { kind, name, configJson: templateText(text) });
    resource.overrideLogicalId(address);
    if (props.dependsOn !== undefined && props.dependsOn.length > 0)
      resource.dependsOn = props.dependsOn.map(({ address }) => address).sort();
  }
}
