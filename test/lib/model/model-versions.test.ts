import { versionRank } from '../../../lib/model/model-versions';

test.each([
  ['1.11.3', '1.11.10'],
  ['1.11.3', '2.0.0'],
  ['1.9.9', '1.10.0'],
  ['v1.10.0', 'v1.10.1+ent'],
])('%s comes before %s', (earlier, later) => {
  expect(versionRank(earlier)).toBeLessThan(versionRank(later));
});

test('what is no version compares with nothing', () => {
  expect(versionRank('latest')).toBeNaN();
});
