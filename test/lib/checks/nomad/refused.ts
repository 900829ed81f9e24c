import { checkJob, exampleJob, type CheckFacts, type Rule } from '../../../../lib/checks';
import type { JsonObject } from '../../../../lib/model';
import { canonicalJob } from '../../../../lib/nomad';
import { Engines, type EngineVersions } from '../../../../lib/platform';

/** What is refused, as `CODE address`, of the sound job with a fragment laid over a task, a service or a group of it. */
export function refused(on: Exclude<Rule['on'], 'estate'>, fragment: JsonObject, versions: Partial<EngineVersions> = {}): string[] {
  const facts: CheckFacts = { engines: Engines.of(versions).versions };
  const findings = checkJob(canonicalJob(exampleJob(on, fragment)), facts, { inProgram: false });
  return findings.filter(({ severity }) => severity === 'error').map(({ code, at = '' }) => `${code} ${at}`);
}

/** A fragment, and what is refused of it, below the place it is laid over. */
export type Case = readonly [sentence: string, fragment: JsonObject, refused: readonly string[]];

export const TASK = 'TaskGroups[0].Tasks[0]';
export const SERVICE = 'TaskGroups[0].Services[0]';
export const GROUP = 'TaskGroups[0]';
