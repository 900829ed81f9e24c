import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { outputOf } from '../support/outputs';
import { Bench, PIPELINES } from './bench';

const policy = { version: 1, teams: { 'trading-team': ['hanako'] } };
const AT = '2026-11-30T16:00:00+09:00';
const SAID = { created_at: '2026-11-30T06:00:00Z', updated_at: '2026-11-30T06:00:00Z' };
const GITLAB = {
  CI_API_V4_URL: 'https://gitlab.example/api/v4',
  CI_PROJECT_ID: '12',
  CI_COMMIT_SHA: 'c'.repeat(40),
  KUMIKI_GITLAB_TOKEN: 'glpat-secret',
};

let bench: Bench;
beforeEach(() => {
  bench = new Bench(outputOf({ trading: { canary: true } }), outputOf({ trading: { canary: true, image: '2' } }), policy, AT);
  bench.write('notes.json', '[]');
});
afterEach(() => {
  bench.remove();
});

describe('on GitHub', () => {
  test('the comment is made once, and changed from then on', () => {
    bench.reviewed();
    expect(bench.read('work/.kumiki/review/comment.md')).toMatch(/^<!-- kumiki-review -->\n[\s\S]*to approve {2}approve [0-9a-f]{12}\n/);
    expect(bench.step('comment-github', { KUMIKI_CHANGE: '7' }).code).toBe(0);
    expect(bench.calls().at(-1)).toBe(
      'gh api --silent --method POST repos/sec/estate/issues/7/comments --field body=@.kumiki/review/comment.md',
    );
    bench.write('comment-id', '99\n');
    expect(bench.step('comment-github', { KUMIKI_CHANGE: '7' }).code).toBe(0);
    expect(bench.calls().at(-1)).toBe(
      'gh api --silent --method PATCH repos/sec/estate/issues/comments/99 --field body=@.kumiki/review/comment.md',
    );
  });

  test('a number that is none goes into no address', () => {
    const { code, stderr } = bench.step('comment-github', { KUMIKI_CHANGE: '7/../8' });
    expect([code, stderr, bench.calls()]).toEqual([2, expect.stringContaining("KUMIKI_CHANGE is '7/../8'; name the number"), []]);
  });

  test('the review, its approvals and the author are found by the merged commit', () => {
    const code = bench.reviewed();
    bench.copy('work/.kumiki/review', 'artifact');
    bench.write('reviews.json', '[[]]');
    bench.write('comments.json', JSON.stringify([[{ ...SAID, user: { login: 'hanako', type: 'User' }, body: `approve ${code}` }]]));
    expect(bench.step('approvals-github')).toMatchObject({ code: 0, stderr: '' });
    expect(bench.read('work/.kumiki/approvals/authors')).toBe('alice\n');
    expect(bench.step('gate')).toMatchObject({ code: 0, stdout: expect.stringContaining('gate: open\n') });
  });
});

describe('on GitLab', () => {
  test('the note is made once, and changed from then on; no command line has the token', () => {
    bench.reviewed();
    expect(bench.step('comment-gitlab', { ...GITLAB, KUMIKI_CHANGE: '7' })).toMatchObject({ code: 0, stderr: '' });
    const first = bench.calls();
    expect(first.at(-1)).toMatch(/--request POST .* https:\/\/gitlab\.example\/api\/v4\/projects\/12\/merge_requests\/7\/notes$/);
    bench.write('notes.json', JSON.stringify([{ id: 5, author: { username: 'kumiki-bot' }, body: '<!-- kumiki-review -->\nold' }]));
    expect(bench.step('comment-gitlab', { ...GITLAB, KUMIKI_CHANGE: '7' }).code).toBe(0);
    const second = bench.calls();
    expect(second.at(-1)).toMatch(/--request PUT .*\/merge_requests\/7\/notes\/5$/);
    expect([...first, ...second].filter((call) => call.includes('glpat'))).toEqual([]);
    expect(bench.read('secrets')).toContain('header = "PRIVATE-TOKEN: glpat-secret"');
  });

  test('the review, its approvals and the author are found by the merged commit', () => {
    const code = bench.reviewed();
    expect(bench.step('comment-gitlab', { ...GITLAB, KUMIKI_CHANGE: '7' }).code).toBe(0);
    bench.write('notes.json', JSON.stringify([{ ...SAID, author: { username: 'hanako' }, body: `approve ${code}`, system: false }]));
    expect(bench.step('approvals-gitlab', GITLAB)).toMatchObject({ code: 0, stderr: '' });
    expect(bench.step('gate')).toMatchObject({ code: 0, stdout: expect.stringContaining('gate: open\n') });
  });
});

