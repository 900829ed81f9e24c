import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readPolicy } from '../../../lib/policy';

const ROOT = resolve(__dirname, '../../..');

test('the policy that the manual shows is one', () => {
  const [, text = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/pipelines.md'), 'utf8')) ?? [];
  expect(readPolicy(text)).toHaveProperty('policy.breakGlass.needs', 2);
});

describe('the policy of the reference estate', () => {
  const read = readPolicy(readFileSync(join(ROOT, 'review-policy.json'), 'utf8'));

  test('is one', () => {
    expect('findings' in read ? read.findings : []).toEqual([]);
  });

  test('names people of every team that owns a domain', () => {
    const stacks = join(ROOT, 'stacks');
    const texts = readdirSync(stacks, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(stacks, name), 'utf8'));
    const owners = [...new Set(texts.flatMap((text) => [...text.matchAll(/owner: '([^']+)'/g)].map(([, owner]) => owner!)))];
    expect(owners.length).toBeGreaterThan(15);
    const { teams } = 'policy' in read ? read.policy : { teams: {} };
    expect(owners.filter((owner) => (teams as Readonly<Record<string, readonly string[]>>)[owner] === undefined)).toEqual([]);
  });
});
