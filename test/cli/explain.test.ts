import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PROBLEM_CODES } from 'kumiki';
import { RULES } from '../../lib/checks';
import { explainCode } from '../../lib/report';
import { kumiki } from './kumiki';

const CODES = Object.keys(PROBLEM_CODES) as (keyof typeof PROBLEM_CODES)[];

describe('kumiki explain', () => {
  test('says what a code means, what trips it, what is said then, and what does not trip it', () => {
    expect(kumiki(['explain', 'NOMAD-IMAGE-LATEST'])).toEqual({
      code: 0,
      stderr: '',
      stdout: `NOMAD-IMAGE-LATEST: an image that is another one tomorrow

warning. Two instances of one version run different programs, and a revert brings back the name of an image, not the image.

source: hashicorp/nomad#23681, #5040

This part of a task trips it:

  { "Config": { "image": "registry.internal/sec/orders:latest" } }

It says:

  warning NOMAD-IMAGE-LATEST at sec-orders
    TaskGroups[0].Tasks[0].Config.image: the tag latest is another image tomorrow
    value: registry.internal/sec/orders:latest
    limit: a digest, or at least a version
    fix: write the image with its digest, name@sha256:…

This one does not:

  { "Config": { "image": "registry.internal/sec/orders:1.4.2" } }

page: docs/checks/nomad-image-latest.md
`,
    });
  });

  test('takes a code in any case', () => {
    expect(kumiki(['explain', 'nomad-Image-latest'])).toEqual(kumiki(['explain', 'NOMAD-IMAGE-LATEST']));
  });

  test('names the nearest code where there is none', () => {
    expect(kumiki(['explain', 'NOMAD-IMAGE-LAST'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'kumiki: there is no code NOMAD-IMAGE-LAST; did you mean NOMAD-IMAGE-LATEST?\n',
    });
  });

  test('says how to see all of them where none is near', () => {
    expect(kumiki(['explain', 'x'])).toMatchObject({ code: 2, stderr: 'kumiki: there is no code x; kumiki explain lists all of them\n' });
  });

  test('lists every code with its title', () => {
    const { code, stdout } = kumiki(['explain']);
    const lines = stdout.split('\n\n')[0]!.split('\n');
    expect([code, lines.map((line) => line.split(/\s/)[0])]).toEqual([0, CODES]);
    for (const [index, listed] of CODES.entries()) expect(lines[index]).toMatch(new RegExp(`  ${PROBLEM_CODES[listed]}$`));
  });

  test('leads to where a firm serves the manual', () => {
    const { stdout } = kumiki(['explain', 'NOMAD-IMAGE-LATEST', '--manual', 'https://docs.internal/kumiki/']);
    expect(stdout).toMatch(/\npage: https:\/\/docs\.internal\/kumiki\/checks\/nomad-image-latest\.md\n$/);
  });
});

describe('every code', () => {
  test.each(CODES)('%s has its title and a page', (code) => {
    const text = explainCode(code);
    expect(text).toMatch(new RegExp(`^${code}: ${PROBLEM_CODES[code]}\n`));
    expect(text).toMatch(/\npage: docs\/(?:checks\/[a-z0-9-]+\.md|problems\.md#[a-z-]+)\n$/);
  });

  test.each(RULES.map((rule) => [rule.code, rule] as const))('%s shows its finding, by running the rule', (code, rule) => {
    expect(explainCode(code)).toMatch(new RegExp(`It says:\n\n  (?:error|warning|note) ${code} at `));
    expect(explainCode(code)).toContain(rule.protects);
  });

  test.each(RULES.map(({ code }) => code))('%s has a page that the index links', (code) => {
    const page = `${code.toLowerCase()}.md`;
    const folder = resolve(__dirname, '../../docs/checks');
    expect(readFileSync(join(folder, page), 'utf8')).toMatch(new RegExp(`^# ${code}\n`));
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`](${page})`);
  });
});
