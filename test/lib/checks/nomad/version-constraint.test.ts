import { isVersionConstraint } from '../../../../lib/checks/nomad/version-constraint';

describe('a constraint on a version', () => {
  test.each(['1', '>= 1.2', '>= 1.2, < 2.0', '~> 1.0', '= v1.2.3-beta.1+build.7', '1.0beta1', ' != 1.2 '])('is %p', (text) => {
    expect(isVersionConstraint(text, 'version')).toBe(true);
  });

  test.each(['', '>=', '>= 1.x', '== 1.0', '1.2,', '9223372036854775808', 'latest'])('is not %p', (text) => {
    expect(isVersionConstraint(text, 'version')).toBe(false);
  });
});

test('a semantic one has no ~>, and a hyphen before its pre-release', () => {
  expect(['~> 1.0', '1.0beta1', '1.0-beta1', '>= 1.7.0-a'].map((text) => isVersionConstraint(text, 'semver'))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
