import { planLines } from './applier';
import { changesOf } from './terraform-way';

test('a plan is summed up as Terraform does', () => {
  expect(planLines([])).toEqual(['No changes.']);
  const lines = planLines([
    { address: 'consul_node.a', action: 'create', differences: [] },
    { address: 'nomad_job.b', action: 'update', differences: [{ argument: 'jobspec', wanted: '{"Count":2}', found: '{"Count":1}' }] },
    { address: 'consul_node.c', action: 'replace', differences: [{ argument: 'address', wanted: 'x', found: 'y' }] },
    { address: 'consul_node.d', action: 'delete', differences: [] },
  ]);
  expect(lines).toEqual([
    '+ consul_node.a',
    '~ nomad_job.b',
    '    jobspec.Count: 2 was sent, 1 is kept',
    '-/+ consul_node.c',
    '    address: "y" -> "x"',
    '- consul_node.d',
    'Plan: 2 to add, 1 to change, 2 to destroy.',
  ]);
});

test("Terraform's own plan is read into the same changes", () => {
  const change = (actions: string[], before: object | null, after: object | null) => ({ actions, before, after }) as never;
  const plan = {
    resource_changes: [
      { address: 'vault_policy.a', change: change(['no-op'], { name: 'a' }, { name: 'a' }) },
      { address: 'vault_policy.b', change: change(['update'], { name: 'b', policy: 'x' }, { name: 'b', policy: 'y' }) },
      { address: 'vault_policy.c', change: change(['delete', 'create'], null, { name: 'c' }) },
    ],
  };
  expect(changesOf(plan)).toEqual([
    { address: 'vault_policy.b', action: 'update', differences: [{ argument: 'policy', wanted: 'y', found: 'x' }] },
    { address: 'vault_policy.c', action: 'replace', differences: [] },
  ]);
});
