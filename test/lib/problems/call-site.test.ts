import { tmpdir } from 'node:os';
import { relative } from 'node:path';
import { CallSite } from '../../../lib/problems';

describe('the place of a call', () => {
  const from = process.cwd();
  const realm = Error as { prepareStackTrace?: unknown };
  const prepare = realm.prepareStackTrace;
  afterEach(() => {
    process.chdir(from);
    realm.prepareStackTrace = prepare;
  });

  it('is the line in the file, the same for every call of the line', () => {
    const [first, second] = [1, 2].map(() => CallSite.here().text);

    expect(first).toMatch(/^test\/lib\/problems\/call-site\.test\.ts:15$/);
    expect(second).toBe(first);
  });

  it('is told from the working directory, also when that has become another', () => {
    const site = CallSite.here();
    const text = site.text?.replace(/:\d+$/, '') ?? '';
    process.chdir(tmpdir());

    expect(site.text?.replace(/:\d+$/, '')).toBe(relative(process.cwd(), `${from}/${text}`));
  });

  it('is read anew when another tool reads source maps', () => {
    const site = CallSite.here();
    expect(site.text).toContain('call-site.test.ts:');
    Error.prepareStackTrace = (_error, frames) => frames.map(() => 'at (/elsewhere/orders.ts:7:1)').join('\n');

    expect(site.text).toBe(`${relative(from, '/elsewhere/orders.ts')}:7`);
  });
});
