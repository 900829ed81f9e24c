import type { CheckFacts } from './facts';

/** Version of the files in `checks/`: a change that readers must know of raises it. */
export const CHECKS_VERSION = 1;

/** `checks/platform.json`: what the checks knew of the platform, so that the output can be checked again without the program. */
export interface FactsFile extends CheckFacts {
  /** Version of this form; a reader refuses one that it does not know. */
  readonly version: typeof CHECKS_VERSION;
}

/** The file of these facts. */
export function factsFile(facts: CheckFacts): FactsFile {
  return { version: CHECKS_VERSION, ...facts };
}
