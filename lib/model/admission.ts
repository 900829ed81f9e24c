import { report, type Check } from './check';
import type { Field, Struct } from './model';
import { show } from '../values';
import { versionRank } from './model-versions';

/** False, and said, for a field that the declared engines would not take whatever its value. */
export function isAdmitted(check: Check, struct: Struct, field: Field, value: unknown): boolean {
  if (field.server) return isZero(value) || refuseServerSet(check, field, value);
  if (field.enterprise !== false && check.versions.edition === 'community' && !isCommunityValue(field, value))
    return refuseEnterprise(check, struct, field, value);
  if (field.until !== undefined && check.nomad >= versionRank(field.until)) return isZero(value) || refuseRetired(check, struct, field);
  if (field.since !== undefined && check.nomad < versionRank(field.since)) return refuseTooNew(check, struct, field, field.since);
  if (field.since !== undefined && check.providerApi < versionRank(field.since)) return refuseDropped(check, struct, field, field.since);
  return true;
}

/**
 * False for a field that the declared engine's decoder does not know. What it ignores, and what only the Enterprise edition
 * has, is said and decoded all the same.
 */
export function isDecoded(check: Check, struct: Struct, field: Field, value: unknown): boolean {
  if (field.since !== undefined && check.nomad < versionRank(field.since)) return refuseTooNew(check, struct, field, field.since);
  if (field.enterprise !== false && check.versions.edition === 'community' && !isCommunityValue(field, value) && !isZero(value))
    refuseEnterprise(check, struct, field, value);
  if (field.until !== undefined && check.nomad >= versionRank(field.until) && !isZero(value)) refuseRetired(check, struct, field);
  return true;
}

/** A zero value is what Go prints for a field that nobody set. */
function isZero(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false;
}

function isCommunityValue(field: Field, value: unknown): boolean {
  return value === '' || (typeof field.enterprise === 'string' && value === field.enterprise);
}

function refuseServerSet(check: Check, field: Field, value: unknown): false {
  const { engine, codes } = check.dialect;
  report(check, {
    code: codes.rule,
    message: `${field.name} is set by the ${engine} servers alone`,
    value: show(value),
    fix: `remove ${field.name}`,
  });
  return false;
}

function refuseEnterprise(check: Check, struct: Struct, field: Field, value: unknown): false {
  const named = typeof field.enterprise === 'string' ? field.enterprise : undefined;
  report(check, {
    code: 'EDITION',
    message: `${struct.name}.${field.name} needs the Enterprise edition, and the platform declares the community one`,
    ...(named === undefined ? {} : { value: show(value), limit: JSON.stringify(named) }),
    fix: named === undefined ? `remove ${field.name}` : `remove ${field.name}, or write ${JSON.stringify(named)}`,
  });
  return false;
}

function refuseRetired(check: Check, struct: Struct, field: Field): false {
  report(check, {
    code: check.dialect.codes.version,
    message: `${check.dialect.engine} ${check.versions.nomad} ignores ${struct.name}.${field.name}: it is gone since ${field.until ?? ''}`,
    fix: `write ${field.use ?? 'nothing'} instead`,
  });
  return false;
}

function refuseTooNew(check: Check, struct: Struct, field: Field, since: string): false {
  report(check, {
    code: check.dialect.codes.version,
    message: `${check.dialect.engine} ${check.versions.nomad} does not know ${struct.name}.${field.name}`,
    limit: `${check.dialect.engine} ${since} or later`,
    fix: `remove ${field.name}, or declare the newer version once the servers run it`,
  });
  return false;
}

function refuseDropped(check: Check, struct: Struct, field: Field, since: string): false {
  const { nomad, nomadProviderApi } = check.versions;
  report(check, {
    code: check.dialect.codes.version,
    message: `${check.dialect.engine} ${nomad} knows ${struct.name}.${field.name}, but the pinned provider, built with the api of ${nomadProviderApi}, drops it in silence`,
    limit: `a provider built with the api of ${check.dialect.engine} ${since} or later`,
    fix: `remove ${field.name}, or pin a newer provider`,
  });
  return false;
}
