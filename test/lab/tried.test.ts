import { tried } from './tried';

const lineOf = (one: string) => one;

describe('attempts', () => {
  it('are repeated until they are right, and what was late is told with what came first', async () => {
    const times = new Map<string, number>();
    const reasons = ['answered 503', 'no answer'];
    let again = 0;
    const attempt = (one: string) => {
      const before = times.get(one) ?? 0;
      times.set(one, before + 1);
      const reason = one === 'late' ? reasons[before] : undefined;
      return Promise.resolve(reason === undefined ? undefined : { reason });
    };
    const beforeAgain = () => {
      again += 1;
    };

    expect(await tried(['soon', 'late'], attempt, { lineOf, beforeAgain })).toEqual({ fine: 2, wrong: [], late: ['late: answered 503'] });
    expect(Object.fromEntries(times)).toEqual({ soon: 1, late: 3 });
    expect(again).toBe(2);
  });

  it('are tried a second time however long the first took', async () => {
    let times = 0;
    const attempt = () => {
      times += 1;
      return Promise.resolve(times === 1 ? { reason: 'answered 503' } : undefined);
    };

    expect((await tried(['late'], attempt, { lineOf, timeoutSeconds: 0 })).wrong).toEqual([]);
  });

  it('are not lost when what comes before a second one fails', async () => {
    let failures = 0;
    const beforeAgain = () => {
      failures += 1;
      if (failures === 1) throw new Error('Nomad is away');
    };
    const attempt = () => Promise.resolve(failures < 2 ? { reason: 'answered 503' } : undefined);

    expect(await tried(['late'], attempt, { lineOf, beforeAgain })).toEqual({ fine: 1, wrong: [], late: ['late: answered 503'] });
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
