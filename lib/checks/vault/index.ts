import type { Rule } from '../rule';
import { denyIdle } from './deny-idle';
import { kvData } from './kv-data';
import { policyWide } from './policy-wide';
import { roleMissing } from './role-missing';
import { roleRefused } from './role-refused';
import { roleUnbound } from './role-unbound';
import { roleUnused } from './role-unused';
import { sudo } from './sudo';
import { sys } from './sys';
import { ungranted } from './ungranted';
import { wildcard } from './wildcard';

/** The VAULT-… rules. */
export const VAULT_RULES: readonly Rule[] = [
  denyIdle,
  kvData,
  policyWide,
  roleMissing,
  roleRefused,
  roleUnbound,
  roleUnused,
  sudo,
  sys,
  ungranted,
  wildcard,
];
