import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { REVIEW_SCHEMA, reviewSchema } from '../../../scripts/review-schema';
import { firm, type Firm } from '../../support/firm';
import { filesOf } from '../../support/program';
import { Folder, kumiki } from '../kumiki';

const AT = ['--at', '2026-11-30T10:00:00+09:00'];
const ROOT = join(__dirname, '..', '..', '..');

let folder: Folder;

/** Writes what a synth of the firm writes. */
function output(name: string, own: Firm = {}): void {
  for (const [path, text] of Object.entries(filesOf(firm(own)))) folder.write(`${name}/${path}`, text);
}

const review = (...words: string[]) => kumiki(['review', ...AT, ...words], { cwd: folder.path });
const read = (file: string): string => readFileSync(join(folder.path, file), 'utf8');

beforeEach(() => {
  folder = new Folder();
});

afterEach(() => {
  folder.remove();
});

describe('the exit code is the verdict', () => {
  test.each([
    ['AUTO', {}, 0],
    ['NEEDS ONE', { timeout: 3 }, 10],
    ['NEEDS TWO', { posting: true }, 11],
  ] as const)('%s', (decision, after, code) => {
    output('base');
    output('head', after);
    const run = review('--base', 'base', '--head', 'head');
    expect([run.code, run.stdout.startsWith(`${decision}  `), run.stderr]).toEqual([code, true, '']);
  });

  test('BLOCK, where a job is removed that another still calls', () => {
    output('base');
    output('head');
    // The stack as it would be without the job, and with everything else.
    const stack = JSON.parse(read('head/stacks/settlement/cdk.tf.json')) as { resource: { nomad_job: Record<string, unknown> } };
    delete stack.resource.nomad_job['sec-ledger'];
    folder.write('head/stacks/settlement/cdk.tf.json', stack);
    const run = review('--base', 'base', '--head', 'head');
    expect([run.code, run.stdout.split('\n')[0]]).toEqual([
      12,
      'BLOCK  deletion-still-called: something is removed that others still call',
    ]);
  });
});

describe('from one run', () => {
  beforeEach(() => {
    output('base');
    output('head', { posting: true, secret: true, image: 'orders-2', schedule: '0 10 * * 1-5' });
  });

  test('JSON that its published schema takes', () => {
    review('--base', 'base', '--head', 'head', '--json', 'review.json');
    const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(join(ROOT, REVIEW_SCHEMA), 'utf8')) as object);
    validate(JSON.parse(read('review.json')));
    expect(validate.errors).toBeNull();
  });

  test('the same bytes as from another', () => {
    const files = ['--json', 'a.json', '--markdown', 'a.md', '--sarif', 'a.sarif', '--html', 'a.html'];
    const first = review('--base', 'base', '--head', 'head', ...files);
    const second = review('--base', 'base', '--head', 'head', ...files.map((file) => file.replace(/^a\./, 'b.')));
    expect(second).toEqual(first);
    for (const kind of ['json', 'md', 'sarif', 'html']) expect(read(`b.${kind}`)).toBe(read(`a.${kind}`));
  });

  test('every danger in the JSON is a result in the SARIF, at its line', () => {
    review('--base', 'base', '--head', 'head', '--json', 'review.json', '--sarif', 'review.sarif');
    const { dangers } = JSON.parse(read('review.json')) as { dangers: { rule: string; source?: string }[] };
    const { runs } = JSON.parse(read('review.sarif')) as {
      runs: {
        results: {
          ruleId: string;
          locations: { physicalLocation?: { artifactLocation: { uri: string }; region: { startLine: number } } }[];
        }[];
      }[];
    };
    const results = runs[0]!.results.map(({ ruleId, locations }) => {
      const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
      return [ruleId, artifactLocation === undefined ? undefined : `${artifactLocation.uri}:${String(region?.startLine)}`];
    });
    expect(dangers.length).toBeGreaterThan(3);
    expect(results.filter(([rule]) => rule?.startsWith('review/'))).toEqual(dangers.map(({ rule, source }) => [`review/${rule}`, source]));
  });

  test('one of them on standard output, instead of the text', () => {
    expect(review('--base', 'base', '--head', 'head', '--markdown', '-').stdout).toMatch(/^<!-- kumiki-review -->\n## /);
  });
});

test('the first release is compared with nothing', () => {
  output('head');
  const run = review('--base', 'none', '--head', 'head');
  expect(run.stderr).toBe('');
  expect(run.stdout).toContain('job sec-ledger');
  expect(run.code).toBe(11);
});

test('a git commit is synthesized in a work tree of its own, which is gone afterwards', () => {
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words], { cwd: folder.path, encoding: 'utf8' });
  output('applied');
  folder.write('cdktf.json', { language: 'typescript', app: 'mkdir out && cp -r applied/. out && echo synthesized >&2', output: 'out' });
  folder.write('package-lock.json', '{}\n');
  folder.write('node_modules/.keep', '');
  folder.write('.gitignore', 'node_modules\nhead\n');
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  output('head', { posting: true });

  const run = review('--base', 'HEAD', '--head', 'head');
  expect([run.code, run.stderr]).toEqual([11, '']);
  expect(run.stdout).toMatch(/^base: +HEAD \(/m);
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
});

