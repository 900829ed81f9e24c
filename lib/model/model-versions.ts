/** The facts a field is measured against. All of them are data of the platform; the library assumes none. */
export interface ModelVersions {
  /** Version of the Nomad servers, `1.11.3`. */
  readonly nomad: string;
  /** Version of Nomad's `api` module that the pinned provider was built with, `1.11.0`: it drops what came later, in silence. */
  readonly nomadProviderApi: string;
  readonly edition: 'community' | 'enterprise';
}

/** A version as one number that can be compared. A suffix (`-beta.1`, `+ent`) is not looked at; NaN for what is no version. */
export function versionRank(version: string): number {
  const known = RANKS.get(version);
  if (known !== undefined) return known;
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  const rank = match === null ? Number.NaN : Number(match[1]) * 1e6 + Number(match[2]) * 1e3 + Number(match[3]);
  RANKS.set(version, rank);
  return rank;
}

/** Of the few versions that are declared and compared with, again and again. */
const RANKS = new Map<string, number>();
