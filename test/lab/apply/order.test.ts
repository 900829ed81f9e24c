import { inBatches, walk } from './order';

const NEEDS: Readonly<Record<string, readonly string[]>> = { a: [], b: ['a'], c: ['a'], d: ['b', 'c'], e: [] };
const needs = (name: string) => NEEDS[name] ?? [];
const itself = (name: string) => name;

test('a batch holds all that the batches before it make possible', () => {
  expect(inBatches(Object.keys(NEEDS), itself, needs)).toEqual([['a', 'e'], ['b', 'c'], ['d']]);
});

test('what is not in the list counts as done', () => {
  expect(inBatches(['b'], itself, needs)).toEqual([['b']]);
});

test('things that need each other are named', () => {
  const circle = (name: string) => [name === 'x' ? 'y' : 'x'];
  expect(() => inBatches(['x', 'y'], itself, circle)).toThrow('these need each other: x, y');
});

test('the work of one begins when all before it is done', async () => {
  const log: string[] = [];
  await walk(Object.keys(NEEDS), itself, needs, async (name) => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
  });
  for (const [name, before] of Object.entries(NEEDS))
    for (const other of before) expect(log.indexOf(`${other} ends`)).toBeLessThan(log.indexOf(`${name} begins`));
  expect(log).toHaveLength(10);
});

test('no more than so many work at a time', async () => {
  let now = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
  };
  await walk([...Array(30).keys()].map(String), itself, () => [], work, 4);
  expect(most).toBe(4);
});

test('a failure stops what comes after it and nothing else', async () => {
  const done: string[] = [];
  const error = new Error('refused');
  const result = await walk(Object.keys(NEEDS), itself, needs, (name) => {
    if (name === 'b') return Promise.reject(error);
    done.push(name);
    return Promise.resolve();
  });
  expect(done.sort()).toEqual(['a', 'c', 'e']);
  expect(result).toEqual({ failed: [{ name: 'b', error }], skipped: ['d'] });
});
