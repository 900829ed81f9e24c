import { outputOf } from '../support/outputs';
import { Folder, kumiki } from './kumiki';

const policy = { version: 1, teams: { 'trading-team': ['hanako'] } };
const AFTER = '2026-11-30T16:00:00+09:00';
const CLOSED = 'kumiki: ';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  write('base', outputOf({ trading: {} }));
  write('head', outputOf({ trading: { canary: true } }));
  folder.write('review-policy.json', policy);
  folder.write('approvals.json', []);
  review();
});
afterEach(() => {
  folder.remove();
});

function write(name: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) folder.write(`${name}/${path}`, text);
}

const review = (...words: readonly string[]) =>
  kumiki(['review', '--base', 'base', '--head', 'head', '--at', AFTER, '--json', 'review.json', ...words], { cwd: folder.path });
const gate = (...words: readonly string[]) =>
  kumiki(
    [
      'gate',
      '--review',
      'review.json',
      '--base',
      'base',
      '--head',
      'head',
      '--approvals',
      'approvals.json',
      '--author',
      'alice',
      '--at',
      AFTER,
      ...words,
    ],
    { cwd: folder.path },
  );
const approve = (by: string): void => {
  const [, code] = /approve ([0-9a-f]{12})/.exec(gate().stdout)!;
  folder.write('approvals.json', [{ by, approves: code }]);
};

describe('kumiki gate', () => {
  test('says what is missing, and opens when it is there', () => {
    const closed = gate();
    expect([closed.code, closed.stderr, closed.stdout]).toEqual([
      1,
      '',
      expect.stringMatching(/^gate: closed\n {2}decision {4}NEEDS ONE\n {2}to approve {2}approve [0-9a-f]{12}\n {2}missing {5}1 more of/),
    ]);
    approve('hanako');
    expect(gate('--json', 'gate.json')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^gate: open\n/) });
  });

  test('says which words of the policy fit nothing', () => {
    folder.write('review-policy.json', { ...policy, approvals: [{ when: { domains: ['tradign', 'platform'] }, teams: ['trading-team'] }] });
    expect(gate().stdout).toContain(
      '  note        approvals[0].when.domains of the policy: tradign is in neither output; is trading meant\n',
    );
  });

  test('counts an approval of one review for no other', () => {
    approve('hanako');
    review('--at', '2026-11-30T16:00:01+09:00');
    expect(gate()).toMatchObject({ code: 1, stdout: expect.stringContaining('no effect   hanako approved ') });
  });

  test('asks all that its policy asks, also of a review that was made without it', () => {
    folder.write('review-policy.json', {
      ...policy,
      decisions: { restart: 'BLOCK', 'in-place': 'BLOCK', 'size-changed': 'BLOCK', 'finding-warning': 'BLOCK' },
    });
    expect(gate()).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('refused     the review does not say what these outputs and this policy give; review it again'),
    });
    review('--policy', 'review-policy.json');
    expect(gate()).toMatchObject({ code: 1, stdout: expect.not.stringContaining('review it again') });
  });

  test.each<[string, () => void, string]>([
    [
      'a policy that is not there',
      () => folder.remove('review-policy.json'),
      'review-policy.json cannot be read (ENOENT); without a policy nothing may be applied',
    ],
    [
      'a policy with a word that is not known',
      () => folder.write('review-policy.json', { ...policy, aprovals: [] }),
      `review-policy.json is no policy
error PROP-UNKNOWN at review-policy.json
  aprovals: a policy has no such member
  value: "aprovals"
  limit: version, decisions, teams, approvals, breakGlass
  fix: write approvals`,
    ],
    ['approvals that are not there', () => folder.remove('approvals.json'), 'approvals.json cannot be read (ENOENT)'],
    ['a review that is empty', () => folder.write('review.json', ''), 'review.json is no review of version 1'],
    ['a review of another form', () => folder.write('review.json', { version: 2 }), 'review.json is no review of version 1'],
  ])('does not run with %s, and says so', (_, damage, sentence) => {
    damage();
    expect(gate()).toEqual({ code: 2, stdout: '', stderr: `${CLOSED}${sentence}\n` });
  });

  test('does not run with approvals that are malformed', () => {
    folder.write('approvals.json', [{ by: 'hanako', approves: 'yes' }]);
    expect(gate()).toEqual({
      code: 2,
      stdout: '',
      stderr: `kumiki: error VALUE-INVALID at approvals.json
  [0].approves: no code is named
  value: "yes"
  limit: 12 to 64 hexadecimal letters
  fix: write [{ "by": "a name", "approves": "the code of the review" }], or [] where nobody approved
`,
    });
  });

  test('does not run for a moment without an offset', () => {
    expect(gate('--at', '2026-11-30T16:00:00')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^kumiki: --at 2026-11-30T16:00:00 is no moment/),
    });
  });
});