describe('credentials', () => {
  const hook = (name: string) => join(PIPELINES, 'credentials', name);

  test('of a file are those of its stack, and no others', () => {
    bench.write('keys/trading.env', '# of the team\nNOMAD_TOKEN=a b$(touch x)\n\nVAULT_TOKEN=v=1\n');
    const words = ['trading', 'sh', '-c', 'printf "%s|%s" "$NOMAD_TOKEN" "$VAULT_TOKEN"'];
    const keys = { KUMIKI_CREDENTIALS_FOLDER: join(bench.folder, 'keys') };
    expect(bench.run(hook('env-file.sh'), words, keys)).toEqual({ code: 0, stdout: 'a b$(touch x)|v=1', stderr: '' });
    expect(bench.run(hook('env-file.sh'), ['risk', 'env'], keys)).toMatchObject({ code: 2, stdout: '' });
  });

  test('of Vault are had with the identity of the job, as the role of the stack, and are on no command line', () => {
    const words = [
      'trading-access',
      'sh',
      '-c',
      'printf "%s|%s|%s|%s" "$VAULT_TOKEN" "$CONSUL_HTTP_TOKEN" "$NOMAD_TOKEN" "${KUMIKI_ID_TOKEN:-}"',
    ];
    const ran = bench.run(hook('vault.sh'), words, { VAULT_ADDR: 'https://vault.internal:8200', KUMIKI_ID_TOKEN: 'jwt-of-ci' });
    expect(ran).toEqual({ code: 0, stdout: 'vault-token|consul-token|nomad-token|', stderr: '' });
    const calls = bench.calls();
    expect(calls.map((call) => call.split(' ').at(-1))).toEqual([
      'https://vault.internal:8200/v1/auth/jwt-ci/login',
      'https://vault.internal:8200/v1/consul/creds/deploy-trading-access',
      'https://vault.internal:8200/v1/nomad/creds/deploy-trading-access',
    ]);
    expect(calls.filter((call) => /jwt-of-ci|vault-token/.test(call))).toEqual([]);
    expect(bench.read('secrets')).toContain('{"role":"deploy-trading-access","jwt":"jwt-of-ci"}');
  });
});

describe('what is applied is kept on a branch', () => {
  const git = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync('git', words, { cwd: join(bench.folder, 'work'), encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };

  beforeEach(() => {
    const first = outputOf({ trading: { canary: true } });
    bench = new Bench(undefined, first, policy, AT);
    spawnSync('git', ['init', '-q', '--bare', join(bench.folder, 'origin')]);
    bench.write('work/.gitignore', '.kumiki/\n');
    git('init', '-q');
    git('remote', 'add', 'origin', join(bench.folder, 'origin'));
    git('add', '-A');
    git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'a');
  });

  test('from the first release on, and pushed before anything is applied', () => {
    const rules = { ...policy, teams: { 'trading-team': ['hanako', 'taro'] } };
    bench.write('work/review-policy.json', JSON.stringify(rules));
    expect(bench.step('state')).toMatchObject({ code: 0 });
    bench.approve(bench.reviewed(), 'hanako', 'taro');
    expect(bench.step('deploy')).toMatchObject({ code: 0, stderr: '' });
    const code = bench.json('work/.kumiki/state/release.json')['code']!.slice(0, 12);
    expect(git('ls-remote', 'origin')).toContain('refs/heads/kumiki/production');
    git('fetch', '-q', 'origin');
    expect(git('log', '--format=%s', 'origin/kumiki/production').split('\n')).toEqual([
      `production: release ${code}`,
      `production: begin ${code}`,
    ]);
    expect(git('ls-tree', '--name-only', 'origin/kumiki/production').split('\n')).toEqual([
      'applied',
      'release.json',
      'review-policy.json',
    ]);

    expect(bench.step('state')).toMatchObject({ code: 0 });
    expect(bench.json('work/.kumiki/state/applied/mesh/trading.json').owner).toBe('trading-team');
    expect(bench.step('deploy').stdout).toBe(`deploy: commit ${'c'.repeat(40)} is applied already\n`);
  });

  test('and nothing is applied where somebody else wrote meanwhile', () => {
    const rules = { ...policy, teams: { 'trading-team': ['hanako', 'taro'] } };
    bench.write('work/review-policy.json', JSON.stringify(rules));
    bench.step('state');
    bench.approve(bench.reviewed(), 'hanako', 'taro');
    git('push', '-q', 'origin', 'HEAD:refs/heads/kumiki/production');
    expect(bench.step('deploy').code).not.toBe(0);
    expect(bench.calls()).toEqual([]);
  });

  test('and is not taken for empty where the server does not answer', () => {
    git('remote', 'set-url', 'origin', join(bench.folder, 'nowhere'));
    expect(bench.step('state').code).not.toBe(0);
    expect(bench.has('work/.kumiki/state')).toBe(false);
  });
});
