import fc from 'fast-check';
import { platformApprovals, readApprovals } from '../../../lib/policy';

const CODE = '3f2a91c4b7d0';
const github = (login: string, minute: number, own: object = {}) => ({
  user: { login, type: 'User' },
  created_at: `2026-11-30T01:${String(minute).padStart(2, '0')}:00Z`,
  updated_at: `2026-11-30T01:${String(minute).padStart(2, '0')}:00Z`,
  body: `approve ${CODE}`,
  ...own,
});
const reviewed = (login: string, minute: number, state: string, body = `approve ${CODE}`) => ({
  user: { login, type: 'User' },
  state,
  submitted_at: `2026-11-30T01:${String(minute).padStart(2, '0')}:00Z`,
  body,
});
const by = (platform: 'github' | 'gitlab', ...answers: unknown[]) =>
  platformApprovals(platform, answers).map((one) => [one.by, one.approves]);

describe('approvals on GitHub', () => {
  test('are comments and approving reviews that name a code on a line of its own', () => {
    expect(
      by(
        'github',
        [[github('hanako', 1)], [github('taro', 2, { body: `I have read it.\r\n  Approve ${CODE.toUpperCase()}  \r\nThanks` })]],
        reviewed('ichiro', 3, 'APPROVED'),
      ),
    ).toEqual([
      ['hanako', CODE],
      ['ichiro', CODE],
      ['taro', CODE],
    ]);
  });

  test.each([
    ['without a code', github('hanako', 1, { body: 'approve' })],
    ['that quote one', github('hanako', 1, { body: `> approve ${CODE}` })],
    ['that speak of one', github('hanako', 1, { body: `please approve ${CODE} soon` })],
    ['of too few letters', github('hanako', 1, { body: 'approve 3f2a91c4b7d' })],
    ['of a program', { ...github('kumiki', 1), user: { login: 'kumiki', type: 'Bot' } }],
    ['that were edited', github('hanako', 1, { updated_at: '2026-11-30T02:00:00Z' })],
    ['in a review that only comments', reviewed('hanako', 1, 'COMMENTED')],
    ['in a review that approves without a code', reviewed('hanako', 1, 'APPROVED', 'fine')],
    ['in a review that was dismissed', reviewed('hanako', 1, 'DISMISSED')],
    ['of nobody', { message: 'Not Found' }],
  ])('are not words %s', (_, answer) => {
    expect(by('github', [answer])).toEqual([]);
  });

  test('are the last word of each person', () => {
    expect(by('github', [github('hanako', 1), reviewed('hanako', 2, 'CHANGES_REQUESTED')])).toEqual([]);
    expect(by('github', [reviewed('hanako', 2, 'CHANGES_REQUESTED'), github('hanako', 3)])).toEqual([['hanako', CODE]]);
    expect(by('github', [github('hanako', 1), github('Hanako', 2, { body: 'approve beefbeefbeef' })])).toEqual([
      ['Hanako', 'beefbeefbeef'],
    ]);
    expect(by('github', [github('hanako', 1), github('hanako', 2, { body: 'withdraw' })])).toEqual([]);
  });

  test('do not depend on the order of the answers', () => {
    const words = [
      github('hanako', 1),
      reviewed('hanako', 1, 'CHANGES_REQUESTED'),
      github('taro', 3),
      github('taro', 2, { body: 'withdraw' }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(words, { minLength: words.length }), (order) => {
        expect(by('github', order)).toEqual([['taro', CODE]]);
      }),
    );
  });
});

describe('approvals on GitLab', () => {
  const note = (username: string, minute: number, body = `approve ${CODE}`, system = false) => ({
    author: { username },
    created_at: `2026-11-30T01:0${String(minute)}:00.000Z`,
    updated_at: `2026-11-30T01:0${String(minute)}:00.000Z`,
    body,
    system,
  });

  test('are notes that name a code', () => {
    expect(by('gitlab', [[note('hanako', 1)]])).toEqual([['hanako', CODE]]);
  });

  test('end where the person takes them back', () => {
    expect(by('gitlab', [note('hanako', 1), note('hanako', 2, 'unapproved this merge request', true)])).toEqual([]);
  });

  test('are not what GitLab itself notes', () => {
    expect(by('gitlab', [note('hanako', 1, `approve ${CODE}`, true), note('hanako', 2, 'approved this merge request', true)])).toEqual([]);
  });
});

describe('a list of approvals', () => {
  test('is read', () => {
    const list = [{ by: 'hanako', at: '2026-11-30T01:00:00Z', approves: CODE }];
    expect(readApprovals(JSON.stringify(list))).toEqual({ approvals: list });
  });

  test('is refused with everything that is wrong', () => {
    const read = readApprovals(
      JSON.stringify([{ by: '', approves: CODE }, { by: 'hanako', approves: 'yes' }, 1, { by: 'a', approves: CODE, for: 'b' }]),
    );
    expect('findings' in read ? read.findings.map(({ at, message, value }) => [at, message, value]) : read).toEqual([
      ['[0].by', 'nobody is named', '""'],
      ['[1].approves', 'no code is named', '"yes"'],
      ['[2]', 'an approval is no object', '1'],
      ['[3].for', 'an approval has no such member', '"b"'],
    ]);
    expect(readApprovals('')).toHaveProperty('findings');
    expect(readApprovals('{}')).toHaveProperty('findings');
  });
});
