import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PackedProject } from './support/packed-project';

const MANUAL = resolve(__dirname, '..', 'docs');

/** The first program of a page of the manual, letter by letter. */
function programOf(page: string): string {
  const fence = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(MANUAL, page), 'utf8'));
  return fence?.[1] ?? '';
}

/** A team's test, with no test runner at all. */
const TEAM_TEST = `
import { estateOf } from 'kumiki/testing';
import { app } from './platform';
import './orders';

const { mesh } = estateOf(app);
console.log(mesh.allows('sec-orders', 'sec-quotes', 'GET', '/last'), mesh.allows('sec-orders', 'sec-quotes', 'POST', '/last'));
`;

describe('the packed package, in the empty repository of another team', () => {
  let project: PackedProject;

  beforeAll(() => {
    project = new PackedProject();
    mkdirSync(join(project.folder, 'releases'));
    writeFileSync(
      join(project.folder, 'releases', 'production.json'),
      JSON.stringify({
        images: { orders: `registry.example/orders@sha256:${'1'.repeat(64)}`, quotes: `registry.example/quotes@sha256:${'2'.repeat(64)}` },
      }),
    );
    project.compile({
      'platform.ts': programOf('platform.md'),
      'orders.ts': programOf('securities-service.md'),
      'orders-test.ts': TEAM_TEST,
    });
  }, 300_000);

  afterAll(() => {
    project.remove();
  });

  it("synthesizes the manual's first program", () => {
    project.run('orders.js');
    const stack = JSON.parse(readFileSync(join(project.folder, 'cdktf.out', 'stacks', 'trading', 'cdk.tf.json'), 'utf8')) as {
      resource: { nomad_job: Record<string, unknown> };
    };
    expect(Object.keys(stack.resource.nomad_job).sort()).toEqual(['sec-orders', 'sec-quotes']);
  }, 60_000);

  it("answers a team's own test", () => {
    expect(project.run('orders-test.js').trim()).toBe('true false');
  }, 60_000);

  it('has the command, which checks what the program wrote', () => {
    project.run('orders.js');
    expect(project.kumiki(['check'])).toBe('no findings; 2 jobs checked for Nomad 1.11.3 community\n');
    expect(project.kumiki(['check', '--format', 'sarif'])).toContain('"version": "2.1.0"');
    expect(project.kumiki(['check', '--format', 'junit'])).toContain('<testsuites name="kumiki check" tests="2" failures="0"');
    expect(project.kumiki(['explain', 'NOMAD-IMAGE-LATEST'])).toContain('NOMAD-IMAGE-LATEST: an image that is another one tomorrow');
  }, 60_000);

  it('holds what it needs and no test, stack or script', () => {
    expect(
      project.packed.filter(
        (path) =>
          !/^(bin\/kumiki\.js$|dist\/(cli|constructs|lib|testing)\/|pipelines\/|schemas\/|package\.json$|README\.md$|LICENSE$)/.test(path),
      ),
    ).toEqual([]);
  });
});
