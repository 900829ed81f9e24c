import type { Construct } from 'constructs';
import type { DirectContract, Grant, MemberKind, ServiceContract } from '../lib/mesh';
import type { CallSite, Finding } from '../lib/problems';
import { nameProblem, type Protocol } from '../lib/values';
import type { DomainStack } from './domain-stack';
import type { Platform } from './platform';

/** What a construct is in the mesh. */
export interface Enlistment {
  readonly kind: MemberKind;
  readonly protocol: Protocol | undefined;
  readonly direct?: boolean;
  readonly contract?: ServiceContract | DirectContract | undefined;
  readonly grants?: readonly Grant[] | undefined;
}

/** Gives a construct its identity in the mesh. What is wrong with its name is returned, for the construct to report. */
export function enlist(
  construct: Construct,
  id: string,
  platform: Platform,
  domain: DomainStack,
  site: CallSite,
  member: Enlistment,
): Finding[] {
  const findings: Finding[] = [];
  platform.sites.set(construct.node.path, site);
  const name = nameProblem('id', id, `${platform.facts.namePrefix}-`);
  if (name !== undefined) findings.push({ ...name, at: 'id' });
  const taken = platform.mesh.addMember({
    name: platform.fullName(id),
    id,
    kind: member.kind,
    domain: domain.node.id,
    owner: domain.owner,
    path: construct.node.path,
    protocol: member.protocol,
    direct: member.direct ?? false,
    contract: member.contract,
    grants: member.grants ?? [],
    site,
  });
  if (taken !== undefined) {
    findings.push({
      code: 'NAME-TAKEN',
      at: 'id',
      message: `the name ${id} is taken: Consul Community has no namespaces, so service names are unique in the whole firm`,
      value: `${taken.path} in ${taken.site.text ?? ''}`,
      fix: 'rename one of the two',
    });
  }
  return findings;
}
