import type { Finding } from '../problems';
import { show, Value } from '../values';

/** Community or Enterprise: a feature of the latter fails synth under the former. */
export type Edition = 'community' | 'enterprise';

/** Versions of what the synthesized output will meet. Versions are data: they change verdicts, not code. */
export interface EngineVersions {
  /** Version of the Nomad servers, `1.11.3`. */
  readonly nomad: string;
  /** Version of the Consul servers, `1.22.7`. */
  readonly consul: string;
  /** Version of the Vault servers, `1.21.0`. */
  readonly vault: string;
  /** Version of the Envoy that sidecars and gateways run, `1.36.4`. */
  readonly envoy: string;
  /** Lowest Terraform that may apply the output (`required_version`). */
  readonly terraform: string;
  /** Version of the Nomad API the pinned Terraform provider carries: what it does not know it drops in silence. */
  readonly nomadProviderApi: string;
  /** Edition of the engines; a feature that it does not have is the problem EDITION. */
  readonly edition: Edition;
}

const EDITIONS: readonly string[] = ['community', 'enterprise'] satisfies readonly Edition[];

const TESTED: EngineVersions = {
  nomad: '1.11.3',
  consul: '1.22.7',
  vault: '1.21.0',
  envoy: '1.36.4',
  terraform: '1.11.0',
  nomadProviderApi: '1.11.0',
  edition: 'community',
};

/** The engines of a firm. */
export class Engines extends Value {
  /** Versions and edition, with every default filled in. */
  readonly versions: EngineVersions;

  private constructor(versions: EngineVersions) {
    super(versionProblem(versions));
    this.versions = versions;
  }

  /** The versions kumiki is tested against: Nomad 1.11.3, Consul 1.22.7, Vault 1.21.0, Envoy 1.36.4, Terraform 1.11, Community. */
  static tested(this: void): Engines {
    return new Engines(TESTED);
  }

  /** Other versions; what is left out is as tested. */
  static of(this: void, versions: Partial<EngineVersions>): Engines {
    return new Engines({ ...TESTED, ...versions });
  }
}

function versionProblem({ edition, ...versions }: EngineVersions): Finding | undefined {
  for (const [engine, version] of Object.entries(versions)) {
    if (!/^\d+\.\d+\.\d+$/.test(version))
      return {
        code: 'VALUE-INVALID',
        at: `engines.${engine}`,
        message: 'a version is written with three numbers',
        value: show(version),
        fix: "for instance '1.11.3'",
      };
  }
  if (EDITIONS.includes(edition)) return undefined;
  return {
    code: 'VALUE-INVALID',
    at: 'engines.edition',
    message: 'there are two editions',
    value: show(edition),
    limit: 'community, enterprise',
    fix: "write 'community'",
  };
}
