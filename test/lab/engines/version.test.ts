import { atLeast, sameMinor, versionIn } from './version';

describe('the version of a program', () => {
  test.each([
    ['Nomad v1.11.3\nBuildDate 2026-03-24T20:34:07Z', '1.11.3'],
    ['Consul v1.22.7+ent\nRevision 4e5d3d9', '1.22.7'],
    ['Vault v1.21.0, built 2025-10-21T19:33:25Z', '1.21.0'],
    ['/usr/bin/envoy  version: 4cc4ad1/1.36.4/Clean/RELEASE/BoringSSL', '1.36.4'],
    ['go version go1.26.8 linux/amd64', '1.26.8'],
    ['not found', undefined],
  ])('stands in what it says: %j', (text, version) => {
    expect(versionIn(text)).toBe(version);
  });

  it('may differ from the tested one in its patch, not in its minor', () => {
    expect(sameMinor('1.11.9', '1.11.3')).toBe(true);
    expect(sameMinor('1.12.3', '1.11.3')).toBe(false);
  });

  test.each([
    ['1.25.8', '1.25.8', true],
    ['1.26', '1.25.8', true],
    ['1.25.10', '1.25.8', true],
    ['1.25', '1.25.8', false],
    ['1.9.9', '1.25.8', false],
  ])('%s is at least %s: %s', (version, least, answer) => {
    expect(atLeast(version, least)).toBe(answer);
  });
});
