import { tried } from './tried';

const lineOf = (one: string) => one;

describe('attempts', () => {
  it('are repeated until they are right, and what was late is told with what came before', async () => {
    const times = new Map<string, number>();
    const attempt = (one: string) => {
      times.set(one, (times.get(one) ?? 0) + 1);
      return Promise.resolve(one === 'late' && times.get(one) === 1 ? { reason: 'answered 503' } : undefined);
    };

    expect(await tried(['soon', 'late'], attempt, { lineOf })).toEqual({ fine: 2, wrong: [], late: ['late: answered 503'] });
    expect([...times]).toEqual([
      ['soon', 1],
      ['late', 2],
    ]);
  });

  it('are wrong when they are so to the end, an error as well', async () => {
    const attempt = (one: string) =>
      one === 'broken' ? Promise.reject(new Error('no answer')) : Promise.resolve({ reason: 'answered 503' });

    expect(await tried(['broken', 'silent'], attempt, { lineOf, timeoutSeconds: 0 })).toEqual({
      fine: 0,
      wrong: ['broken: no answer', 'silent: answered 503'],
      late: [],
    });
  });

  it('are not repeated after what can never be right: a stranger was answered', async () => {
    let times = 0;
    const attempt = () => {
      times += 1;
      return Promise.resolve(times === 1 ? { reason: 'answered 200', isFinal: true } : undefined);
    };

    expect(await tried(['stranger'], attempt, { lineOf })).toEqual({ fine: 0, wrong: ['stranger: answered 200'], late: [] });
    expect(times).toBe(1);
  });
});
