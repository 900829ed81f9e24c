const RELEASE = String.raw`v?[0-9]+(?:\.[0-9]+)*`;
const WORD = String.raw`[0-9A-Za-z\-~]`;
const NUMBERED = String.raw`-[0-9]+${WORD}*(?:\.${WORD}+)*`;
const NAMED = String.raw`[A-Za-z\-~]+${WORD}*(?:\.${WORD}+)*`;
const METADATA = String.raw`(?:\+${WORD}+(?:\.${WORD}+)*)?`;
const SPACE = String.raw`[\t\n\f\r ]*`;

/** A version may run into its pre-release, `1.0beta1`; a semantic one may not, and has no `~>`. */
const VERSION = new RegExp(`^${SPACE}(?:<=|>=|!=|~>|<|>|=)?${SPACE}${RELEASE}(?:${NUMBERED}|-?${NAMED})?${METADATA}${SPACE}$`);
const SEMVER = new RegExp(`^${SPACE}(?:<=|>=|!=|<|>|=)?${SPACE}${RELEASE}(?:${NUMBERED}|-${NAMED})?${METADATA}${SPACE}$`);

const MAX_SEGMENT = 2n ** 63n;

/** Whether Nomad reads a text as constraints on a version, `>= 1.2, < 2.0`. */
export function isVersionConstraint(text: string, kind: 'version' | 'semver'): boolean {
  const form = kind === 'version' ? VERSION : SEMVER;
  return text.split(',').every((one) => form.test(one) && segmentsFit(one));
}

/** Every number of the release is an int64. */
function segmentsFit(one: string): boolean {
  const release = /[0-9]+(?:\.[0-9]+)*/.exec(one)?.[0] ?? '';
  return release.length < 19 || release.split('.').every((segment) => BigInt(segment) < MAX_SEGMENT);
}
