import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StackState } from './state';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kumiki-state-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('what one apply has written the next one reads', () => {
  const recorded = { id: '1', arguments: { name: 'a' }, dependsOn: [], status: 'created' as const };
  new StackState(folder, 'fx').set('consul_node.a', recorded);
  expect(new StackState(folder, 'fx').get('consul_node.a')).toEqual(recorded);
  expect(new StackState(folder, 'fx').addresses).toEqual(['consul_node.a']);
});

test('nothing is left of a stack of which nothing is left', () => {
  const state = new StackState(folder, 'fx');
  state.set('consul_node.a', { id: '1', arguments: {}, dependsOn: [] });
  state.delete('consul_node.a');
  expect(readdirSync(folder)).toEqual([]);
});
