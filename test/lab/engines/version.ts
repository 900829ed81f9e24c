/** The first version in what a program says about itself: `Nomad v1.11.3`, `envoy  version: 4cc4…/1.36.4/Clean/RELEASE/BoringSSL`. */
export function versionIn(text: string): string | undefined {
  return /(?<![\d.])(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1];
}

/** Whether a program behaves as the tested one does: patches may differ, minors may not. */
export function sameMinor(one: string, other: string): boolean {
  return minorOf(one) === minorOf(other);
}

/** Whether `version` is `least` or newer, part by part. */
export function atLeast(version: string, least: string): boolean {
  const wanted = least.split('.').map(Number);
  const given = version.split('.').map(Number);
  const differs = wanted.findIndex((part, index) => part !== (given[index] ?? 0));
  return differs === -1 || (given[differs] ?? 0) > wanted[differs]!;
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
