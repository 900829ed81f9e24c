import { spokenField, spokenFields, spokenGroup, writesFirst } from '../../../lib/review/spoken';

test.each([
  ['TaskGroups[orders].Tasks[orders].Config.image', 'image of orders'],
  ['TaskGroups[orders].Services[sec-orders].Connect.SidecarService.Proxy.Upstreams[sec-ledger].Config', 'upstream sec-ledger'],
  ['TaskGroups[orders].Services[sec-orders].Connect.SidecarTask.Resources.CPU', 'sidecar Resources.CPU'],
  ['TaskGroups[orders].Services[sec-orders].Connect.SidecarTask', 'sidecar'],
  ['TaskGroups[orders].Tasks[orders].Templates[secrets/db.env].EmbeddedTmpl', 'template secrets/db.env'],
  ['TaskGroups[orders].Tasks[orders].Env.LEVEL', 'variable LEVEL of orders'],
  ['TaskGroups[orders].Tasks[orders].Env[A.B]', 'variable A.B of orders'],
  ['TaskGroups[orders].Tasks[orders].Resources.MemoryMB', 'Resources.MemoryMB of orders'],
  ['TaskGroups[orders].Tasks[migrate]', 'task migrate'],
  ['TaskGroups[orders].Count', 'Count'],
  ['Priority', 'Priority'],
])('%s is %s', (field, words) => {
  expect(spokenField(field)).toBe(words);
});

test('what is said the same is said once', () => {
  const template = 'TaskGroups[orders].Tasks[orders].Templates[secrets/db.env]';
  expect(spokenFields([`${template}.EmbeddedTmpl`, `${template}.Splay`, 'Priority'])).toEqual(['template secrets/db.env', 'Priority']);
});

test('a group that has the name of its job, but for the prefix of the firm, is called as the job', () => {
  expect(['orders', 'sec-orders', '', 'feed'].map((group) => spokenGroup('sec-orders', group))).toEqual([
    'sec-orders',
    'sec-orders',
    'sec-orders',
    'sec-orders/feed',
  ]);
});

test('requests that may write stand before those that read, each in their order', () => {
  expect(writesFirst(['GET /a', 'GET|PUT /b', 'connection', 'GET|HEAD /c', 'DELETE /d', 'ANY /e'])).toEqual([
    'GET|PUT /b',
    'connection',
    'DELETE /d',
    'ANY /e',
    'GET /a',
    'GET|HEAD /c',
  ]);
});
