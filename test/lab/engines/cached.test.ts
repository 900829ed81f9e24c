import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cached';

describe('a program in the cache', () => {
  let cache: string;
  let file: string;
  let made: number;

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'kumiki-cache-'));
    file = join(cache, 'engines', 'nomad-1.11.3-abc', 'nomad');
    made = 0;
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  const silent = () => undefined;
  const make = (draft: string) => {
    made += 1;
    writeFileSync(draft, `made ${String(made)}`);
    chmodSync(draft, 0o755);
    return Promise.resolve();
  };

  it('is made once and leaves nothing else behind', async () => {
    expect(await cached(file, make, silent)).toBe('built');
    expect(await cached(file, make, silent)).toBe('cache');
    expect(readFileSync(file, 'utf8')).toBe('made 1');
    expect(readdirSync(join(cache, 'engines'))).toEqual(['nomad-1.11.3-abc']);
  });

  it('is made by one of two that want it at the same time', async () => {
    const origins = await Promise.all([cached(file, make, silent), cached(file, make, silent)]);
    expect(origins.sort()).toEqual(['built', 'cache']);
    expect(made).toBe(1);
  });

  it('is not there when making it failed, and the next attempt makes it', async () => {
    await expect(cached(file, () => Promise.reject(new Error('no space left')), silent)).rejects.toThrow('no space left');
    expect(readdirSync(join(cache, 'engines'))).toEqual([]);
    expect(await cached(file, make, silent)).toBe('built');
  });

  it('is made although somebody who is gone left a lock', async () => {
    mkdirSync(join(cache, 'engines'));
    writeFileSync(join(cache, 'engines', 'nomad-1.11.3-abc.lock'), '4194305'); // beyond the largest process id
    expect(await cached(file, make, silent)).toBe('built');
  });
});
