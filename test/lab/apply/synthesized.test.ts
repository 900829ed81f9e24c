import { evaluateInTerraform, testWithTerraform } from '../../support/terraform';
import { literal, stackOf } from './synthesized';

const place = { name: 'fx', dependencies: [], folder: '/nowhere' };

test('a stack is read with its providers, its resources and what they depend on', () => {
  const stack = stackOf(place, {
    '//': { metadata: {} },
    terraform: { backend: {} },
    provider: { consul: [{ address: 'http://127.0.0.1:8500' }] },
    resource: { consul_node: { a: { '//': {}, name: 'a', depends_on: ['consul_keys.k'] } } },
  });
  expect(stack).toEqual({
    ...place,
    providers: { consul: 'http://127.0.0.1:8500' },
    resources: [{ address: 'consul_node.a', type: 'consul_node', name: 'a', arguments: { name: 'a' }, dependsOn: ['consul_keys.k'] }],
  });
});

test('what the lab would pass over in silence is refused', () => {
  expect(() => stackOf(place, { data: {} })).toThrow('fx: the lab knows no section "data"');
  expect(() => stackOf(place, { provider: { vault: [{ address: 'http://v', token: 't' }] } })).toThrow(
    'fx: provider vault: the lab knows one block with an address alone',
  );
});

test('an expression is refused with its place', () => {
  const resource = { consul_node: { a: { meta: { of: ['x', '${consul_node.b.name}'] } } } };
  expect(() => stackOf(place, { resource })).toThrow(
    'consul_node.a: meta.of[1]: the lab evaluates no expressions, and here is one: ${consul_node.b.name}',
  );
});

const templates = ['plain', '$${a}', '%%{if}', '$$${a}', '$%%{a}', '50% {', '$ {', '$$ %%', '{$${}}', '%%%{'];

testWithTerraform('templates are read as Terraform reads them', () => {
  expect(templates.map((text) => literal(text, 'here'))).toEqual(evaluateInTerraform(templates));
});

test('keys are templates as well as values', () => {
  expect(literal({ '$${a}': ['$${b}', 1, null] }, 'here')).toEqual({ '${a}': ['${b}', 1, null] });
});
