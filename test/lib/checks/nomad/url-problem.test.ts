import { urlProblem } from '../../../../lib/checks/nomad/url-problem';

test.each([
  '/',
  '/ready',
  'ready',
  '',
  '/a b',
  '/組',
  '*',
  '/a%20b',
  '/a?x=%zz',
  'x?a:b',
  '///a',
  '//host:80/a',
  '//[::1]:80/a',
  '//u%41@h/',
  '//h%ff/',
  '${meta.path}/ready',
])('Go reads %j as a path', (path) => {
  expect(urlProblem(path)).toBeUndefined();
});

test.each([
  '/%zz',
  '/a#%zz',
  ':80',
  '1:2',
  '/\u0001',
  '/\u007f',
  '//ho st/',
  '//h:x/',
  '//h%20x/',
  '//[::1/',
  '//a[',
  '//[1.2.3.4]/',
  '//h/%zz',
])('Go does not read %j', (path) => {
  expect(urlProblem(path)).toBe('this is no path of a URL');
});

test.each(['http://quotes/', 'a:b', 'h2c:/ready'])('%j has a scheme', (path) => {
  expect(urlProblem(path)).toBe('a check has the address of its port, and no other');
});