describe('what cannot be compared ends with 2, writes nothing, and says why', () => {
  const refused = (...words: string[]) => {
    const run = review(...words, '--json', 'review.json');
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(() => read('review.json')).toThrow(/ENOENT/);
    return run.stderr;
  };

  test('a base that is nothing here', () => {
    output('head');
    expect(refused('--base', 'v1', '--head', 'head')).toBe(
      'kumiki: v1 is neither a folder nor a git commit here; write --base none for a first release\n',
    );
  });

  test('a head that is not there', () => {
    output('base');
    expect(refused('--base', 'base', '--head', 'head')).toBe(
      'kumiki: head is not there, or is no folder; name the one that a synth wrote\n',
    );
  });

  test('a folder of something else', () => {
    output('head');
    folder.write('other/readme.txt', 'hello');
    expect(refused('--base', 'other', '--head', 'head')).toMatch(/^kumiki: CHANGE-RELEASE .*\n {4}value: manifest.json in other\n/);
  });

  test('a stack of which the file is missing', () => {
    output('base');
    output('head');
    folder.remove('head/stacks/settlement/cdk.tf.json');
    expect(refused('--base', 'base', '--head', 'head')).toMatch(/stacks\/settlement\/cdk\.tf\.json/);
  });

  test('a file that Terraform would read and no synth has written', () => {
    output('base');
    output('head');
    folder.write('head/stacks/settlement/more.tf', 'resource "nomad_job" "more" {}');
    expect(refused('--base', 'base', '--head', 'head')).toBe(
      'kumiki: head/stacks/settlement/more.tf is not of the synth, and Terraform would read it; remove it\n',
    );
  });

  test('a format that cannot be written, and then none is', () => {
    output('base');
    output('head');
    const run = review('--base', 'base', '--head', 'head', '--html', 'page.html', '--json', '-', '--sarif', 'no/folder/review.sarif');
    expect([run.code, run.stdout, run.stderr]).toEqual([2, '', 'kumiki: no/folder/review.sarif cannot be written (ENOENT)\n']);
    expect(() => read('page.html')).toThrow(/ENOENT/);
  });

  test('a graph of another version', () => {
    output('base');
    output('head');
    folder.write('head/mesh/settlement.json', { ...(JSON.parse(read('head/mesh/settlement.json')) as object), version: 99 });
    expect(refused('--base', 'base', '--head', 'head')).toMatch(/mesh\/settlement\.json/);
  });

  test.each([
    ['a moment without an offset', ['--at', '2026-11-30T10:00:00'], /--at 2026-11-30T10:00:00 is no moment/],
    ['a day that no month has', ['--at', '2026-02-31T10:00:00Z'], /--at 2026-02-31T10:00:00Z is no moment/],
    ['a base that nothing can be called', ['--base', 'a'.repeat(300)], /^kumiki: a+ is neither a folder nor a git commit here/],
    ['a limit that no comment has', ['--markdown-limit', '10'], /--markdown-limit 10 is no number of characters from 4000 on/],
    ['a glass broken without a reason', ['--break-glass', 'now'], /--break-glass needs a reason of at least 10 characters/],
    ['a plan that is not there', ['--plan', 'trading=no.json'], /no\.json cannot be read \(ENOENT\)/],
    ['a plan that is none', ['--plan', 'trading=base/manifest.json'], /base\/manifest\.json is no plan/],
  ] as const)('%s', (_, words, message) => {
    output('base');
    output('head');
    expect(refused('--base', 'base', '--head', 'head', ...words)).toMatch(message);
  });

  test('a plan of a stack that neither output has', () => {
    output('base');
    output('head');
    folder.write('plan.json', { format_version: '1.2', terraform_version: '1.9.8', resource_changes: [] });
    expect(refused('--base', 'base', '--head', 'head', '--plan', 'nowhere=plan.json')).toMatch(
      /plan of nowhere, and neither output has such a stack/,
    );
  });

  test('a base that does not synthesize, with the end of what it said', () => {
    output('head');
    folder.write('cdktf.json', { app: 'echo trouble in trading; exit 1' });
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words], { cwd: folder.path });
    git('init', '--quiet');
    folder.write('package-lock.json', '{}');
    folder.write('node_modules/.keep', '');
    git('add', 'cdktf.json', 'package-lock.json');
    git('commit', '--quiet', '-m', 'first');
    expect(refused('--base', 'HEAD', '--head', 'head')).toBe('kumiki: HEAD does not synthesize:\n    trouble in trading\n');
  });
});

test('a plan that speaks of what neither output has blocks', () => {
  output('base');
  output('head');
  const resource_changes = [
    { address: 'nomad_job.other', mode: 'managed', type: 'nomad_job', name: 'other', change: { actions: ['create'], after_unknown: {} } },
  ];
  folder.write('trading.json', { format_version: '1.2', terraform_version: '1.9.8', resource_changes });
  const run = review('--base', 'base', '--head', 'head', '--plan', 'trading.json');
  expect([run.code, run.stdout.split('\n')[0]]).toEqual([12, 'BLOCK  plan-foreign: a plan belongs to another output']);
});

test('the published schema is what the types say', () => {
  expect(readFileSync(join(ROOT, REVIEW_SCHEMA), 'utf8')).toBe(reviewSchema());
}, 60_000);
