import { KumikiError } from '../../../lib/problems';
import { Environment } from '../../../lib/values';

describe('Environment', () => {
  const staging = Environment.of('staging');

  test('chooses the value of its own name', () => {
    expect(staging.choose({ production: 6, staging: 2, otherwise: 1 })).toBe(2);
  });

  test('chooses what stands for all others', () => {
    expect(staging.choose({ production: 6, otherwise: 1 })).toBe(1);
  });

  test('may choose a value that is undefined or false', () => {
    expect([staging.choose({ staging: undefined, otherwise: 1 }), staging.choose({ staging: false, otherwise: true })]).toEqual([
      undefined,
      false,
    ]);
  });

  test('never takes a silent default', () => {
    const choose = () => staging.choose({ production: 6, lab: 1 });
    expect(choose).toThrow(KumikiError);
    expect(choose).toThrow(
      [
        'error PROP-MISSING at environment',
        '  choose() has no value for the environment staging',
        '  value: ["production","lab"]',
        '  fix: add staging: … or otherwise: …',
      ].join('\n'),
    );
  });
});
